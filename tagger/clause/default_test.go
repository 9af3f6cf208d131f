package clause

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"covenant/extract"
)

// What everyone would find, the model in this program finds.
func TestDefault(t *testing.T) {
	f, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(f.Categories()); n != 29 || !slices.Contains(f.Kinds(), OtherKind) {
		t.Errorf("%d categories, kinds %v", n, f.Kinds())
	}
	const text = `SUPPLY AGREEMENT

This Supply Agreement is made as of May 1, 2019 between Acme, Inc. ("Acme") and Beta GmbH (the "Buyer").

1. Supply. Acme shall supply the products to the Buyer at its plant in Munich every month.

2. In no event shall either party's aggregate liability under this Agreement exceed the amounts paid by the Buyer in the twelve months before the claim.

3. Neither party may assign this Agreement without the prior written consent of the other party.

4. This Agreement shall be governed by and construed in accordance with the laws of the State of New York.
`
	clauses, _, err := f.Clauses(context.Background(), &extract.Document{Text: text}, sentences(t, text))
	if err != nil {
		t.Fatal(err)
	}
	for category, words := range map[string]string{
		"Cap On Liability": "aggregate liability", "Anti-Assignment": "may assign", "Governing Law": "State of New York",
	} {
		if !slices.ContainsFunc(clauses, func(c extract.Clause) bool {
			return c.Category == category && strings.Contains(c.Span.Of(text), words)
		}) {
			t.Errorf("no %s among %+v", category, clauses)
		}
	}
	if slices.ContainsFunc(clauses, func(c extract.Clause) bool { return strings.Contains(c.Span.Of(text), "Munich") }) {
		t.Errorf("a clause where there is none: %+v", clauses)
	}
	for file, want := range map[string]string{"maintenance.txt": "Maintenance"} {
		text := fixture(t, file)
		if _, kind, err := f.Clauses(context.Background(), &extract.Document{Text: text}, sentences(t, text)); err != nil || kind.Name != want {
			t.Errorf("%s: kind %+v, want %s: %v", file, kind, want, err)
		}
	}
}

func fixture(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "fixtures", "contracts", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func BenchmarkFind(b *testing.B) {
	f, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	doc := &extract.Document{Text: strings.Repeat(fixture(b, "maintenance.txt")+"\n\n", 20)}
	s, tokens := sentences(b, doc.Text), 0
	for _, x := range s {
		tokens += len(x.Tokens)
	}
	b.ResetTimer()
	for b.Loop() {
		if _, err := f.Find(context.Background(), doc, s); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*tokens)/b.Elapsed().Seconds(), "tokens/s")
}

// The kind comes with the head that it was told by and the others, the likeliest first.
func TestKindAndOthers(t *testing.T) {
	f, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	text := fixture(t, "maintenance.txt")
	s := sentences(t, text)
	found, err := f.Find(context.Background(), &extract.Document{Text: text}, s)
	if err != nil {
		t.Fatal(err)
	}
	k := found.Kind
	sum, last := k.Confidence, k.Confidence
	for _, o := range k.Others {
		if o.Confidence > last || o.Name == k.Name {
			t.Errorf("%+v comes after %g of %s", o, last, k.Name)
		}
		sum, last = sum+o.Confidence, o.Confidence
	}
	if want, _ := head(s, headTokens); k.Span != want || len(k.Others)+1 != len(f.Kinds()) || sum < 0.999 || sum > 1.001 {
		t.Errorf("told by %v, %d others, all together %g", k.Span, len(k.Others), sum)
	}
	if clauses, kind := found.Recorded(); len(clauses) != len(found.Clauses) || kind != k.Kind {
		t.Errorf("recorded %d of %d clauses and %v", len(clauses), len(found.Clauses), kind)
	}
}
