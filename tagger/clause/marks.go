package clause

import (
	"unicode"

	"covenant/extract"
	"covenant/tagger/classify"
)

// The tasks of a model of clauses.
const (
	Categories = "CLAUSE" // of a sentence, which categories it belongs to
	Kinds      = "KIND"   // of a document's head, of what kind the contract is
)

// OtherKind is the class of contracts that are of no kind with a class of its own.
const OtherKind = "Other"

const (
	// leastWords is the number of words from which a sentence can be a clause.
	leastWords = 4
	// headTokens is how far into the document its head reaches: over the title and
	// the beginning of the opening.
	headTokens = 100
)

// shorterHeads are other lengths that training shows too, since contracts differ in
// how much stands before the title, and are few.
var shorterHeads = [...]int{15, 30, 45, 60, 80}

// tasks returns the tasks of a model with the given categories and kinds.
func tasks(categories, kinds []string) []classify.Task {
	return []classify.Task{classify.Several(Categories, categories), {Name: Kinds, Classes: kinds}}
}

// asked returns the indexes of the sentences that are asked about.
func asked(text string, sentences []extract.Sentence) []int {
	var out []int
	for i, s := range sentences {
		words := 0
		for _, t := range s.Tokens {
			if isWord(t.Of(text)) {
				words++
			}
		}
		if words >= leastWords {
			out = append(out, i)
		}
	}
	return out
}

func isWord(tok string) bool {
	for _, r := range tok {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// head returns the document's first tokens, nothing where there is none.
func head(sentences []extract.Sentence, tokens int) (extract.ByteSpan, bool) {
	n, span := 0, extract.ByteSpan{}
	for i, s := range sentences {
		if i == 0 {
			span.Start = s.Span.Start
		}
		for _, t := range s.Tokens[:min(len(s.Tokens), tokens-n)] {
			span.End = t.End
		}
		if n += len(s.Tokens); n >= tokens {
			break
		}
	}
	return span, len(sentences) > 0
}
