package annotation

import (
	"context"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// doccano JSON lines, one document each (a JSON array of them is read too):
//
//	{"text": "…", "label": [[0, 5, "PARTY"]]}
//	{"text": "…", "entities": [{"id": 1, "start_offset": 0, "end_offset": 5, "label": "PARTY"}]}
//
// "labels" is read like "label", entries of either kind in either list. Offsets
// count code points. The text may stand in "data". The name is "name", else the
// "id", else the line. A document without any such list was not annotated and is
// left out; one with an empty list has no elements. Relations, comments and other
// fields are not read. The writer makes lines of the first kind, with "name".

type doccanoDocument struct {
	ID       json.RawMessage `json:"id"`
	Name     json.RawMessage `json:"name"`
	Text     *string         `json:"text"`
	Data     *string         `json:"data"`
	Label    *[]doccanoSpan  `json:"label"`
	Labels   *[]doccanoSpan  `json:"labels"`
	Entities *[]doccanoSpan  `json:"entities"`
}

type doccanoSpan struct {
	start, end offset
	label      string
}

func (s *doccanoSpan) UnmarshalJSON(b []byte) error {
	var label *string
	var start, end *offset
	if len(b) > 0 && b[0] == '[' {
		var parts []json.RawMessage
		if err := json.Unmarshal(b, &parts); err != nil {
			return err
		}
		if len(parts) != 3 {
			return fmt.Errorf("%w: want [start, end, label], got %s", ErrSyntax, shorten(string(b)))
		}
		for i, to := range []any{&start, &end, &label} {
			if err := json.Unmarshal(parts[i], to); err != nil {
				return err
			}
		}
	} else {
		var object struct {
			Start *offset `json:"start_offset"`
			End   *offset `json:"end_offset"`
			Label *string `json:"label"`
		}
		if err := json.Unmarshal(b, &object); err != nil {
			return err
		}
		start, end, label = object.Start, object.End, object.Label
	}
	if start == nil || end == nil || label == nil {
		return fmt.Errorf("%w: want a start, an end and a label, got %s", ErrSyntax, shorten(string(b)))
	}
	*s = doccanoSpan{*start, *end, *label}
	return nil
}

func parseDoccano(ctx context.Context, file, text string) (docs []Document, notes []Note, err error) {
	err = eachObject(ctx, file, text, func(place Place, in *doccanoDocument) error {
		if in.Text == nil {
			in.Text = in.Data
		}
		if in.Text == nil {
			return fmt.Errorf(`%w: no "text"`, ErrSyntax)
		}
		d := Document{Name: scalar(in.Name), Text: *in.Text}
		if d.Name == "" {
			d.Name = scalar(in.ID)
		}
		if d.Name == "" {
			d.Name = fmt.Sprintf("line-%d", place.Line)
		}
		runes := utf8.RuneCountInString(d.Text)
		annotated := false
		for _, list := range []*[]doccanoSpan{in.Label, in.Labels, in.Entities} {
			if list == nil {
				continue
			}
			annotated = true
			for _, l := range *list {
				s := newSpan(int(l.start), int(l.end), l.label)
				if err := s.check(runes); err != nil {
					return fmt.Errorf("%q: %w", shorten(d.Name), err)
				}
				d.Spans = append(d.Spans, s)
			}
		}
		if !annotated {
			notes = append(notes, Note{place, fmt.Sprintf("%q has no list of labels: left out as not annotated", shorten(d.Name))})
			return nil
		}
		sortSpans(d.Spans)
		docs = append(docs, d)
		return nil
	})
	return docs, notes, err
}

func writeDoccano(ctx context.Context, w *output, docs []Document) (Report, error) {
	var report Report
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		d := &docs[i]
		labels := make([][3]any, len(d.Spans))
		for k, s := range d.Spans {
			labels[k] = [3]any{s.Start, s.End, s.Name()}
		}
		w.line(struct {
			Name  string   `json:"name,omitempty"`
			Text  string   `json:"text"`
			Label [][3]any `json:"label"`
		}{d.Name, d.Text, labels}, "\n")
		report.Documents++
		report.Spans += len(d.Spans)
	}
	return report, w.err
}
