package train

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"covenant/extract"
	"covenant/extract/gold"
	"covenant/extract/token"
	"covenant/tagger/bio"
	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
	"covenant/tagger/silver"
)

// read returns the document of a text that is marked as in
//
//	((made by <PARTY|Acme Corp> on <DATE-effective|March 1>.)) {{Unsure}} words
//
// where (( )) bound a gold passage, < > its spans, [ ] silver spans, and {{ }}
// regions of which the patterns know nothing. They may overlap.
func read(t testing.TB, marked string) *Document {
	t.Helper()
	d := &Document{Name: "contract", HasSilver: true}
	type open struct {
		mark  string
		start int
		typ   bio.Type
	}
	opening := map[byte]string{')': "((", '}': "{{", '>': "<", ']': "["}
	var stack []open
	var b strings.Builder
	type span struct {
		extract.ByteSpan
		typ bio.Type
	}
	var passages, golds []span
	for rest := marked; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "(("), strings.HasPrefix(rest, "{{"):
			stack = append(stack, open{mark: rest[:2], start: b.Len()})
			rest = rest[2:]
		case rest[0] == '<' || rest[0] == '[':
			name, after, ok := strings.Cut(rest[1:], "|")
			typ, err := bio.ParseType(name)
			if !ok || err != nil {
				t.Fatalf("%q: type: %v", rest, err)
			}
			stack = append(stack, open{rest[:1], b.Len(), typ})
			rest = after
		case strings.HasPrefix(rest, "))"), strings.HasPrefix(rest, "}}"), rest[0] == '>', rest[0] == ']':
			i := len(stack) - 1
			for stack[i].mark != opening[rest[0]] {
				i--
			}
			o := stack[i]
			stack = slices.Delete(stack, i, i+1)
			s := extract.ByteSpan{Start: o.start, End: b.Len()}
			switch o.mark {
			case "((":
				passages = append(passages, span{ByteSpan: s})
			case "{{":
				d.Unknown = append(d.Unknown, s)
			case "<":
				golds = append(golds, span{s, o.typ})
			case "[":
				d.Silver = append(d.Silver, silver.Span{ByteSpan: s, Label: o.typ.Label, Role: o.typ.Role})
			}
			rest = rest[len(o.mark):]
		default:
			b.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	d.Text = b.String()
	runes := extract.NewRuneIndex(d.Text)
	for i, p := range passages {
		x := gold.Passage{ID: fmt.Sprint("p", i), Doc: d.Name, Span: runes.RuneSpan(p.ByteSpan)}
		for _, s := range golds {
			if p.Overlaps(s.ByteSpan) {
				x.Spans = append(x.Spans, gold.Span{RuneSpan: runes.RuneSpan(s.ByteSpan), Label: s.typ.Label, Role: s.typ.Role})
			}
		}
		d.Gold = append(d.Gold, x)
	}
	var err error
	if d.Sentences, err = token.Sentences(t.Context(), d.Text); err != nil {
		t.Fatal(err)
	}
	return d
}

func labelledOf(t testing.TB, marked string) *labelled {
	t.Helper()
	d := read(t, marked)
	l, err := label(d, modelOf(t, d))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// modelOf returns an untrained model that knows the words of the document.
func modelOf(t testing.TB, d *Document) *model.Model {
	t.Helper()
	c := feature.NewCounter()
	c.Add(d.Text, d.Sentences)
	x, err := feature.NewExtractor(c.Lists(1), feature.Default())
	if err != nil {
		t.Fatal(err)
	}
	cfg := nn.Config{Fields: model.Fields(x, func(string) int { return 1 }), Hidden: 1, Layers: 1}
	m, err := model.New(model.Info{Window: 8}, bio.Default(), x, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// show writes tokens with their sets of tags: "Acme/B-PARTY", "and" for O,
// "Corp/?" where every tag is possible, "1/B-DATE*" for every role.
func show(l *labelled, from int, sets []nn.TagSet) string {
	scheme := bio.Default()
	var out []string
	for i, set := range sets {
		w := l.tokens[from+i].Of(l.doc.Text)
		switch {
		case set == nn.AllTags(scheme.Tags()):
			w += "/?"
		case set != 1<<bio.Outside:
			var found []string
			for tag := range scheme.Tags() {
				if set.Has(tag) {
					found = append(found, scheme.Name(tag))
				}
			}
			w += "/" + found[0]
			if len(found) > 1 {
				w = w[:strings.LastIndex(w, "-")] + "*"
				if n := len(scheme.Types[(tagOf(scheme, found[0])-1)/2].Label.Roles()); n != len(found) {
					w += fmt.Sprint(found)
				}
			}
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

func tagOf(s *bio.Scheme, name string) int {
	for tag := range s.Tags() {
		if s.Name(tag) == name {
			return tag
		}
	}
	return -1
}
