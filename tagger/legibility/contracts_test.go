package legibility

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"covenant/extract/read"
	"covenant/tagger/train"
)

var (
	part  = flag.String("part", "train", "contracts to measure on: train (those held out) or dev")
	every = flag.Int("every", 8, "measure on every so many pages")
	model = flag.String("lm", "", "language model to measure, instead of the one in the program")
)

func judgeFor(t testing.TB) *Judge {
	t.Helper()
	j, err := Default()
	if *model != "" {
		j, err = Open(*model)
	}
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// A page is a page of a PDF, or a part as long as one of a text.
type page struct{ name, text string }

// contractPages returns pages of real contracts that the language model was not trained
// on.
func contractPages(t *testing.T, part string) []page {
	t.Helper()
	root := filepath.Join("..", "..", "..", "shared", "cuad", part)
	texts, err := filepath.Glob(filepath.Join(root, "txt", "*.txt"))
	if err != nil || len(texts) == 0 {
		t.Skipf("no contracts in %s", root)
	}
	var pages []page
	add := func(path string, all bool) bool {
		doc, err := read.Read(t.Context(), path)
		if err != nil || !all && !train.HeldOut(doc.Text) {
			return false
		}
		for _, p := range doc.Pages {
			for i, text := range Parts(p.Span.Of(doc.Text)) {
				pages = append(pages, page{fmt.Sprintf("%s %d.%d", filepath.Base(path), p.Number, i), text})
			}
		}
		return true
	}
	for _, path := range texts {
		if !add(path, part == "dev") {
			continue
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		for _, ending := range []string{".pdf", ".PDF"} {
			if pdf := filepath.Join(root, "pdf", name+ending); exists(pdf) {
				add(pdf, true)
			}
		}
	}
	return pages
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Of pages of real contracts hardly one is taken to be garbled, and when their text is
// spoilt nearly all are. With -v the figures are printed:
//
//	go test ./tagger/legibility -run Contracts -v -part dev -every 1
func TestContracts(t *testing.T) {
	j := judgeFor(t)
	var pages []page
	for i, p := range contractPages(t, *part) {
		if i%*every == 0 {
			pages = append(pages, p)
		}
	}
	texts := make([]string, len(pages))
	for i, p := range pages {
		texts[i] = p.text
	}
	scores, err := Scores(t.Context(), j.model, texts)
	if err != nil {
		t.Fatal(err)
	}
	var sound []string
	var told []float64
	flagged := 0
	for i, s := range scores {
		if s == 0 {
			continue
		}
		sound, told = append(sound, texts[i]), append(told, s)
		if j.garbled(texts[i], s) {
			flagged++
			t.Logf("%.2f bits: %s: %.120q", s, pages[i].name, strings.Join(strings.Fields(texts[i]), " "))
		}
	}
	slices.Sort(told)
	t.Logf("limit %.2f; %d pages, %d too short to tell; bits in the median %.2f, 99 %% up to %.2f, at most %.2f; %d flagged",
		j.Limit(), len(pages), len(pages)-len(told), told[len(told)/2], told[len(told)*99/100], told[len(told)-1], flagged)
	if share := float64(flagged) / float64(len(told)); share > 0.01 {
		t.Errorf("%.2f %% of the pages are flagged", 100*share)
	}
	for _, d := range damages() {
		rng := rand.New(rand.NewPCG(7, 7))
		spoilt := make([]string, len(sound))
		for i, text := range sound {
			spoilt[i] = d.do(rng, text)
		}
		scores, err := Scores(t.Context(), j.model, spoilt)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for i, s := range scores {
			if j.garbled(spoilt[i], s) {
				found++
			}
		}
		slices.Sort(scores)
		recall := float64(found) / float64(len(scores))
		t.Logf("%5.1f %%  bits in the median %5.2f  %s", 100*recall, scores[len(scores)/2], d.name)
		if recall < d.recall {
			t.Errorf("%s: %.3f of the pages are found, want %.2f", d.name, recall, d.recall)
		}
	}
}

func BenchmarkScores(b *testing.B) {
	j := judgeFor(b)
	text := strings.Repeat("The Buyer shall pay the Price within thirty (30) days of the Effective Date. ", 40)
	for b.Loop() {
		if _, err := Scores(b.Context(), j.model, []string{text, text, text, text, text, text, text, text, text, text}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(10*b.N)/b.Elapsed().Seconds(), "pages/s")
}
