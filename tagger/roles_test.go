package tagger

import (
	"context"
	"errors"
	"math"
	"testing"

	"covenant/extract"
	"covenant/extract/token"
)

// The role is that of the tags which are likeliest for exactly the given span,
// whatever the best tags of the text are.
func TestRoles(t *testing.T) {
	tags := map[string]string{"monday": "B-DATE-effective", "tuesday": "B-DATE-expiration", "euros": "B-AMOUNT-cap", "acme": "B-PARTY"}
	tagger := dictionary(t, tags, 10, 2, 9)
	const text = "acme monday tuesday for euros and acme"
	doc := &extract.Document{Path: "a.txt", Text: text}
	sents, err := token.Sentences(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	span := func(a, b int) extract.ByteSpan { return extract.ByteSpan{Start: a, End: b} }
	for _, c := range []struct {
		name    string
		element extract.Element
		want    extract.Role
	}{
		{"tagged so", extract.Element{Label: extract.Date, Span: span(5, 11)}, extract.RoleEffective},
		{"its neighbour", extract.Element{Label: extract.Date, Span: span(12, 19)}, extract.RoleExpiration},
		{"part of a token", extract.Element{Label: extract.Date, Span: span(13, 15)}, extract.RoleExpiration},
		{"an amount", extract.Element{Label: extract.Amount, Span: span(24, 29)}, extract.RoleCap},
		{"a label without roles", extract.Element{Label: extract.Party, Span: span(0, 4)}, ""},
		{"no token", extract.Element{Label: extract.Date, Span: span(4, 5)}, ""},
		{"beyond the text", extract.Element{Label: extract.Date, Span: span(400, 500)}, ""},
	} {
		roles, err := tagger.Roles(context.Background(), doc, sents, []extract.Element{c.element})
		if err != nil || likeliest(t, c.element.Label, roles[0]) != c.want {
			t.Errorf("%s: roles %v, want %q (%v)", c.name, roles[0], c.want, err)
		}
	}
	// A wrong label still has one of its own roles, and order does not matter.
	roles, err := tagger.Roles(context.Background(), doc, sents, []extract.Element{
		{Label: extract.Amount, Span: span(24, 29)}, {Label: extract.Duration, Span: span(5, 11)}, {Label: extract.Date, Span: span(5, 11)},
	})
	if err != nil || likeliest(t, extract.Amount, roles[0]) != extract.RoleCap || likeliest(t, extract.Duration, roles[1]) == "" ||
		likeliest(t, extract.Date, roles[2]) != extract.RoleEffective {
		t.Errorf("roles %v: %v", roles, err)
	}
	if roles, err := tagger.Roles(context.Background(), &extract.Document{}, nil, []extract.Element{{Label: extract.Date}}); err != nil || roles[0] != nil {
		t.Errorf("no text: %v, %v", roles, err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := tagger.Roles(ctx, doc, sents, []extract.Element{{Label: extract.Date, Span: span(5, 11)}}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// likeliest returns the role of the greatest of the probabilities, which must sum to
// one; none of nil.
func likeliest(t interface {
	Helper()
	Errorf(string, ...any)
}, l extract.Label, probabilities []float64) extract.Role {
	t.Helper()
	if probabilities == nil {
		return ""
	}
	best, sum := 0, 0.0
	for i, p := range probabilities {
		sum += p
		if p > probabilities[best] {
			best = i
		}
	}
	if math.Abs(sum-1) > 1e-9 || len(probabilities) != len(l.Roles()) {
		t.Errorf("probabilities %v of %d roles sum to %g", probabilities, len(l.Roles()), sum)
	}
	return l.Roles()[best]
}
