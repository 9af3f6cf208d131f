package score

import "math"

// A Calibration says how far the confidence of values can be taken at its
// word: both measures are 0 where it can, and at worst 1.
type Calibration struct {
	Values int `json:"values"` // that were right or wrong, with a confidence
	// ECE is the expected calibration error over ten bins of equal width: the
	// distance between the share of right values and the mean confidence in a
	// bin, weighted by the values in it (Naeini, Cooper, Hauskrecht: Obtaining
	// well calibrated probabilities using Bayesian binning, AAAI 2015).
	ECE float64 `json:"expected_calibration_error"`
	// Brier is the mean of the squared distance between the confidence and 1
	// for a right value, 0 for a wrong one (Brier: Verification of forecasts
	// expressed in terms of probability, 1950).
	Brier float64 `json:"brier_score"`
}

const calibrationBins = 10

// A calibrator collects confidences, each between 0 and 1. The zero value is
// ready.
type calibrator struct {
	values  int
	squares float64
	// balance is, of each bin, the sum of confidence - (1 if right else 0).
	balance [calibrationBins]float64
}

func (c *calibrator) add(confidence float64, right bool) {
	off := confidence - float64(one(right))
	c.values++
	c.squares += off * off
	c.balance[min(int(confidence*calibrationBins), calibrationBins-1)] += off
}

func (c *calibrator) calibration() Calibration {
	if c.values == 0 {
		return Calibration{}
	}
	n := float64(c.values)
	out := Calibration{Values: c.values, Brier: c.squares / n}
	for _, b := range c.balance {
		out.ECE += math.Abs(b) / n
	}
	return out
}
