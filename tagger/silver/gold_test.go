package silver

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/extract/gold"
)

// TestAgainstGold labels every train contract that has gold passages and
// compares. A label that overlaps a passage counts, as in the product's own
// evaluation; exact means the same start, end and label.
func TestAgainstGold(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/gold/train/*.csv")
	if len(paths) == 0 {
		t.Skip("../shared/gold is not here")
	}
	passages, err := gold.ReadFiles(paths...)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("../../../shared/cuad/train/answers.csv")
	if err != nil {
		t.Skip("../shared/cuad is not here")
	}
	defer f.Close()
	answers, err := ReadAnswers(f)
	if err != nil {
		t.Fatal(err)
	}
	byDoc := map[string][]gold.Passage{}
	for _, p := range passages {
		byDoc[p.Doc] = append(byDoc[p.Doc], p)
	}
	docs := make([]string, 0, len(byDoc))
	for d := range byDoc {
		docs = append(docs, d)
	}
	sort.Strings(docs)
	type counts struct{ gold, silver, exact, role int }
	table := map[extract.Label]*counts{}
	roles := map[string]*counts{}
	for _, l := range extract.Labels() {
		table[l] = &counts{}
	}
	roleCount := func(l extract.Label, r extract.Role) *counts {
		k := fmt.Sprintf("%s/%s", l, r)
		if roles[k] == nil {
			roles[k] = &counts{}
		}
		return roles[k]
	}
	misses := strings.Builder{}
	for _, doc := range docs {
		b, err := os.ReadFile("../../../shared/cuad/train/txt/" + doc + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		spans, unknown := Label(text, nil, answers[doc])
		check(t, text, spans, unknown)
		index := extract.NewRuneIndex(text)
		want := map[Span]bool{}
		var bounds []extract.ByteSpan
		for _, p := range byDoc[doc] {
			bounds = append(bounds, index.ByteSpan(p.Span))
			for _, s := range p.Spans {
				want[Span{index.ByteSpan(s.RuneSpan), s.Label, s.Role}] = true
				table[s.Label].gold++
				roleCount(s.Label, s.Role).gold++
			}
		}
		within := func(s extract.ByteSpan) bool {
			for _, b := range bounds {
				if b.Overlaps(s) {
					return true
				}
			}
			return false
		}
		show := func(kind string, s Span) {
			around := text[max(0, s.Start-60):s.Start] + "[[" + s.Of(text) + "]]" + text[s.End:min(len(text), s.End+50)]
			fmt.Fprintf(&misses, "%s %s %s\t%s\t%.30s\n", kind, s.Label, s.Role, strings.ReplaceAll(around, "\n", "⏎"), doc)
		}
		hit := map[Span]bool{}
		for _, s := range spans {
			if !within(s.ByteSpan) {
				continue
			}
			table[s.Label].silver++
			roleCount(s.Label, s.Role).silver++
			found := false
			for w := range want {
				if w.ByteSpan == s.ByteSpan && w.Label == s.Label {
					table[s.Label].exact++
					found = true
					hit[w] = true
					if w.Role == s.Role {
						table[s.Label].role++
						roleCount(s.Label, s.Role).role++
					} else {
						show("ROLE want "+string(w.Role)+" got", s)
					}
				}
			}
			if !found {
				show("EXTRA", s)
			}
		}
		for w := range want {
			if !hit[w] {
				show("MISS", w)
			}
		}
	}
	if path := os.Getenv("SILVER_MISSES"); path != "" {
		if err := os.WriteFile(path, []byte(misses.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f1 := func(hit, silver, gold int) float64 { return 2 * float64(hit) / float64(max(silver+gold, 1)) }
	var all counts
	t.Logf("%-22s%6s%8s%8s%8s%8s%8s", "label", "gold", "silver", "P", "R", "F1", "role F1")
	for _, l := range extract.Labels() {
		c := table[l]
		all.gold, all.silver, all.exact, all.role = all.gold+c.gold, all.silver+c.silver, all.exact+c.exact, all.role+c.role
		t.Logf("%-22s%6d%8d%8.3f%8.3f%8.3f%8.3f", l, c.gold, c.silver, float64(c.exact)/float64(max(c.silver, 1)),
			float64(c.exact)/float64(max(c.gold, 1)), f1(c.exact, c.silver, c.gold), f1(c.role, c.silver, c.gold))
		for _, r := range l.Roles() {
			c := roleCount(l, r)
			t.Logf("  %-20s%6d%8d%32.3f", r, c.gold, c.silver, f1(c.role, c.silver, c.gold))
		}
	}
	micro := f1(all.exact, all.silver, all.gold)
	t.Logf("%-22s%6d%8d%24.3f%8.3f", "micro", all.gold, all.silver, micro, f1(all.role, all.silver, all.gold))
	if micro < floor {
		t.Errorf("micro F1 is %.3f, want at least %.3f", micro, floor)
	}
}

// floor is a little under what the patterns reach on the train passages.
const floor = 0.91

// check fails when spans or regions break what Label promises.
func check(t interface{ Fatalf(string, ...any) }, text string, spans []Span, unknown []extract.ByteSpan) {
	var all []extract.ByteSpan
	end := 0
	for _, s := range spans {
		if s.Start < end || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v is out of order or range", s)
		}
		end = s.End
		all = append(all, s.ByteSpan)
	}
	end = 0
	for _, u := range unknown {
		if u.Start < end || u.End <= u.Start || u.End > len(text) {
			t.Fatalf("region %v is out of order or range", u)
		}
		end = u.End
		all = append(all, u)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Start < all[j].Start })
	for i := 1; i < len(all); i++ {
		if all[i].Overlaps(all[i-1]) {
			t.Fatalf("%v and %v overlap", all[i-1], all[i])
		}
	}
}
