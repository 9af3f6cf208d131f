package compare

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// Row is one variant over all seeds.
type Row struct {
	Variant
	Runs                    int
	SpanF1, RoleF1, TokenF1 Spread
	Speed                   float64 // tokens per second, 0 if it was not measured
	Weights                 int64
	Bytes                   int
}

// A Spread is the mean and the standard deviation of a sample of n.
type Spread struct {
	Mean, Deviation float64
	n               int
}

func spread(xs []float64) Spread {
	s := Spread{n: len(xs)}
	for _, x := range xs {
		s.Mean += x / float64(len(xs))
	}
	if len(xs) > 1 {
		sum := 0.0
		for _, x := range xs {
			sum += (x - s.Mean) * (x - s.Mean)
		}
		s.Deviation = math.Sqrt(sum / float64(len(xs)-1))
	}
	return s
}

// Rows gathers results by variant, in the order of the variants.
func Rows(variants []Variant, results []Result, speeds map[string]float64) []Row {
	var rows []Row
	for _, v := range variants {
		r := Row{Variant: v, Speed: speeds[v.Name]}
		var spans, roles, tokens []float64
		for _, x := range results {
			if x.Variant == v.Name {
				spans, roles, tokens = append(spans, x.SpanF1), append(roles, x.RoleF1), append(tokens, x.TokenF1)
				r.Weights, r.Bytes = x.Weights, x.Bytes
			}
		}
		if r.Runs = len(spans); r.Runs > 0 {
			r.SpanF1, r.RoleF1, r.TokenF1 = spread(spans), spread(roles), spread(tokens)
			rows = append(rows, r)
		}
	}
	return rows
}

// WriteTable prints rows as a table in Markdown.
func WriteTable(w io.Writer, rows []Row) error {
	var b strings.Builder
	b.WriteString("| factor | changed to | seeds | span F1 | with roles | token F1 | tokens/s | weights | file |\n")
	b.WriteString("| --- | --- | ---: | --- | --- | --- | ---: | ---: | ---: |\n")
	for _, r := range rows {
		speed := "–"
		if r.Speed > 0 {
			speed = fmt.Sprintf("%.0f", math.Round(r.Speed/100)*100)
		}
		fmt.Fprintf(&b, "| %s | %s | %d | %s | %s | %s | %s | %.2f M | %.1f MB |\n", r.Factor, r.Level, r.Runs,
			r.SpanF1, r.RoleF1, r.TokenF1, speed, float64(r.Weights)/1e6, float64(r.Bytes)/1e6)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteShares prints a table in Markdown: span F1 by share of the gold spans and by
// start, with the points gained over the first start.
func WriteShares(w io.Writer, starts []Variant, shares []AtShare) error {
	var b strings.Builder
	b.WriteString("| share | gold spans | seeds |")
	rule := "\n| ---: | ---: | ---: |"
	for i, v := range starts {
		fmt.Fprintf(&b, " %s |", v.Level)
		rule += " --- |"
		if i > 0 {
			b.WriteString(" gain |")
			rule += " ---: |"
		}
	}
	b.WriteString(rule + "\n")
	for _, a := range shares {
		first := a.f1(starts[0])
		fmt.Fprintf(&b, "| %g %% | %.0f | %d |", 100*a.Share, a.spans(), first.n)
		for i, v := range starts {
			s := a.f1(v)
			fmt.Fprintf(&b, " %s |", s)
			if i > 0 {
				fmt.Fprintf(&b, " %+.1f |", 100*(s.Mean-first.Mean))
			}
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// String gives "0.840 ± 0.012", of a single value without a deviation.
func (s Spread) String() string {
	if s.n < 2 {
		return fmt.Sprintf("%.3f", s.Mean)
	}
	return fmt.Sprintf("%.3f ± %.3f", s.Mean, s.Deviation)
}
