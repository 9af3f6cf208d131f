package feature

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/jdkato/prose/v2"

	"covenant/extract"
)

// speech tags parts of speech with prose's averaged perceptron.
type speech struct {
	once  sync.Once
	model *prose.Model // read-only once it is made
	err   error
}

// parts are the tags of prose's model: those of the Penn Treebank. An id is the
// place in the list and one; 0 stands for all others.
var parts = strings.Fields(`CC CD DT EX FW IN JJ JJR JJS LS MD NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH
VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB # $ '' ( ) , . : - `)

const posSize = 46 // len(parts)+1, held by a test

// speechChunk is how many tokens prose gets at once.
const speechChunk = 400

// tag fills ids with the parts of speech of the tokens.
func (s *speech) tag(text string, tokens []extract.Token, ids []int32) error {
	s.once.Do(func() { s.model, s.err = loadSpeech() })
	if s.err != nil {
		return s.err
	}
	for from := 0; from < len(tokens); from += speechChunk {
		to := min(from+speechChunk, len(tokens))
		if err := s.chunk(text, tokens[from:to], ids[from:to]); err != nil {
			return err
		}
	}
	return nil
}

func loadSpeech() (m *prose.Model, err error) {
	defer caught(&err)
	doc, err := prose.NewDocument("", prose.WithSegmentation(false), prose.WithExtraction(false))
	if err != nil {
		return nil, fmt.Errorf("load prose's parts of speech: %w", err)
	}
	return doc.Model, nil
}

func caught(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("prose's parts of speech: %v", r)
	}
}

// chunk tags a run of tokens. prose cuts words at white space and then at
// punctuation: a token takes the tag of its first piece. Where the pieces do not
// add up to the tokens, the rest keeps the unknown tag.
func (s *speech) chunk(text string, tokens []extract.Token, ids []int32) (err error) {
	defer caught(&err)
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = plain(t.Of(text))
	}
	doc, err := prose.NewDocument(strings.Join(words, " "), prose.WithSegmentation(false), prose.WithExtraction(false), prose.UsingModel(s.model))
	if err != nil {
		return fmt.Errorf("prose's parts of speech: %w", err)
	}
	pieces := doc.Tokens()
	for i, w := range words {
		for at := 0; at < len(w); {
			if len(pieces) == 0 || !strings.HasPrefix(w[at:], pieces[0].Text) {
				return nil
			}
			if at == 0 {
				ids[i] = int32(slices.Index(parts, pieces[0].Tag) + 1)
			}
			at += max(1, len(pieces[0].Text))
			pieces = pieces[1:]
		}
	}
	return nil
}

// plain maps a token to ASCII that prose keeps as it is: letters and digits of
// all scripts to x and 0, quotes and everything else that it rewrites to commas.
func plain(tok string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r > ' ' && r < unicode.MaxASCII && r != '\'' && r != '"' && r != '`' && r != '&':
			return r
		case unicode.IsLetter(r):
			return 'x'
		case unicode.IsDigit(r):
			return '0'
		}
		return ','
	}, tok)
}
