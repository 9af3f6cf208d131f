package token

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"covenant/extract"
)

const shared = "../../../shared"

// trainText returns the text of a contract of the train part as it is read:
// without byte order mark.
func trainText(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(shared, "cuad/train/txt", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(string(b), "\ufeff")
}

func TestGoldSpansFallOnTokenBoundaries(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared, "gold/train/*.csv"))
	if len(files) == 0 {
		t.Skip("the gold spans are not here")
	}
	type doc struct {
		text         string
		index        *extract.RuneIndex
		starts, ends map[int]int // byte: sentence
	}
	docs := map[string]*doc{}
	get := func(name string) *doc {
		if d := docs[name]; d != nil {
			return d
		}
		d := &doc{text: trainText(t, name), starts: map[int]int{}, ends: map[int]int{}}
		d.index = extract.NewRuneIndex(d.text)
		for i, s := range sentences(t, d.text) {
			for _, k := range s.Tokens {
				d.starts[k.Start], d.ends[k.End] = i, i
			}
		}
		docs[name] = d
		return d
	}
	spans, on, within := 0, 0, 0
	for _, f := range files {
		r, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(r).ReadAll()
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if row[0] != "span" {
				continue
			}
			d := get(row[2])
			start, _ := strconv.Atoi(row[3])
			end, _ := strconv.Atoi(row[4])
			b := d.index.ByteSpan(extract.RuneSpan{Start: start, End: end})
			spans++
			s, ok1 := d.starts[b.Start]
			e, ok2 := d.ends[b.End]
			around := d.text[max(0, b.Start-20):min(len(d.text), b.End+20)]
			switch {
			case !ok1 || !ok2:
				t.Logf("%s: %q is not on token boundaries in %q", row[5], b.Of(d.text), around)
			case s != e:
				on++
				t.Logf("%s: %q goes over sentences", row[5], around)
			default:
				on++
				within++
			}
		}
	}
	t.Logf("%d of %d spans (%.2f %%) on token boundaries, %d (%.2f %%) within one sentence",
		on, spans, 100*float64(on)/float64(spans), within, 100*float64(within)/float64(spans))
	if float64(on) < 0.997*float64(spans) {
		t.Errorf("fewer than 99.7 %% of the spans are on token boundaries")
	}
	if float64(within) < 0.98*float64(spans) {
		t.Errorf("fewer than 98 %% of the spans are within one sentence")
	}
}

func BenchmarkSentences(b *testing.B) {
	files, _ := filepath.Glob(filepath.Join(shared, "cuad/train/txt/*.txt"))
	if len(files) == 0 {
		b.Skip("the contracts are not here")
	}
	var texts []string
	for _, f := range files[:min(60, len(files))] {
		texts = append(texts, trainText(b, strings.TrimSuffix(filepath.Base(f), ".txt")))
	}
	tokens := 0
	b.ReportAllocs()
	for b.Loop() {
		for _, t := range texts {
			for _, s := range sentences(b, t) {
				tokens += len(s.Tokens)
			}
		}
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}
