package resolve

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

func TestReadWeights(t *testing.T) {
	for _, test := range []struct {
		name, in string
		want     Weights
	}{
		{"nothing", "", Weights{}},
		{"comments and empty lines", "# learned yesterday\n\nterm\tbias\t-1.5\n", Weights{extract.FieldTerm: {"bias": -1.5}}},
		{"two fields", "term\tbias\t1\nparty\tbias\t2\nterm\tdays\t3\n", Weights{extract.FieldTerm: {"bias": 1, "days": 3}, extract.FieldParty: {"bias": 2}}},
		{"no line break at the end", "title\tbias\t.25", Weights{extract.FieldTitle: {"bias": .25}}},
		{"line breaks of Windows", "title\tbias\t1e-2\r\n", Weights{extract.FieldTitle: {"bias": .01}}},
	} {
		got, err := ReadWeights(strings.NewReader(test.in))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestReadWeightsRefuses(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"a cell too few", "term\tbias\t1\nterm\tdays\n", "line 2 has 2 cells, not field, feature and weight"},
		{"a cell too many", "term\tbias\t1\t2\n", "line 1 has 4 cells"},
		{"another kind of file", "file,term\nlease,P5Y\n", "line 1 has 1 cells"},
		{"a field that is none", "# first\nlength\tbias\t1\n", `line 2: unknown field "length"`},
		{"words for a weight", "term\tbias\tgreat\n", `line 1: "great" is no weight`},
		{"no number", "term\tbias\tNaN\n", `line 1: "NaN" is no weight`},
		{"an infinite weight", "term\tbias\t-Inf\n", `line 1: "-Inf" is no weight`},
		{"a weight that makes scores infinite", "term\tbias\t-1e7\n", `line 1: "-1e7" is no weight`},
		{"a weight past all numbers", "term\tbias\t1e999\n", `line 1: "1e999" is no weight`},
		{"an endless line", "term\t" + strings.Repeat("x", 1<<17) + "\t1\n", "token too long"},
	} {
		w, err := ReadWeights(strings.NewReader(test.in))
		if w != nil || err == nil || !strings.HasPrefix(err.Error(), "reading weights: ") || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: weights %v, error %v; want %q", test.name, w, err, test.want)
		}
	}
}

var errDisk = errors.New("disk gone")

// broken can be neither read nor written.
type broken struct{}

func (broken) Read([]byte) (int, error)  { return 0, errDisk }
func (broken) Write([]byte) (int, error) { return 0, errDisk }

func TestWeightsOnABrokenDisk(t *testing.T) {
	if _, err := ReadWeights(broken{}); !errors.Is(err, errDisk) {
		t.Errorf("reading: %v", err)
	}
	if n, err := Default().WriteTo(broken{}); n != 0 || !errors.Is(err, errDisk) {
		t.Errorf("writing: %d bytes, %v", n, err)
	}
}

// written is what WriteTo writes, which must know its length.
func written(t *testing.T, w Weights) string {
	t.Helper()
	var b bytes.Buffer
	n, err := w.WriteTo(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatalf("wrote %d of %d bytes: %v", n, b.Len(), err)
	}
	return b.String()
}

func TestWriteWeights(t *testing.T) {
	got := written(t, Weights{
		extract.FieldParty: {"signs": 2, "bias": -0.00004, "alias": 1.23456},
		extract.FieldTitle: {"bias": 12},
		extract.FieldTerm:  {},
	})
	want := "title\tbias\t12.0000\nparty\talias\t1.2346\nparty\tbias\t-0.0000\nparty\tsigns\t2.0000\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDefaultWeights(t *testing.T) {
	w := Default()
	for _, field := range LearningOrder() {
		if len(w[field]) == 0 {
			t.Errorf("no weights of %s", field)
		}
	}
	if len(w) != len(extract.FieldNames()) {
		t.Errorf("weights of %d fields, want %d", len(w), len(extract.FieldNames()))
	}
	if diff := cmp.Diff(embedded, written(t, w)); diff != "" {
		t.Errorf("they are not in the form in which they are written: %s", diff)
	}
}

// What is read, is written with four decimals and read the same from then on.
func FuzzReadWeights(f *testing.F) {
	f.Add([]byte("term\tbias\t1\n# and\nparty\tintroduced-after\t-2.5e-3"))
	f.Add([]byte("title\t\t0x1p-2\r\n\r\ntitle\t\t1e6"))
	f.Add([]byte("term\tbias\tNaN"))
	f.Fuzz(func(t *testing.T, in []byte) {
		w, err := ReadWeights(bytes.NewReader(in))
		if err != nil {
			return
		}
		text := written(t, w)
		again, err := ReadWeights(strings.NewReader(text))
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, text)
		}
		for field, of := range w {
			if len(again[field]) != len(of) {
				t.Fatalf("%s has %d weights, %d were written", field, len(again[field]), len(of))
			}
			for name, x := range of {
				if y := again[field][name]; y-x > 5.1e-5 || x-y > 5.1e-5 {
					t.Fatalf("%s %q is %v, %v was written", field, name, y, x)
				}
			}
		}
		if twice := written(t, again); twice != text {
			t.Fatalf("written again it is\n%s\nnot\n%s", twice, text)
		}
	})
}

var _ io.WriterTo = Weights{}

// Every pattern compiles, also those that no test happens to use.
func TestPatterns(t *testing.T) {
	for _, clues := range [][]clue{agreementClues, effectiveClues, expirationClues, termClues, renewalClues, isNotice,
		nonRenewalClues, terminationClues, governsClues, settlesClues, titleClues, totalClues} {
		for _, c := range clues {
			if c.words() == nil || c.name == "" {
				t.Errorf("clue %q", c.name)
			}
		}
	}
	for _, c := range countsFrom {
		c.words()
	}
	for _, w := range ways {
		w.words()
	}
	for _, p := range []pattern{actsAs, amendmentHeading, attachmentHeading, attachmentNamed, beginsLater, beginsOn, besidesTerm, bodyBegins,
		contractHeading, dateLine, endless, executed, farApart, footer, fromOwn, listed, ofTheTerm, ownDay, ownPreamble, proseAfter, renewedBy,
		renewing, signature, signed, standsForAnother, startsAfter, together, whole, witness} {
		p()
	}
}
