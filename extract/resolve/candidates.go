package resolve

import (
	"cmp"
	"math"
	"slices"

	"covenant/extract"
)

// A candidate is a value that a field might have.
type candidate struct {
	value, code string
	derivation  string
	elements    []int
	features    []Feature
	p           float64 // probability; see weigh
}

// A Feature is a fact that speaks for a candidate or against it. Most are 1
// where they hold and missing where they do not.
type Feature struct {
	Name  string
	Value float64
}

func (c *candidate) add(name string, value float64) {
	if value != 0 {
		c.features = append(c.features, Feature{name, value})
	}
}

// Weights are what features count in the score of a candidate, by field.
type Weights map[extract.FieldName]map[string]float64

// Score returns the score of a candidate of a field, the dot product of its
// features and their weights. A feature without a weight counts nothing.
func (w Weights) Score(field extract.FieldName, features []Feature) float64 {
	of, s := w[field], 0.0
	for _, f := range features {
		s += of[f.Name] * f.Value
	}
	return s
}

// logit is the log odds of a probability, between -1 and 1 for one between
// .0067 and .9933.
func logit(p float64) float64 {
	const most = 5
	return max(-most, min(most, math.Log(p/(1-p)))) / most
}

// weigh gives each candidate its probability by a softmax over all candidates
// and "none of them", whose score is 0, and sorts them, the likeliest first.
// It returns the probability that none is right.
func (w Weights) weigh(field extract.FieldName, cs []candidate) (none float64) {
	most := 0.0
	for i := range cs {
		cs[i].p = w.Score(field, cs[i].features)
		most = max(most, cs[i].p)
	}
	none = math.Exp(-most)
	sum := none
	for i := range cs {
		cs[i].p = math.Exp(cs[i].p - most)
		sum += cs[i].p
	}
	for i := range cs {
		cs[i].p /= sum
	}
	slices.SortStableFunc(cs, func(a, b candidate) int { return cmp.Compare(b.p, a.p) })
	return none / sum
}

const (
	// mostLosers is how many candidates that lost a record keeps of a field.
	mostLosers = 5
	// leastLoser is the probability from which it keeps one.
	leastLoser = 0.01
	// leastShare is the part of a value's probability from which an element
	// is kept as its source.
	leastShare = 0.05
)

// fields makes fields of weighed candidates, those of one value together. The
// likeliest value is the record's where it is likelier than none of them.
func fields(name extract.FieldName, cs []candidate, none float64) []extract.Field {
	var out []extract.Field
	total := map[string]float64{}
	for _, c := range cs {
		total[c.value] += c.p
	}
	for _, c := range cs {
		i := slices.IndexFunc(out, func(f extract.Field) bool { return f.Value == c.value })
		if i < 0 {
			out = append(out, extract.Field{Name: name, Value: c.value, Code: c.code, Derivation: c.derivation,
				Confidence: min(1, total[c.value]), Elements: slices.Clone(c.elements)})
			continue
		}
		if f := &out[i]; c.derivation == f.Derivation && c.p >= leastShare*f.Confidence {
			for _, e := range c.elements {
				if !slices.Contains(f.Elements, e) {
					f.Elements = append(f.Elements, e)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b extract.Field) int { return cmp.Compare(b.Confidence, a.Confidence) })
	rank := 1
	if len(out) > 0 && out[0].Confidence <= none {
		rank = 2
	}
	kept := out[:0]
	for _, f := range out {
		if rank > 1 && (f.Confidence < leastLoser || rank > mostLosers+1) {
			break
		}
		f.Rank = rank
		rank++
		kept = append(kept, f)
	}
	return kept
}

// best returns the likeliest of weighed candidates, nil where none of them is
// likelier than there being none.
func best(cs []candidate, none float64) *candidate {
	if len(cs) == 0 || cs[0].p <= none {
		return nil
	}
	return &cs[0]
}
