package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"covenant/extract/annotation"
	"covenant/extract/gold"
	files "covenant/extract/read"
	"covenant/extract/token"
	"covenant/tagger/silver"
	"covenant/tagger/train"
)

// A Corpus says where the training data stands: contracts with gold tables, or
// documents that people annotated with other tools, or both.
type Corpus struct {
	Texts   string // folder of contracts
	Gold    string // folder of gold annotations, *.csv
	Answers string // table of answers, may be empty: silver labels by patterns alone

	Annotations string            // annotated documents
	Format      annotation.Format // of Annotations; empty: guessed
}

// Load reads the documents and tells what it left out. The contracts come first,
// in order of their names, with their silver labels and gold passages.
func (c Corpus) Load(ctx context.Context) ([]train.Document, []string, error) {
	var docs []train.Document
	var notes []string
	if c.Texts != "" {
		var err error
		if docs, err = c.contracts(ctx); err != nil {
			return nil, nil, err
		}
	}
	if c.Annotations != "" {
		more, told, err := c.annotated(ctx)
		if err != nil {
			return nil, nil, err
		}
		docs, notes = append(docs, more...), told
	}
	return docs, notes, nil
}

func (c Corpus) contracts(ctx context.Context) ([]train.Document, error) {
	tables, err := filepath.Glob(filepath.Join(c.Gold, "*.csv"))
	if err != nil || len(tables) == 0 {
		return nil, fmt.Errorf("gold annotations: no .csv file in %q", c.Gold)
	}
	slices.Sort(tables)
	passages, err := gold.ReadFiles(tables...)
	if err != nil {
		return nil, fmt.Errorf("gold annotations: %w", err)
	}
	answers := map[string]silver.Answers{}
	if c.Answers != "" {
		f, err := os.Open(c.Answers)
		if err != nil {
			return nil, fmt.Errorf("answers: %w", err)
		}
		defer f.Close()
		if answers, err = silver.ReadAnswers(f); err != nil {
			return nil, fmt.Errorf("answers %s: %w", c.Answers, err)
		}
	}
	entries, err := os.ReadDir(c.Texts)
	if err != nil {
		return nil, fmt.Errorf("training texts: %w", err)
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return e.IsDir() || strings.HasPrefix(e.Name(), ".")
	})
	docs := make([]train.Document, len(entries))
	byName := map[string]*train.Document{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range entries {
		d := &docs[i]
		d.Name = strings.TrimSuffix(e.Name(), filepath.Ext(e.Name()))
		byName[d.Name] = d
		g.Go(func() error {
			doc, err := files.Read(ctx, filepath.Join(c.Texts, e.Name()))
			if err != nil {
				return fmt.Errorf("training text: %w", err)
			}
			d.Text = doc.Text
			if d.Sentences, err = token.Sentences(ctx, d.Text); err != nil {
				return fmt.Errorf("training text %s: %w", e.Name(), err)
			}
			// Paragraphs, not sentences, bound the words that decide a role:
			// the patterns look further than one sentence.
			d.HasSilver = true
			d.Silver, d.Unknown = silver.Label(d.Text, nil, answers[d.Name])
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var lost []error
	for _, p := range passages {
		d, ok := byName[p.Doc]
		if !ok {
			lost = append(lost, fmt.Errorf("passage %s: no text %q in %s", p.ID, p.Doc, c.Texts))
			continue
		}
		d.Gold = append(d.Gold, p)
	}
	return docs, errors.Join(lost...)
}
