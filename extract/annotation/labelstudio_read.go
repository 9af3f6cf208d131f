package annotation

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"covenant/extract"
)

// Label Studio's export "JSON": a list of tasks (a sequence of tasks is read
// too), each with its text and its annotations.
//
//	[{"id": 1, "data": {"text": "…"}, "annotations": [{"was_cancelled": false, "result": [
//	  {"from_name": "label", "to_name": "text", "type": "labels",
//	   "value": {"start": 0, "end": 5, "text": "…", "labels": ["PARTY"]}}]}]}]
//
// The text is data.text, or else the only string in data. The first annotation
// that was not cancelled counts; a task without one was not annotated and is left
// out. Regions of type "labels" become spans, one for each of their labels; other
// kinds of regions are left out with a note. The name is data.name, else the id.
//
// Offsets count code points. Versions before mid-2022 counted UTF-16 code units,
// which differs after characters such as emoji. Regions mostly repeat their text,
// so it shows: where they fit only in UTF-16 code units, they are read so, with a
// note; where they fit in neither way, that is an error. Line ends count as they
// stand in data.text ("\r\n" is two).

type lsTask struct {
	ID          json.RawMessage            `json:"id"`
	Data        map[string]json.RawMessage `json:"data"`
	Annotations []lsAnnotation             `json:"annotations"`
	Completions []lsAnnotation             `json:"completions"` // before version 1.0
}

type lsAnnotation struct {
	Cancelled bool       `json:"was_cancelled"`
	Result    []lsRegion `json:"result"`
}

type lsRegion struct {
	ID    json.RawMessage `json:"id"`
	Type  string          `json:"type"`
	Value json.RawMessage `json:"value"`
}

// lsLabels is the value of a region of type "labels".
type lsLabels struct {
	Start  *offset  `json:"start"`
	End    *offset  `json:"end"`
	Text   *string  `json:"text"`
	Labels []string `json:"labels"`
	region string   // its id
}

func parseLabelStudio(ctx context.Context, file, text string) (docs []Document, notes []Note, err error) {
	n := 0
	err = eachObject(ctx, file, text, func(place Place, in *lsTask) error {
		n++
		name := scalar(in.Data["name"])
		if name == "" && scalar(in.ID) != "" {
			name = "task-" + scalar(in.ID)
		}
		if name == "" {
			name = fmt.Sprintf("task-number-%d", n)
		}
		note := func(text string) { notes = append(notes, Note{place, fmt.Sprintf("%q: %s", shorten(name), text)}) }
		d, ok, err := in.document(name, note)
		if err != nil {
			return fmt.Errorf("%q: %w", shorten(name), err)
		}
		if ok {
			docs = append(docs, d)
		}
		return nil
	})
	return docs, notes, err
}

// document makes a document of a task; not ok if nobody annotated it.
func (t *lsTask) document(name string, note func(string)) (d Document, ok bool, err error) {
	if t.Data == nil {
		return Document{}, false, fmt.Errorf(`%w: the task has no "data" (of Label Studio's exports it is "JSON" that is read, not "JSON-MIN")`, ErrSyntax)
	}
	all := append(t.Annotations, t.Completions...)
	i := slices.IndexFunc(all, func(a lsAnnotation) bool { return !a.Cancelled })
	if i < 0 {
		note("not annotated: left out")
		return Document{}, false, nil
	}
	text, err := t.text()
	if err != nil {
		return Document{}, false, err
	}
	d = Document{Name: name, Text: text}
	regions, err := all[i].regions(note)
	if err != nil {
		return Document{}, false, err
	}
	places, err := placeRegions(text, regions, note)
	if err != nil {
		return Document{}, false, err
	}
	runes := utf8.RuneCountInString(text)
	for k, r := range regions {
		for _, l := range r.Labels {
			s := newSpan(places[k].Start, places[k].End, l)
			if err := s.check(runes); err != nil {
				return Document{}, false, fmt.Errorf("region %s: %w", r.region, err)
			}
			d.Spans = append(d.Spans, s)
		}
	}
	sortSpans(d.Spans)
	return d, true, nil
}

