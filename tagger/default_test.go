package tagger

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
	"covenant/extract/token"
)

const supply = `SUPPLY AGREEMENT

This Supply Agreement (this "Agreement") is made as of March 3, 2019 by and between Harrow Mills, Inc., a Delaware corporation (the "Supplier"), and Quillon Foods LLC, an Ohio limited liability company (the "Buyer").

`

// The embedded model finds what no reader of contracts would miss, also behind
// many windows of text without elements.
func TestDefaultModel(t *testing.T) {
	tg, err := Default(Auto)
	if err != nil {
		t.Fatal(err)
	}
	filler := strings.Repeat("The goods are packed with care and sent by road to the place that was agreed.\n", 400)
	text := supply + filler + "\nThis Agreement shall be governed by the laws of the State of New York.\n"
	sentences, err := token.Sentences(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	elements, err := tg.Tag(context.Background(), &extract.Document{Text: text}, sentences)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range elements {
		got = append(got, string(e.Label)+" "+e.Span.Of(text))
	}
	want := []string{
		"TITLE SUPPLY AGREEMENT", "TITLE Supply Agreement", "DATE March 3, 2019", "PARTY Harrow Mills, Inc.",
		"ALIAS Supplier", "PARTY Quillon Foods LLC", "ALIAS Buyer", "GOVLAW State of New York",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
