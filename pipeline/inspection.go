package pipeline

import "covenant/extract"

// An Inspection is what the stages made of one document, ready for JSON. All
// offsets count code points of Text, as in the database.
type Inspection struct {
	Path      string              `json:"path"`
	SHA256    string              `json:"sha256"`
	Format    extract.Format      `json:"format"`
	Bytes     int64               `json:"bytes"`
	Text      string              `json:"text"`
	Pages     []InspectedPage     `json:"pages"`
	Sentences []InspectedSpan     `json:"sentences,omitempty"`
	Elements  []InspectedElement  `json:"elements,omitempty"`
	Clauses   []InspectedClause   `json:"clauses,omitempty"`
	Contracts []InspectedContract `json:"contracts,omitempty"`
}

// An InspectedPage is a page of an [Inspection].
type InspectedPage struct {
	Number    int                `json:"number"`
	Start     int                `json:"start"`
	End       int                `json:"end"`
	Width     float64            `json:"width"`
	Height    float64            `json:"height"`
	Status    extract.PageStatus `json:"status"`
	Error     string             `json:"error,omitempty"`
	Furniture []InspectedSpan    `json:"furniture,omitempty"`
	// As in [extract.Page]; there when the judge stage was run.
	BitsPerCharacter float64 `json:"bitsPerCharacter,omitempty"`
	Garbled          bool    `json:"garbled,omitempty"`
}

// An InspectedSpan is a stretch of text of an [Inspection]: a token, a header
// or footer, or a sentence with its tokens.
type InspectedSpan struct {
	Start  int             `json:"start"`
	End    int             `json:"end"`
	Text   string          `json:"text"`
	Tokens []InspectedSpan `json:"tokens,omitempty"`
}

// An InspectedElement is an element of an [Inspection]; its values are there
// when the normalise stage was run.
type InspectedElement struct {
	InspectedSpan
	Label      extract.Label     `json:"label"`
	Role       extract.Role      `json:"role,omitempty"`
	Confidence float64           `json:"confidence"`
	Sentence   int               `json:"sentence"` // index in sentences
	Value      string            `json:"value,omitempty"`
	Number     *float64          `json:"number,omitempty"`
	Currency   string            `json:"currency,omitempty"`
	Flags      []string          `json:"flags,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
}

// An InspectedClause is a clause of an [Inspection].
type InspectedClause struct {
	InspectedSpan
	Category   string  `json:"category"`
	Confidence float64 `json:"confidence"`
}

func inspection(r *extract.Record) Inspection {
	d := r.Document
	x := extract.NewRuneIndex(d.Text)
	span := func(b extract.ByteSpan) InspectedSpan {
		s := x.RuneSpan(b)
		return InspectedSpan{Start: s.Start, End: s.End, Text: b.Of(d.Text)}
	}
	spans := func(bs []extract.ByteSpan) []InspectedSpan {
		var out []InspectedSpan
		for _, b := range bs {
			out = append(out, span(b))
		}
		return out
	}
	in := Inspection{Path: d.Path, SHA256: d.SHA256, Format: d.Format, Bytes: d.Bytes, Text: d.Text}
	for _, p := range d.Pages {
		s := x.RuneSpan(p.Span)
		in.Pages = append(in.Pages, InspectedPage{p.Number, s.Start, s.End, p.Width, p.Height, p.Status, p.Err, spans(p.Furniture), p.BitsPerCharacter, p.Garbled})
	}
	for _, s := range r.Sentences {
		out := span(s.Span)
		out.Tokens = spans(s.Tokens)
		in.Sentences = append(in.Sentences, out)
	}
	for _, e := range r.Elements {
		out := InspectedElement{InspectedSpan: span(e.Span), Label: e.Label, Role: e.Role, Confidence: e.Confidence,
			Sentence: e.Sentence, Value: e.Value, Currency: e.Currency, Flags: e.Flags, Attributes: e.Attributes}
		if e.HasNumber {
			out.Number = &e.Number
		}
		in.Elements = append(in.Elements, out)
	}
	for _, c := range r.Clauses {
		in.Clauses = append(in.Clauses, InspectedClause{InspectedSpan: span(c.Span), Category: c.Category, Confidence: c.Confidence})
	}
	for i := range r.Contracts {
		in.Contracts = append(in.Contracts, inspectedContract(&r.Contracts[i], r, x))
	}
	return in
}
