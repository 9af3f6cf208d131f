package annotation

import (
	"context"
	"fmt"

	"covenant/extract"
)

// The writer makes tasks that Label Studio imports into a project whose labelling
// configuration has <Labels name="label" toName="text"> over
// <Text name="text" value="$text"/>, as its template for named entities has.

func writeLabelStudio(ctx context.Context, w *output, docs []Document) (Report, error) {
	type value struct {
		Start  int      `json:"start"`
		End    int      `json:"end"`
		Text   string   `json:"text"`
		Labels []string `json:"labels"`
	}
	type region struct {
		ID       string `json:"id"`
		FromName string `json:"from_name"`
		ToName   string `json:"to_name"`
		Type     string `json:"type"`
		Value    value  `json:"value"`
	}
	type annotation struct {
		Result []region `json:"result"`
	}
	type task struct {
		Data struct {
			Text string `json:"text"`
			Name string `json:"name,omitempty"`
		} `json:"data"`
		Annotations []annotation `json:"annotations"`
	}
	var report Report
	w.printf("[")
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		d := &docs[i]
		var t task
		t.Data.Text, t.Data.Name = d.Text, d.Name
		index := extract.NewRuneIndex(d.Text)
		regions := make([]region, len(d.Spans))
		for k, s := range d.Spans {
			regions[k] = region{fmt.Sprintf("r%d", k+1), "label", "text", "labels",
				value{s.Start, s.End, index.ByteSpan(s.RuneSpan).Of(d.Text), []string{s.Name()}}}
		}
		t.Annotations = []annotation{{regions}}
		after := ",\n"
		if i == len(docs)-1 {
			after = "\n"
		}
		w.line(t, after)
		report.Documents++
		report.Spans += len(d.Spans)
	}
	w.printf("]\n")
	return report, w.err
}
