package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"

	"covenant/extract"
	"covenant/extract/explain"
	"covenant/tagger/classify"
)

// decider answers "effective" for every element, because of the first word.
type decider struct {
	anyRoles
	err error
}

func (d decider) DecideRoles(_ context.Context, _ *extract.Document, sentences []extract.Sentence, elements []extract.Element) ([]*classify.Decision, error) {
	out := make([]*classify.Decision, len(elements))
	for i := range out {
		out[i] = &classify.Decision{Class: "effective", Probability: 0.8, Decisive: []classify.Position{{Span: sentences[0].Tokens[0], Weight: 1}}}
	}
	return out, d.err
}

func TestExplain(t *testing.T) {
	const text = "Café – by Acme today.\n"
	dir := folder(t, map[string]string{"a.txt": text, "empty.txt": ""})
	byTags, byModel := []float64{0.5, 0.3, 0.2, 0}, []float64{0.1, 0.8, 0.1, 0}
	opts := Options{Tagger: dateTagger{p: byTags}, Roles: decider{anyRoles: anyRoles{byModel}}}
	x, err := Explain(t.Context(), filepath.Join(dir, "a.txt"), opts)
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Decisions) != 1 || len(x.Elements) != 1 || x.Record.Elements[0].Role != extract.RoleEffective {
		t.Fatalf("explanation %+v", x)
	}
	d := x.Decisions[0]
	if d.Kind != explain.OfRole || d.Element != 0 || d.Answer != "effective" || d.Span.Of(text) != "Acme" || len(d.Others) != 3 || d.Others[0].Answer != "agreement" {
		t.Errorf("decision %+v", d)
	}
	if o := d.Opinions; len(o) != 2 || o[0].Answer != "agreement" || o[0].Probability != 0.5 || o[1].Answer != "effective" || o[1].Probability != 0.8 {
		t.Errorf("opinions %+v: the tags said agreement before the classifier was asked", o)
	}

	// As JSON, places count code points.
	out := NewExplained(x)
	if d := out.Decisions[0]; *d.Element != 0 || d.Start != 10 || d.End != 14 || d.Words[0].Text != "Café" || d.Words[0].End != 4 || len(out.Sentences) != 1 || out.Sentences[0].Tokens != nil {
		t.Errorf("ready for JSON: %+v", d)
	}
	if b, err := json.Marshal(out); err != nil || !json.Valid(b) {
		t.Errorf("%s: %v", b, err)
	}

	// Without a classifier that tells its words the tags decide, and there are none.
	opts.Roles = nil
	x, err = Explain(t.Context(), filepath.Join(dir, "a.txt"), opts)
	if err != nil || x.Decisions[0].Answer != "agreement" || x.Decisions[0].Opinions != nil || x.Decisions[0].Words != nil {
		t.Errorf("by tags alone: %+v, %v", x, err)
	}
	// Elements without probabilities of roles need no explanation.
	opts.Tagger = wordTagger{}
	if x, err = Explain(t.Context(), filepath.Join(dir, "a.txt"), opts); err != nil || len(x.Decisions) != 0 || len(x.Elements) != 1 {
		t.Errorf("no roles: %+v, %v", x, err)
	}
	if _, err := Explain(t.Context(), filepath.Join(dir, "empty.txt"), opts); !errors.Is(err, extract.ErrNoTextLayer) {
		t.Errorf("an empty file: %v", err)
	}
	broken := errors.New("broken")
	opts.Tagger, opts.Roles = dateTagger{p: byTags}, decider{err: broken}
	if _, err := Explain(t.Context(), filepath.Join(dir, "a.txt"), opts); !errors.Is(err, broken) {
		t.Errorf("a broken classifier: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Explain(ctx, filepath.Join(dir, "a.txt"), opts); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
