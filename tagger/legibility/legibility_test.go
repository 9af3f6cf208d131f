package legibility

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/extract/read"
	"covenant/tagger/lm"
)

const clause = `7.2 Either party may terminate this Agreement upon thirty (30) days' prior written notice to the other party if
the other party commits a material breach of any of its obligations hereunder and fails to remedy such breach within the
said period. Upon termination, all rights and licenses granted to the Distributor shall cease immediately, and the
Distributor shall return to the Company all Confidential Information in its possession. The provisions of Sections 5, 6
and 9 shall survive any expiration or termination of this Agreement. This Agreement shall be governed by and construed
in accordance with the laws of the State of Delaware, without regard to its conflict of laws provisions.
`

func TestJudge(t *testing.T) {
	j := judgeFor(t)
	rng := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct {
		name, text    string
		judged, sound bool
	}{
		{"prose", clause, true, true},
		{"prose in capitals", strings.ToUpper(clause), true, true},
		{"a table of numbers", strings.Repeat("Year 1    $1,250,000    12.5%    03/31/2020\n", 20), true, true},
		{"a page for signatures", strings.Repeat("By: ______________________\nName: John A. Smith\nTitle: Chief Executive Officer\nDate: ____________\n\nACME HOLDINGS, INC.\n\n", 3), true, true},
		{"names and addresses", "Schedule A\n\nBoards of Directors\n\nJane Doe, 12 Main Street, Springfield, Illinois 62701\nPedro Álvarez, Calle de Alcalá 45, 28014 Madrid, Spain\nMüller & Söhne GmbH, Hauptstraße 7, 80331 München, Germany\nWei Zhang, 88 Nanjing Road, Shanghai 200001, China\nDatamonix Ltd, Unit 4, Bristol BS1 4ST, United Kingdom\n", true, true},
		{"dot leaders", strings.Repeat("1.1 Definitions ................................................ 12\n", 20), true, true},
		{"too short", "IN WITNESS WHEREOF", false, true},
		{"nothing", "", false, true},
		{"lines only", strings.Repeat("________________________\n", 40), false, true},
		{"another script", strings.Repeat("Настоящий Договор регулируется законодательством Российской Федерации. ", 20), false, true},
		{"substitution", substitution(rng, clause), true, false},
		{"letters apart", spaced(nil, clause), true, false},
		{"glyph numbers", glyphNumbers(nil, clause), true, false},
		{"base64", base64Lines(rng, clause), true, false},
		{"private use area", shift(0xF000)(nil, clause), true, false},
		{"text recognition", recognition(0.2)(rng, clause), true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := &extract.Document{Text: c.text, Pages: []extract.Page{{Span: extract.ByteSpan{End: len(c.text)}}}}
			if err := j.Judge(t.Context(), doc); err != nil {
				t.Fatal(err)
			}
			p := doc.Pages[0]
			if (p.BitsPerCharacter > 0) != c.judged || p.Garbled == c.sound {
				t.Errorf("%.2f bits per character, garbled: %v", p.BitsPerCharacter, p.Garbled)
			}
		})
	}
}

// A page is judged by itself: others beside it change nothing.
func TestPagesAreJudgedAlone(t *testing.T) {
	j := judgeFor(t)
	bad := substitution(rand.New(rand.NewPCG(1, 1)), clause)
	doc := &extract.Document{Text: clause + bad + clause}
	at := 0
	for i, n := range []int{len(clause), len(bad), len(clause)} {
		doc.Pages = append(doc.Pages, extract.Page{Number: i + 1, Span: extract.ByteSpan{Start: at, End: at + n}})
		at += n
	}
	if err := j.Judge(t.Context(), doc); err != nil {
		t.Fatal(err)
	}
	if p := doc.Pages; p[0].Garbled || !p[1].Garbled || p[2].Garbled || p[0].BitsPerCharacter != p[2].BitsPerCharacter {
		t.Errorf("%+v", p)
	}
}

