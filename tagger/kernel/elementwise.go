package kernel

import "math"

// Sigmoid computes dst = 1/(1+exp(-src)), with an absolute error below 1e-6.
// The slices have the same length; dst may be src.
func Sigmoid(dst, src []float32) {
	needEqual("dst", dst, len(src))
	for i, x := range src {
		dst[i] = sigmoid(x)
	}
}

// Tanh computes dst = tanh(src), with an absolute error below 1e-6. The slices
// have the same length; dst may be src.
func Tanh(dst, src []float32) {
	needEqual("dst", dst, len(src))
	for i, x := range src {
		dst[i] = tanh(x)
	}
}

// Exp computes dst = exp(src), with a relative error below 1e-6 where the result
// is a normal number. The slices have the same length; dst may be src.
func Exp(dst, src []float32) {
	needEqual("dst", dst, len(src))
	for i, x := range src {
		dst[i] = float32(math.Exp(float64(x)))
	}
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

func tanh(x float32) float32 { return float32(math.Tanh(float64(x))) }
