package resolve

import (
	"cmp"
	"math"
	"slices"
	"strings"

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

// means is what tells values apart: 5 euros are not 5 dollars.
func (c *candidate) means() [2]string { return [2]string{c.value, c.code} }

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

// rename gives the features whose names begin with a prefix another one: they
// count on their own in such a candidate.
func (c *candidate) rename(prefix, to string) {
	c.features = slices.Clone(c.features)
	for i, f := range c.features {
		if rest, ok := strings.CutPrefix(f.Name, prefix); ok {
			c.features[i].Name = to + rest
		}
	}
}

// is reports whether a candidate has a feature.
func (c *candidate) is(name string) bool {
	return slices.ContainsFunc(c.features, func(f Feature) bool { return f.Name == name })
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

// logit is a fifth of the log odds of a probability, -1 for those below .0067
// and 1 for those above .9933.
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

// patience is how much likelier "none of them" may be than the likeliest value
// for the value to be given all the same; 1 where it is missing. With these,
// under cross-validation on CUAD's train part, fewer values are missed and not
// many more are given where people saw none.
var patience = map[extract.FieldName]float64{
	extract.FieldEffectiveDate:     1 / .85,
	extract.FieldExpirationDate:    1 / .6,
	extract.FieldTerm:              1 / .7,
	extract.FieldRenewal:           1 / .3,
	extract.FieldRenewalAutomatic:  1 / .7,
	extract.FieldNotice:            1 / .35,
	extract.FieldTerminationNotice: 1 / .7,
	extract.FieldTotalValue:        1 / .5,
}

// A choice is what is known of a field: its candidates, the likeliest first.
type choice struct {
	candidates []candidate
	// best is the likeliest candidate of the likeliest value, with the
	// probability of that value; nil where there being none is likelier.
	best *candidate
}

// totals returns the probability of each value.
func totals(cs []candidate) map[[2]string]float64 {
	total := map[[2]string]float64{}
	for i := range cs {
		total[cs[i].means()] += cs[i].p
	}
	return total
}

// choose decides between weighed candidates; those of one value count
// together.
func choose(field extract.FieldName, cs []candidate, none float64) choice {
	if p := patience[field]; p > 0 {
		none /= p
	}
	total := totals(cs)
	var best *candidate
	for i := range cs {
		if t := total[cs[i].means()]; t > none {
			none = t // the least that the next value must be likelier than
			c := cs[i]
			c.p = min(1, t)
			best = &c
		}
	}
	return choice{cs, best}
}

// fields makes fields of a choice, candidates of one value together.
func (c choice) fields(name extract.FieldName) []extract.Field {
	total := totals(c.candidates)
	var out []extract.Field
	at := map[[2]string]int{} // indexes in out
	for _, k := range c.candidates {
		i, ok := at[k.means()]
		if !ok {
			at[k.means()] = len(out)
			out = append(out, extract.Field{Name: name, Value: k.value, Code: k.code, Derivation: k.derivation,
				Confidence: min(1, total[k.means()]), Elements: slices.Clone(k.elements)})
			continue
		}
		if f := &out[i]; k.derivation == f.Derivation && k.p >= leastShare*f.Confidence {
			for _, e := range k.elements {
				if !slices.Contains(f.Elements, e) {
					f.Elements = append(f.Elements, e)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b extract.Field) int { return cmp.Compare(b.Confidence, a.Confidence) })
	rank := 1
	if c.best == nil {
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
