// Command asm writes the assembly of package kernel, kernel_amd64.s and its Go
// declarations stubs_amd64.go, with avo. Each function is generated once for
// AVX2 with FMA and once for AVX-512; isa.go holds what differs between them,
// tile.go the matrix products, logistic.go, lstm.go and lstm_step.go the functions
// of the cells, vector.go the rest. The functions on 8-bit numbers, in int8.go, are for
// AVX-512 with VNNI alone. Run it with go generate in the package's folder.
package main

import "github.com/mmcloughlin/avo/build"

func main() {
	build.ConstraintExpr("amd64")
	for _, s := range []isa{avx2(), avx512()} {
		s.tiles(s.tile)
		s.packs()
		s.logistic("exp", "dst = exp(src)", s.exp)
		s.logistic("sigmoid", "dst = 1/(1+exp(-src))", s.sigmoid)
		s.logistic("tanh", "dst = tanh(src)", s.tanh)
		s.lstmForward()
		s.lstmStep()
		s.lstmBackward()
		s.axpy()
		s.dot()
		s.adam()
		s.peak()
	}
	vnni := avx512()
	vnni.tiles(vnni.int8Tile)
	vnni.quantize()
	vnni.maxAbs()
	vnni.lstmStepInt8()
	vnni.int8Peak()
	build.Generate()
}
