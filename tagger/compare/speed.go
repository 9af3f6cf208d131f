package compare

import (
	"context"
	"fmt"

	"covenant/tagger"
)

// Speeds times the variants' models of the first seed, in turn and so many times
// over, and returns the best rate of each in tokens per second: what else the
// machine does slows all of them alike.
func (c *Comparison) Speeds(ctx context.Context, rounds int) (map[string]float64, error) {
	best := map[string]float64{}
	for range rounds {
		for _, v := range c.Variants {
			t, err := tagger.Open(c.modelPath(v), tagger.FP32)
			if err != nil {
				return nil, fmt.Errorf("time of %s: %w", v.Name, err)
			}
			rate, err := c.Judge.Speed(ctx, t)
			if err != nil {
				return nil, fmt.Errorf("time of %s: %w", v.Name, err)
			}
			best[v.Name] = max(best[v.Name], rate)
		}
	}
	return best, nil
}
