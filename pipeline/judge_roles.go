package pipeline

import (
	"context"
	"fmt"
	"slices"

	"covenant/extract"
	"covenant/extract/score"
	"covenant/tagger/classify"
	"covenant/tagger/train"
)

// RoleDocuments makes of training documents those that a classifier of roles learns
// from: their gold and silver spans that have a role.
func RoleDocuments(docs []train.Document) []classify.Document {
	out := make([]classify.Document, len(docs))
	for i := range docs {
		d := &docs[i]
		out[i] = classify.Document{Name: d.Name, Text: d.Text, Sentences: d.Sentences, HeldOut: d.HeldOut()}
		runes := extract.NewRuneIndex(d.Text)
		var read []extract.ByteSpan
		for _, p := range d.Gold {
			read = append(read, runes.ByteSpan(p.Span))
			for _, s := range p.Spans {
				if s.Role != "" {
					out[i].Answers = append(out[i].Answers, answer(s.Label, runes.ByteSpan(s.RuneSpan), s.Role))
				}
			}
		}
		for _, s := range d.Silver {
			// Where a person has read, the patterns have no say.
			if s.Role != "" && !overlapsAny(s.ByteSpan, read) {
				out[i].Silver = append(out[i].Silver, answer(s.Label, s.ByteSpan, s.Role))
			}
		}
	}
	return out
}

func answer(l extract.Label, s extract.ByteSpan, r extract.Role) classify.Answer {
	return classify.Answer{Mark: classify.Mark{Task: string(l), Span: s}, Class: string(r)}
}

func overlapsAny(s extract.ByteSpan, spans []extract.ByteSpan) bool {
	for _, o := range spans {
		if s.Overlaps(o) {
			return true
		}
	}
	return false
}

// Roles lets a finder give all gold spans that have a role theirs, the likeliest, and
// compares. Spans of labels that the finder does not know are left out.
func (b *Benchmark) Roles(ctx context.Context, f RoleFinder, name string) (score.ClassReport, error) {
	var all []score.Classified
	for _, d := range b.docs {
		runes := extract.NewRuneIndex(d.doc.Text)
		var elements []extract.Element
		for _, p := range b.passages {
			for _, s := range p.Spans {
				if p.Doc == d.name && s.Role != "" {
					elements = append(elements, extract.Element{Label: s.Label, Role: s.Role, Span: runes.ByteSpan(s.RuneSpan)})
				}
			}
		}
		roles, err := f.Roles(ctx, d.doc, d.sentences, elements)
		if err != nil {
			return score.ClassReport{}, fmt.Errorf("roles by %s: %w", name, err)
		}
		for i, e := range elements {
			if p := roles[i]; p != nil {
				got := e.Label.Roles()[slices.Index(p, slices.Max(p))]
				all = append(all, score.Classified{Task: string(e.Label), Want: string(e.Role), Got: string(got)})
			}
		}
	}
	r := score.Classes(all)
	r.Name = name
	return r, nil
}
