package score

// A Rate is precision, recall and their harmonic mean, each from 0 to 1.
type Rate struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func rate(right, predicted, gold int) Rate {
	r := Rate{Precision: ratio(right, predicted), Recall: ratio(right, gold)}
	if r.Precision+r.Recall > 0 {
		r.F1 = 2 * r.Precision * r.Recall / (r.Precision + r.Recall)
	}
	return r
}

// ratio is a/b, and 0 where there is nothing to divide by.
func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