// The contracts that the program comes with are sound, on every page.
func TestFixturesAreSound(t *testing.T) {
	j := judgeFor(t)
	paths, err := filepath.Glob(filepath.Join("..", "..", "fixtures", "contracts", "*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("fixtures %v, %v", paths, err)
	}
	judged := 0
	for _, path := range paths {
		doc, err := read.Read(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Judge(t.Context(), doc); err != nil {
			t.Fatal(err)
		}
		for _, p := range doc.Pages {
			if p.BitsPerCharacter > 0 {
				judged++
			}
			if p.Garbled {
				t.Errorf("%s, page %d: %.2f bits per character", filepath.Base(path), p.Number, p.BitsPerCharacter)
			}
		}
	}
	if judged < len(paths) {
		t.Errorf("%d pages of %d documents were judged", judged, len(paths))
	}
}

func TestRefusedModels(t *testing.T) {
	corpus := new(lm.Corpus)
	for range 4 {
		corpus.Add([][]string{lm.Spell("the buyer shall pay the price")}, false)
	}
	o := lm.DefaultCharacterOptions()
	o.Dim, o.Hidden, o.MinCount, o.Epochs = 4, 4, 1, 1
	few, err := lm.Train(t.Context(), corpus, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	o.Unit = lm.Words
	words, err := lm.Train(t.Context(), corpus, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "words.lm")
	if err := words.Save(path); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		open func() (*Judge, error)
		want error
	}{
		{"without a limit", func() (*Judge, error) { return New(few) }, ErrNoLimit},
		{"of words", func() (*Judge, error) { return New(words) }, ErrWords},
		{"of words, from a file", func() (*Judge, error) { return Open(path) }, ErrWords},
		{"no such file", func() (*Judge, error) { return Open(path + "x") }, os.ErrNotExist},
	} {
		if _, err := c.open(); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
}

func TestJudgeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	doc := &extract.Document{Text: clause, Pages: []extract.Page{{Span: extract.ByteSpan{End: len(clause)}}}}
	if err := judgeFor(t).Judge(ctx, doc); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestLimit(t *testing.T) {
	scores := make([]float64, 0, 1100)
	for i := range 1000 {
		scores = append(scores, 1+float64(i)/1000)
	}
	scores = append(scores, make([]float64, 100)...) // not judged
	if got, want := Limit(scores), 1.994+margin; math.Abs(got-want) > 1e-9 {
		t.Errorf("limit %v, want %v", got, want)
	}
	if got := Limit(scores[:fewestPages-1]); got != 0 {
		t.Errorf("limit %v of too few pages", got)
	}
}

// Stretches are cut at whole characters, never overlap, lie in the text and reach its end.
func TestSample(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aB9 .é漢\U0001F58B\n")), 0, 3000, -1).Draw(t, "text")
		at := places(len(text))
		for i, p := range at {
			if p < 0 || p > len(text) || i > 0 && p < at[i-1]+stretchBytes/2 {
				t.Fatalf("stretches at %v of %d bytes", at, len(text))
			}
		}
		if n := len(at); n > 0 && at[n-1]+stretchBytes < len(text) {
			t.Fatalf("the end of %d bytes is not reached: %v", len(text), at)
		}
		for _, s := range sample(text) {
			if len(s.symbols) != len(s.weights) || strings.Contains(strings.Join(s.symbols, ""), "\uFFFD") {
				t.Fatalf("stretch %q with %d weights", s.symbols, len(s.weights))
			}
		}
	})
}

func FuzzScores(f *testing.F) {
	f.Add(clause)
	f.Add("\xff\xfe" + strings.Repeat("\x80", 300))
	f.Add(strings.Repeat("\U0001F58B", 200))
	j := judgeFor(f)
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "?")
		}
		got, err := Scores(t.Context(), j.model, []string{clause, text})
		if err != nil {
			t.Fatal(err)
		}
		if !(got[0] > 0 && got[1] >= 0 && got[1] < 100) {
			t.Fatalf("scores %v", got)
		}
	})
}

func TestParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(rapid.StringN(0, 50, -1).Draw(t, "text"), rapid.IntRange(0, 300).Draw(t, "times"))
		parts := Parts(text)
		if strings.Join(parts, "") != text {
			t.Fatal("the parts are not the text")
		}
		for _, p := range parts {
			if len(p) > partBytes*3/2 || !utf8.ValidString(p) {
				t.Fatalf("part of %d bytes", len(p))
			}
		}
	})
}
