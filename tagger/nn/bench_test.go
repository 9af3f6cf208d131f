package nn

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// benchNetwork is of the size that taggers have: two layers, input 200, hidden
// 200, 41 tags, with a batch of 64 sentences of 30 tokens.
func benchNetwork(b *testing.B) (*Network, []Sequence) {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	net, err := NewNetwork(Config{Fields: []Field{{"word", 5000, 150}, {"shape", 100, 50}}, Hidden: 200, Layers: 2, Dropout: 0.3}, testCRF(b, 41, rng), rng)
	if err != nil {
		b.Fatal(err)
	}
	batch := make([]Sequence, 64)
	for i := range batch {
		words, shapes := make([]int32, 30), make([]int32, 30)
		for t := range words {
			words[t], shapes[t] = rng.Int32N(5000), rng.Int32N(100)
		}
		batch[i] = Sequence{IDs: [][]int32{words, shapes}}
	}
	return net, batch
}

// benchTokens runs a step over so many tokens and reports, beside the mean, the
// rate of the fastest step, which other work on the processor disturbs least.
func benchTokens(b *testing.B, tokens int, step func()) {
	best := time.Duration(math.MaxInt64)
	for b.Loop() {
		start := time.Now()
		step()
		best = min(best, time.Since(start))
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
	b.ReportMetric(float64(tokens)/best.Seconds(), "best-tokens/s")
}

// benchPrecision returns the network of a benchmark ready for inference.
func benchPrecision(b *testing.B, name string) (*Network, []Sequence) {
	b.Helper()
	net, batch := benchNetwork(b)
	net.Prepare(false)
	if name == "int8" {
		if err := net.PrepareInt8(); err != nil {
			b.Fatal(err)
		}
	}
	return net, batch
}

// BenchmarkInfer is what the network costs: ids to emissions, in single precision
// and in 8 bits. testdata/pytorch.py in the folder above pairs it with PyTorch.
func BenchmarkInfer(b *testing.B) {
	for _, name := range []string{"fp32", "int8"} {
		b.Run(name, func(b *testing.B) {
			net, batch := benchPrecision(b, name)
			var p Pass
			benchTokens(b, 64*30, func() { net.Infer(&p, batch) })
		})
	}
}

// BenchmarkInferCores is inference on as many cores as -cpu says, a batch on each.
func BenchmarkInferCores(b *testing.B) {
	for _, name := range []string{"fp32", "int8"} {
		b.Run(name, func(b *testing.B) {
			net, batch := benchPrecision(b, name)
			b.RunParallel(func(pb *testing.PB) {
				var p Pass
				for pb.Next() {
					net.Infer(&p, batch)
				}
			})
			b.ReportMetric(64*30*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

// BenchmarkDecode is Viterbi over the emissions of the batch.
func BenchmarkDecode(b *testing.B) {
	net, batch := benchPrecision(b, "fp32")
	var p Pass
	net.Infer(&p, batch)
	benchTokens(b, 64*30, func() {
		for i := range batch {
			net.Output.Decode(net.Emissions(&p, i))
		}
	})
}

// BenchmarkMarginals is the forward-backward algorithm over them.
func BenchmarkMarginals(b *testing.B) {
	net, batch := benchPrecision(b, "fp32")
	var p Pass
	var l Lattice
	net.Infer(&p, batch)
	benchTokens(b, 64*30, func() {
		for i := range batch {
			net.Output.Sum(&l, net.Emissions(&p, i), nil)
		}
	})
}
