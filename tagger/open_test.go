package tagger

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"covenant/tagger/kernel"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.model")
	if err := dictionary(t, names, 10, 2, 9).model.Save(path); err != nil {
		t.Fatal(err)
	}
	tagger, err := Open(path, Auto)
	if err != nil {
		t.Fatal(err)
	}
	text := "by Acme Corp"
	if got, want := show(text, tag(t, tagger, text)), "PARTY[Acme Corp]0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if id := tagger.ID(); !strings.HasPrefix(id, "test-") || len(id) != len("test-")+12 {
		t.Errorf("ID() = %q, want the name and 12 hexadecimal digits", id)
	}
	other := dictionary(t, names, 11, 2, 9)
	if err := other.model.Save(path); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path, Auto)
	if err != nil {
		t.Fatal(err)
	}
	if again.ID() == tagger.ID() {
		t.Errorf("two models have the ID %s", again.ID())
	}
	if _, err := Open(filepath.Join(dir, "none.model"), Auto); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

// The embedded model is really one that was trained on contracts.
func TestDefault(t *testing.T) {
	tagger, err := Default(Auto)
	if errors.Is(err, model.ErrNotModel) {
		t.Skip("no default model is embedded")
	} else if err != nil {
		t.Fatal(err)
	}
	text := `DISTRIBUTION AGREEMENT

This Distribution Agreement is made as of January 1, 2019 by and between Acme Widgets, Inc., a Delaware corporation (the "Company"), and Beta Trading LLC (the "Distributor").

The term of this Agreement shall be five (5) years. This Agreement shall be governed by the laws of the State of New York.
`
	got := show(text, tag(t, tagger, text))
	for _, want := range []string{"PARTY[Acme Widgets, Inc.]", "PARTY[Beta Trading LLC]", "[January 1, 2019]", "GOVLAW[State of New York]", "DURATION-term[five (5) years]"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

func TestPrecision(t *testing.T) {
	m := dictionary(t, names, 10, 2, 9).model
	text := "by Acme Corp on March 1, 2020"
	for _, c := range []struct {
		p        Precision
		fit      bool
		int8     bool
		rejected bool
	}{
		{FP32, true, false, false},
		{Int8, false, true, false},
		{Auto, false, false, false},
		{Auto, true, kernel.HasInt8(), false},
		{"fp64", true, false, true},
		{"", true, false, true},
	} {
		m.Info.Int8 = c.fit
		m.Net.Prepare(false)
		tagger, err := New(m, c.p)
		if c.rejected {
			if !errors.Is(err, ErrPrecision) {
				t.Errorf("precision %q: error %v, want %v", c.p, err, ErrPrecision)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.HasSuffix(tagger.ID(), "-int8"); got != c.int8 {
			t.Errorf("precision %q, fit %v: 8 bits are used: %v, want %v", c.p, c.fit, got, c.int8)
		}
		if got, want := show(text, tag(t, tagger, text)), show(text, tag(t, newTagger(t, m), text)); got != want {
			t.Errorf("precision %q: got %s, want %s", c.p, got, want)
		}
	}
	// A model serves the precision that was asked for last.
	numbers := func(p Precision) string {
		tagger, err := New(m, p)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(tag(t, tagger, text))
	}
	fp32, rounded := numbers(FP32), numbers(Int8)
	if fp32 == rounded || numbers(FP32) != fp32 {
		t.Error("after 8 bits, single precision does not give what it gave before")
	}
	gru := blank(t, nil, 2, 2, 10, 2)
	gru.Net.Stack[0].Cells[0] = nn.NewGRU("gru", gru.Net.Config.Input(), 2, false, rand.New(rand.NewPCG(1, 1)))
	if _, err := New(gru, Int8); !errors.Is(err, ErrPrecision) || !errors.Is(err, nn.ErrInt8) {
		t.Errorf("8 bits of a GRU: error %v", err)
	}
}
