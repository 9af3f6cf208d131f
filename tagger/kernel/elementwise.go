package kernel

// Sigmoid computes dst = 1/(1+exp(-src)), with an absolute error below 1e-6.
// The slices have the same length; dst may be src.
func Sigmoid(dst, src []float32) { apply(active.sigmoid, dst, src) }

// Tanh computes dst = tanh(src), with an absolute error below 1e-6. The slices
// have the same length; dst may be src.
func Tanh(dst, src []float32) { apply(active.tanh, dst, src) }

// Exp computes dst = exp(src), with a relative error below 1e-6 where the result
// is a normal number. The slices have the same length; dst may be src.
func Exp(dst, src []float32) { apply(active.exp, dst, src) }

func apply(f func(dst, src []float32), dst, src []float32) {
	needEqual("dst", dst, len(src))
	if len(src) > 0 {
		f(dst, src)
	}
}
