package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
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
	// WithoutSilver leaves out the silver labels, which take their time.
	WithoutSilver bool

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
	texts, err := textsByName(c.Texts)
	if err != nil {
		return nil, fmt.Errorf("training texts: %w", err)
	}
	docs := make([]train.Document, len(texts))
	byName := map[string]*train.Document{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	names := slices.SortedFunc(maps.Keys(texts), func(a, b string) int { return cmp.Compare(texts[a], texts[b]) })
	for i, name := range names {
		d := &docs[i]
		d.Name = name
		byName[name] = d
		g.Go(func() error {
			doc, err := files.Read(ctx, texts[name])
			if err != nil {
				return fmt.Errorf("training text: %w", err)
			}
			d.Text = doc.Text
			if d.Sentences, err = token.Sentences(ctx, d.Text); err != nil {
				return fmt.Errorf("training text %s: %w", name, err)
			}
			if c.WithoutSilver {
				return nil
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

// textsByName returns the paths of the files in a folder by their base names,
// which must differ; hidden ones are left out.
func textsByName(folder string) (map[string]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		name := baseName(e.Name())
		if other, ok := texts[name]; ok {
			return nil, fmt.Errorf("annotations cannot tell %s from %s in %s: rename one", e.Name(), filepath.Base(other), folder)
		}
		texts[name] = filepath.Join(folder, e.Name())
	}
	return texts, nil
}
