package train

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"covenant/tagger/bio"
	"covenant/tagger/nn"
)

// BenchmarkStep is a step of training on one core: forward, loss, backward, the
// gradient's norm, Adam, and the packing of the changed weights, for two layers,
// input 200, hidden 200, 41 tags, and a batch of 64 sentences of 30 tokens.
// testdata/pytorch.py in the folder above pairs it with PyTorch.
func BenchmarkStep(b *testing.B) {
	const tags, vocabulary = 41, 5000
	for _, output := range []nn.OutputKind{nn.OutputSoftmax, nn.OutputCRF} {
		b.Run(string(output), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			out, err := nn.NewOutput(output, tags, bio.Allowed, bio.First)
			if err != nil {
				b.Fatal(err)
			}
			cfg := nn.Config{Fields: []nn.Field{{Name: "word", Size: vocabulary, Dim: 200}}, Hidden: 200, Layers: 2}
			net, err := nn.NewNetwork(cfg, out, rng)
			if err != nil {
				b.Fatal(err)
			}
			batch := make([]*example, 64)
			for i := range batch {
				words, sets := make([]int32, 30), make([]nn.TagSet, 30)
				for t := range words {
					words[t], sets[t] = rng.Int32N(vocabulary), 1<<(2*rng.IntN(tags/2)+1)
				}
				batch[i] = &example{seq: nn.Sequence{IDs: [][]int32{words}}, sets: sets, to: 30}
			}
			s := newStepper(net, make([]float32, vocabulary), 1)
			best := time.Duration(math.MaxInt64)
			for b.Loop() {
				start := time.Now()
				if _, err := s.step(b.Context(), batch, 1e-3, 5, rng); err != nil {
					b.Fatal(err)
				}
				best = min(best, time.Since(start))
			}
			b.ReportMetric(64*30*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
			b.ReportMetric(64*30/best.Seconds(), "best-tokens/s")
		})
	}
}
