package pipeline

import (
	"covenant/extract"
	"covenant/extract/explain"
)

// An Explained is an [explain.Explanation] ready for JSON: an [Inspection] of the
// whole document, without its tokens, and the decisions that are shown. All offsets
// count code points of Text.
type Explained struct {
	Inspection
	Decisions []ExplainedDecision `json:"decisions"`
}

// An ExplainedDecision is a decision of an [Explained].
type ExplainedDecision struct {
	Kind         string             `json:"kind"`
	Element      *int               `json:"element,omitempty"` // index in elements, if it is about one
	Start        int                `json:"start"`
	End          int                `json:"end"`
	Text         string             `json:"text"`
	Answer       string             `json:"answer"`
	Confidence   float64            `json:"confidence"`
	Alternatives []ExplainedChoice  `json:"alternatives"`
	Opinions     []ExplainedOpinion `json:"opinions,omitempty"`
	Words        []ExplainedWord    `json:"words,omitempty"` // in order of the text
}

// An ExplainedChoice is a possible answer.
type ExplainedChoice struct {
	Answer      string  `json:"answer"`
	Probability float64 `json:"probability"`
}

// An ExplainedOpinion is the answer of one of those that decide together.
type ExplainedOpinion struct {
	By string `json:"by"`
	ExplainedChoice
}

// An ExplainedWord is a token on which a decision rests.
type ExplainedWord struct {
	InspectedSpan
	Weight float64 `json:"weight"`
}

// NewExplained returns what is shown of an explanation, ready for JSON.
func NewExplained(x *explain.Explanation) Explained {
	out := Explained{Inspection: inspection(x.Record), Decisions: []ExplainedDecision{}}
	for i := range out.Sentences {
		out.Sentences[i].Tokens = nil
	}
	doc := x.Record.Document
	runes := extract.NewRuneIndex(doc.Text)
	for i := range x.Decisions {
		d := &x.Decisions[i]
		at := runes.RuneSpan(d.Span)
		e := ExplainedDecision{Kind: d.Kind, Start: at.Start, End: at.End, Text: d.Span.Of(doc.Text),
			Answer: d.Answer, Confidence: d.Confidence, Alternatives: []ExplainedChoice{}}
		if d.Element >= 0 {
			e.Element = &d.Element
		}
		for _, c := range d.Others {
			e.Alternatives = append(e.Alternatives, ExplainedChoice(c))
		}
		for _, o := range d.Opinions {
			e.Opinions = append(e.Opinions, ExplainedOpinion{o.By, ExplainedChoice(o.Choice)})
		}
		for _, w := range d.Words {
			at := runes.RuneSpan(w.Span)
			e.Words = append(e.Words, ExplainedWord{InspectedSpan{Start: at.Start, End: at.End, Text: w.Span.Of(doc.Text)}, w.Weight})
		}
		out.Decisions = append(out.Decisions, e)
	}
	return out
}
