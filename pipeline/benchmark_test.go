package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"
)

const goldHeader = "kind,passage,doc,start,end,label,role\n"

// A tagger that marks every "Acme" is right about one span of three, and about
// three of the five tokens in them; what stands outside the passages is not
// counted.
func TestBenchmark(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.txt": "Acme Corp sold to Acme Limited.\n",
		"b.txt": "“Acme” by Acme now\n",
		"c.txt": "Acme that nobody has annotated\n",
		"gold/1.csv": goldHeader +
			"passage,p1,a,0,31,,\nspan,p1,a,0,9,PARTY,-\nspan,p1,a,18,30,PARTY,-\n",
		"gold/2.csv": goldHeader +
			"passage,p2,b,7,18,,\nspan,p2,b,10,14,PARTY,-\n",
	})
	b, err := LoadBenchmark(t.Context(), dir, filepath.Join(dir, "gold"))
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{1, 3} {
		s, err := b.Score(t.Context(), wordTagger{}, workers)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(s.Spans.Micro.F1-1.0/3) > 1e-9 || math.Abs(s.TokenF1-6.0/8) > 1e-9 {
			t.Errorf("%d workers: span F1 %.4f, token F1 %.4f, want 1/3 and 6/8", workers, s.Spans.Micro.F1, s.TokenF1)
		}
	}
	if rate, err := b.Speed(t.Context(), wordTagger{}); err != nil || rate <= 0 {
		t.Errorf("%g tokens per second, error %v", rate, err)
	}
	broken := errors.New("broken")
	failing := wordTagger{hook: func(context.Context, *extract.Document) error { return broken }}
	if _, err := b.Score(t.Context(), failing, 2); !errors.Is(err, broken) {
		t.Errorf("Score: error %v, want %v", err, broken)
	}
	if _, err := b.Speed(t.Context(), failing); !errors.Is(err, broken) {
		t.Errorf("Speed: error %v, want %v", err, broken)
	}
	if _, err := LoadBenchmark(t.Context(), filepath.Join(dir, "gold"), filepath.Join(dir, "gold")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("texts that are not there: error %v, want %v", err, fs.ErrNotExist)
	}
}

// Contracts come in order of their names, each with its gold passages and with
// silver labels; no passage is lost silently.
func TestCorpusOfContracts(t *testing.T) {
	gold := goldHeader + "passage,p1,b,0,20,,\nspan,p1,b,12,16,PARTY,-\n"
	dir := folder(t, map[string]string{
		"txt/b.txt":       "LEASE made by Acme on May 1, 2020.\n",
		"txt/a.txt":       "SUPPLY AGREEMENT dated May 2, 2020.\n",
		"txt/.hidden.txt": "not a contract",
		"gold/1.csv":      gold,
		"lost/1.csv":      gold + "passage,p2,missing,0,5,,\n",
		"none/readme.md":  "no tables",
		"twice/b.txt":     "once",
		"twice/b.html":    "and again",
	})
	docs, notes, err := Corpus{Texts: filepath.Join(dir, "txt"), Gold: filepath.Join(dir, "gold")}.Load(t.Context())
	if err != nil || len(notes) != 0 {
		t.Fatalf("error %v, notes %v", err, notes)
	}
	var got []string
	for _, d := range docs {
		got = append(got, fmt.Sprintf("%s: %d passages, silver %v, sentences %v", d.Name, len(d.Gold), d.HasSilver, len(d.Sentences) > 0))
	}
	if got, want := strings.Join(got, "\n"), "a: 0 passages, silver true, sentences true\nb: 1 passages, silver true, sentences true"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	docs, _, err = Corpus{Texts: filepath.Join(dir, "txt"), Gold: filepath.Join(dir, "gold"), WithoutSilver: true}.Load(t.Context())
	if err != nil || len(docs) != 2 || docs[0].HasSilver || docs[0].Silver != nil || len(docs[1].Gold) != 1 {
		t.Errorf("without silver labels: %+v, %v", docs, err)
	}
	for name, c := range map[string]struct {
		corpus Corpus
		told   string
	}{
		"a passage without its text": {Corpus{Texts: filepath.Join(dir, "txt"), Gold: filepath.Join(dir, "lost")}, `"missing"`},
		"no tables":                  {Corpus{Texts: filepath.Join(dir, "txt"), Gold: filepath.Join(dir, "none")}, ".csv"},
		"two texts of one name":      {Corpus{Texts: filepath.Join(dir, "twice"), Gold: filepath.Join(dir, "gold")}, "rename one"},
		"no texts":                   {Corpus{Texts: filepath.Join(dir, "nowhere"), Gold: filepath.Join(dir, "gold")}, "nowhere"},
		"no answers":                 {Corpus{Texts: filepath.Join(dir, "txt"), Gold: filepath.Join(dir, "gold"), Answers: filepath.Join(dir, "no.csv")}, "no.csv"},
	} {
		if _, _, err := c.corpus.Load(t.Context()); err == nil || !strings.Contains(err.Error(), c.told) {
			t.Errorf("%s: error %v, want one with %s", name, err, c.told)
		}
	}
}
