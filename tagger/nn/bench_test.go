package nn

import (
	"math/rand/v2"
	"testing"
)

// benchNetwork is of the size that taggers have: two layers, input 200, hidden
// 200, 41 tags, with a batch of 64 sentences of 30 tokens.
func benchNetwork(b *testing.B) (*Network, []Sequence, [][]TagSet) {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	net, err := NewNetwork(Config{Fields: []Field{{"word", 5000, 150}, {"shape", 100, 50}}, Hidden: 200, Layers: 2, Dropout: 0.3}, testCRF(b, 41, rng), rng)
	if err != nil {
		b.Fatal(err)
	}
	batch, sets := make([]Sequence, 64), make([][]TagSet, 64)
	for i := range batch {
		words, shapes := make([]int32, 30), make([]int32, 30)
		sets[i] = make([]TagSet, 30)
		for t := range words {
			words[t], shapes[t], sets[i][t] = rng.Int32N(5000), rng.Int32N(100), 1<<0
		}
		batch[i] = Sequence{IDs: [][]int32{words, shapes}}
	}
	return net, batch, sets
}

func reportTokens(b *testing.B, perOp int) {
	b.ReportMetric(float64(perOp)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkInfer is what the network costs: ids to emissions, in single precision
// and in 8 bits.
func BenchmarkInfer(b *testing.B) {
	for _, name := range []string{"fp32", "int8"} {
		b.Run(name, func(b *testing.B) {
			net, batch, _ := benchNetwork(b)
			net.Prepare(false)
			if name == "int8" {
				if err := net.PrepareInt8(); err != nil {
					b.Fatal(err)
				}
			}
			var p Pass
			for b.Loop() {
				net.Infer(&p, batch)
			}
			reportTokens(b, 64*30)
		})
	}
}

// BenchmarkDecode is Viterbi, and BenchmarkMarginals the forward-backward
// algorithm, over the emissions of the batch.
func BenchmarkDecode(b *testing.B) {
	net, batch, _ := benchNetwork(b)
	net.Prepare(false)
	var p Pass
	net.Infer(&p, batch)
	for b.Loop() {
		for i := range batch {
			net.Output.Decode(net.Emissions(&p, i))
		}
	}
	reportTokens(b, 64*30)
}

func BenchmarkMarginals(b *testing.B) {
	net, batch, _ := benchNetwork(b)
	net.Prepare(false)
	var p Pass
	var l Lattice
	net.Infer(&p, batch)
	for b.Loop() {
		for i := range batch {
			net.Output.Sum(&l, net.Emissions(&p, i), nil)
		}
	}
	reportTokens(b, 64*30)
}

// BenchmarkTrainStep is a step of training without the optimiser: forward,
// loss, backward, and the packing of the changed weights.
func BenchmarkTrainStep(b *testing.B) {
	net, batch, sets := benchNetwork(b)
	net.Prepare(true)
	rng := rand.New(rand.NewPCG(3, 4))
	var p Pass
	g := NewGrads()
	for b.Loop() {
		g.Zero()
		net.Forward(&p, batch, rng)
		net.Backward(&p, g, sets, 1.0/64)
		net.Prepare(true)
	}
	reportTokens(b, 64*30)
}