// text finds the task's text.
func (t *lsTask) text() (string, error) {
	var text string
	if raw, ok := t.Data["text"]; ok && json.Unmarshal(raw, &text) == nil {
		return text, nil
	}
	var found []string
	for key, raw := range t.Data {
		var s string
		if len(raw) > 0 && raw[0] == '"' && key != "name" && json.Unmarshal(raw, &s) == nil {
			text = s
			found = append(found, key)
		}
	}
	slices.Sort(found)
	switch len(found) {
	case 1:
		return text, nil
	case 0:
		return "", fmt.Errorf("%w: data holds no text", ErrSyntax)
	}
	return "", fmt.Errorf(`%w: data has no "text", and several fields could be it: %s`, ErrSyntax, shorten(strings.Join(found, ", ")))
}

// regions returns the labelled stretches of an annotation.
func (a *lsAnnotation) regions(note func(string)) ([]lsLabels, error) {
	var regions []lsLabels
	others := map[string]int{}
	unlabelled := 0
	for _, r := range a.Result {
		if r.Type != "labels" {
			others[r.Type]++
			continue
		}
		v := lsLabels{region: shorten(scalar(r.ID))}
		if err := json.Unmarshal(r.Value, &v); err != nil {
			return nil, fmt.Errorf("region %s: %w", v.region, syntaxError(err))
		}
		switch {
		case v.Start == nil || v.End == nil:
			return nil, fmt.Errorf("region %s: %w: no start or no end", v.region, ErrSyntax)
		case len(v.Labels) == 0:
			unlabelled++
		default:
			regions = append(regions, v)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(others)) {
		note(fmt.Sprintf("left out %d regions of the kind %q", others[kind], shorten(kind)))
	}
	if unlabelled > 0 {
		note(fmt.Sprintf("left out %d regions without a label", unlabelled))
	}
	return regions, nil
}

// placeRegions returns the regions' spans in code points.
func placeRegions(text string, regions []lsLabels, note func(string)) ([]extract.RuneSpan, error) {
	places, err := fitRegions(text, regions, func(o int) int { return o })
	if err == nil || !strings.ContainsFunc(text, func(r rune) bool { return r > 0xFFFF }) {
		return places, err
	}
	if places, inUTF16 := fitRegions(text, regions, utf16Offsets(text)); inUTF16 == nil {
		note("offsets count UTF-16 code units, as old versions of Label Studio do: converted")
		return places, nil
	}
	return nil, err
}

// fitRegions converts the regions' offsets and compares what they cover.
func fitRegions(text string, regions []lsLabels, convert func(int) int) ([]extract.RuneSpan, error) {
	index := extract.NewRuneIndex(text)
	places := make([]extract.RuneSpan, len(regions))
	for i, r := range regions {
		s := Span{extract.RuneSpan{Start: convert(int(*r.Start)), End: convert(int(*r.End))}, "-", ""}
		if err := s.check(index.Runes()); err != nil {
			return nil, fmt.Errorf("region %s: %w", r.region, err)
		}
		if r.Text != nil {
			if got := index.ByteSpan(s.RuneSpan).Of(text); !sameText(got, *r.Text) {
				return nil, fmt.Errorf("region %s: %w: it says %q, but the text has %q there", r.region, ErrMismatch, shorten(*r.Text), shorten(got))
			}
		}
		places[i] = s.RuneSpan
	}
	return places, nil
}

// utf16Offsets returns a conversion of UTF-16 offsets in text to code points;
// -1 for an offset outside the text or inside a character.
func utf16Offsets(text string) func(int) int {
	var starts []int // of each code point, and the end
	n := 0
	for _, r := range text {
		starts = append(starts, n)
		n++
		if r > 0xFFFF {
			n++
		}
	}
	starts = append(starts, n)
	return func(o int) int {
		if i, ok := slices.BinarySearch(starts, o); ok {
			return i
		}
		return -1
	}
}
