package train

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/extract/gold"
	"covenant/extract/token"
	"covenant/tagger/bio"
	"covenant/tagger/nn"
	"covenant/tagger/silver"
)

func TestGoldLabels(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"no spans", "Before. ((The parties agree.)) After.", "The parties agree ."},
		{"a span", "((by <PARTY|Acme Corp> now))", "by Acme/B-PARTY Corp/I-PARTY now"},
		{"with a role", "((on <DATE-effective|March 1> it))", "on March/B-DATE-effective 1/I-DATE-effective it"},
		{"without its role", "((on <DATE|March 1> it))", "on March/B-DATE* 1/I-DATE* it"},
		{"two that touch", "((<PARTY|Acme> <PARTY|Beta>))", "Acme/B-PARTY Beta/B-PARTY"},
		{"code points beyond ASCII before it", "Né à Genève – “Σ” 契約 𝔊. ((für <PARTY|Société Générale> und))", "für Société/B-PARTY Générale/I-PARTY und"},
		{"and inside it", "((“<ALIAS|Über𝔊>” ist))", "“ Über𝔊/B-ALIAS ” ist"},
		{"a part of a token takes it whole", "((by <PARTY|Ac>me C<PARTY|orp> now))", "by Acme/B-PARTY Corp/B-PARTY now"},
		{"white space around a span", "((by<PARTY| Acme Corp > now))", "by Acme/B-PARTY Corp/I-PARTY now"},
		{"a span of nothing", "((by <PARTY|>Acme now))", "by Acme now"},
		{"a span over the passage's end", "((by <PARTY|Acme)) Corp> now", "by Acme/B-PARTY"},
		{"a span over the passage's beginning", "by <PARTY|Acme ((Corp> now))", "Corp/B-PARTY now"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := labelledOf(t, c.in)
			if len(l.gold) != 1 {
				t.Fatalf("%d passages, want 1", len(l.gold))
			}
			r := l.gold[0]
			if got := show(l, r.from, r.sets); got != c.want || r.to-r.from != len(r.sets) {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
	if l := labelledOf(t, "Some words (( )) and more."); len(l.gold) != 0 {
		t.Errorf("a passage without a token gives %d regions", len(l.gold))
	}
}

func TestSilverLabels(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"nothing", "The parties agree.", "The parties agree ."},
		{"a span", "by [PARTY|Acme Corp] now", "by Acme/B-PARTY Corp/I-PARTY now"},
		{"every role", "in [DURATION|two years] or", "in two/B-DURATION* years/I-DURATION* or"},
		{"unknown", "by {{Acme Corp}} now", "by Acme/? Corp/? now"},
		{"unknown and known", "[ALIAS|Acme] {{Corp}} now", "Acme/B-ALIAS Corp/? now"},
		{"a person has read", "by [PARTY|Acme Corp] ((by [ALIAS|Beta] <PARTY|Gamma> {{it}} now)) by [ALIAS|Delta]",
			"by Acme/B-PARTY Corp/I-PARTY by Beta Gamma/B-PARTY it now by Delta/B-ALIAS"},
		{"a span into a passage", "by [PARTY|Acme ((Corp] it)) now", "by Acme/B-PARTY Corp it now"},
		{"a span out of a passage", "((by [PARTY|Acme)) Corp East] now", "by Acme Corp/? East/? now"},
		{"a span around a passage", "[PARTY|Acme ((Corp)) East] now", "Acme/B-PARTY Corp East/? now"},
		{"a span that the person has too", "((by <PARTY|[PARTY|Acme>)) Corp] now", "by Acme/B-PARTY Corp/? now"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := labelledOf(t, c.in)
			if got := show(l, 0, l.silver); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestLabelRefusesWhatTheSchemeLacks(t *testing.T) {
	m := modelOf(t, &Document{})
	d := read(t, "((by <PARTY|Acme> now)) [ALIAS|Beta]")
	d.Gold[0].Spans[0].Role = extract.RoleTerm
	if _, err := label(d, m); err == nil || !strings.Contains(err.Error(), "p0") {
		t.Errorf("gold PARTY with a role: error %v, want one that names the passage", err)
	}
	d = read(t, "by [PARTY|Acme] now")
	d.Silver[0].Label = "PERSON"
	if _, err := label(d, m); err == nil || !strings.Contains(err.Error(), d.Name) {
		t.Errorf("silver PERSON: error %v, want one that names the document", err)
	}
}

func TestGoldExamples(t *testing.T) {
	l := labelledOf(t, "one two three ((four <PARTY|five>)) six seven eight ((<ALIAS|nine>)) ten")
	all := nn.AllTags(bio.Default().Tags())
	cases := []struct {
		context int
		want    []string
	}{
		{0, []string{"four five/B-PARTY", "nine/B-ALIAS"}},
		{1, []string{"three/? four five/B-PARTY six/?", "eight/? nine/B-ALIAS ten/?"}},
		{4, []string{"one/? two/? three/? four five/B-PARTY six/? seven/? eight/? nine/?", "five/? six/? seven/? eight/? nine/B-ALIAS ten/?"}},
	}
	for _, c := range cases {
		examples := l.goldExamples(100, c.context, all)
		if len(examples) != 2 {
			t.Fatalf("context %d: %d examples, want 2", c.context, len(examples))
		}
		for i, e := range examples {
			from := l.gold[i].from - e.from
			if got := show(l, from, e.sets); got != c.want[i] {
				t.Errorf("context %d: got %s, want %s", c.context, got, c.want[i])
			}
			if e.to-e.from != len(l.gold[i].sets) {
				t.Errorf("context %d: scored tokens [%d, %d), the passage has %d", c.context, e.from, e.to, len(l.gold[i].sets))
			}
			for f, ids := range e.seq.IDs {
				if !slices.Equal(ids, l.seq.IDs[f][from:from+e.len()]) {
					t.Errorf("context %d: ids of field %d are of other tokens", c.context, f)
				}
			}
		}
	}
}

func TestSilverExamples(t *testing.T) {
	l := labelledOf(t, "One two three.\n\nBy [PARTY|Acme Corp] now.\n\n{{Eight}} nine ten eleven twelve thirteen fourteen.")
	var got []string
	at := 0
	for _, e := range l.silverExamples(6) {
		got = append(got, fmt.Sprintf("%s (%d)", show(l, at, e.sets), e.elements))
		if e.from != 0 || e.to != e.len() {
			t.Errorf("scored tokens [%d, %d) of %d", e.from, e.to, e.len())
		}
		for f, ids := range e.seq.IDs {
			if !slices.Equal(ids, l.seq.IDs[f][at:at+e.len()]) {
				t.Errorf("ids of field %d are of other tokens", f)
			}
		}
		at += e.len()
	}
	want := []string{"One two three . (0)", "By Acme/B-PARTY Corp/I-PARTY now . (2)", "Eight/? nine ten eleven twelve thirteen (1)", "fourteen . (0)"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if at != len(l.tokens) {
		t.Errorf("examples have %d tokens of %d", at, len(l.tokens))
	}
}

// A span over the border of two windows must not make the second impossible.
func TestSilverSpanOverAWindowsBorder(t *testing.T) {
	l := labelledOf(t, "one two three [PARTY|four five six] seven")
	var got []string
	at := 0
	for _, e := range l.silverExamples(5) {
		got = append(got, show(l, at, e.sets))
		at += e.len()
	}
	want := []string{"one two three four/B-PARTY five/I-PARTY", "six/? seven"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if got := show(l, 5, l.silver[5:6]); got != "six/I-PARTY" {
		t.Errorf("the document's own tags changed: %s", got)
	}
}

// possible reports whether some sequence that the tag scheme allows lies inside
// the sets: others teach nothing.
func possible(sets []nn.TagSet, k int) bool {
	var reach nn.TagSet
	for i, set := range sets {
		var next nn.TagSet
		for to := range k {
			if !set.Has(to) {
				continue
			}
			for from := range k {
				if i == 0 && bio.First(to) || i > 0 && reach.Has(from) && bio.Allowed(from, to) {
					next |= 1 << to
				}
			}
		}
		reach = next
	}
	return reach != 0
}

// However spans, passages, unknown regions and windows fall on each other,
// every example has a labelling, and no token is lost.
func TestEveryExampleIsPossible(t *testing.T) {
	scheme := bio.Default()
	k := scheme.Tags()
	m := modelOf(t, &Document{})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"Acme", "é𝔊", "and.", ",", "x.\n\n", "$5"}), 1, 60).Draw(t, "words"), " ")
		d := &Document{Text: text}
		var err error
		if d.Sentences, err = token.Sentences(t.Context(), text); err != nil {
			t.Fatal(err)
		}
		// disjoint draws spans that do not overlap.
		disjoint := func(name string) []extract.ByteSpan {
			var out []extract.ByteSpan
			for at := 0; ; {
				at += rapid.IntRange(0, 25).Draw(t, name+" gap")
				end := at + rapid.IntRange(0, 25).Draw(t, name+" length")
				if end > len(text) {
					return out
				}
				out = append(out, extract.ByteSpan{Start: at, End: end})
				at = end
			}
		}
		types := rapid.SampledFrom(append(scheme.Types, bio.Type{Label: extract.Date}))
		for _, s := range disjoint("silver") {
			typ := types.Draw(t, "type")
			d.Silver = append(d.Silver, silver.Span{ByteSpan: s, Label: typ.Label, Role: typ.Role})
		}
		d.Unknown = disjoint("unknown")
		golds := disjoint("gold")
		runes := extract.NewRuneIndex(text)
		for _, p := range disjoint("passage") {
			passage := gold.Passage{Span: runes.RuneSpan(p)}
			for _, s := range golds {
				if p.Overlaps(s) {
					typ := types.Draw(t, "type")
					passage.Spans = append(passage.Spans, gold.Span{RuneSpan: runes.RuneSpan(s), Label: typ.Label, Role: typ.Role})
				}
			}
			d.Gold = append(d.Gold, passage)
		}
		l, err := label(d, m)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range l.goldExamples(rapid.IntRange(1, 5).Draw(t, "gold window"), rapid.IntRange(0, 5).Draw(t, "context"), nn.AllTags(k)) {
			if !possible(e.sets, k) {
				t.Fatalf("gold example %d is impossible: %v", i, e.sets)
			}
		}
		n := 0
		for i, e := range l.silverExamples(rapid.IntRange(1, 20).Draw(t, "window")) {
			if n += e.len(); !possible(e.sets, k) {
				t.Fatalf("silver example %d is impossible: %v", i, e.sets)
			}
		}
		if n != len(l.tokens) {
			t.Fatalf("silver examples have %d tokens of %d", n, len(l.tokens))
		}
	})
}

// Which documents are set apart must never change: figures of two models
// compare only so.
func TestHeldOut(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "contract 10": true, "contract 34": true,
		"9": true, "contract 17": false, // checksums that begin with 25 and 26
	} {
		d := Document{Text: text, Name: "a"}
		if got := d.HeldOut(); got != want {
			t.Errorf("%q is held out: %v, want %v", text, got, want)
		}
	}
	n := 0
	for i := range 5000 {
		d := Document{Text: fmt.Sprint("contract ", i)}
		if d.HeldOut() {
			n++
		}
	}
	if n < 450 || n > 570 {
		t.Errorf("%d of 5000 documents are held out, want about a tenth", n)
	}
}
