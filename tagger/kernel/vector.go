package kernel

import "math"

// Axpy computes y += alpha·x over slices of the same length.
func Axpy(y, x []float32, alpha float32) {
	needEqual("x", x, len(y))
	for i, v := range x {
		y[i] += alpha * v
	}
}

// Dot is the sum of a[i]·b[i] over slices of the same length.
func Dot(a, b []float32) float32 {
	needEqual("b", b, len(a))
	var s float32
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

// AddRow adds row [n], a bias, to each of the m rows of c [m×n], n = len(row).
func AddRow(c, row []float32, m int) {
	n := len(row)
	need("c", c, m, n)
	for i := range m {
		Axpy(c[i*n:(i+1)*n], row, 1)
	}
}

// SumRowsAdd adds the m rows of a [m×n] to dst [n], n = len(dst): the gradient of
// a bias.
func SumRowsAdd(dst, a []float32, m int) {
	n := len(dst)
	need("a", a, m, n)
	for i := range m {
		Axpy(dst, a[i*n:(i+1)*n], 1)
	}
}

// Adam makes one AdamW step (Loshchilov and Hutter 2019, algorithm 2) on the
// weights w with the gradient g and the moments m and v, all of the same length:
//
//	m = beta1·m + (1-beta1)·g
//	v = beta2·v + (1-beta2)·g²
//	w = w - lr·( (m/correction1) / (sqrt(v/correction2)+eps) + weightDecay·w )
//
// For step t = 1, 2, … correction1 is 1-beta1^t and correction2 is 1-beta2^t.
func Adam(w, g, m, v []float32, lr, beta1, beta2, eps, correction1, correction2, weightDecay float32) {
	needEqual("g", g, len(w))
	needEqual("m", m, len(w))
	needEqual("v", v, len(w))
	for i, x := range g {
		m[i] = beta1*m[i] + (1-beta1)*x
		v[i] = beta2*v[i] + (1-beta2)*x*x
		root := float32(math.Sqrt(float64(v[i] / correction2)))
		w[i] -= lr * (m[i]/correction1/(root+eps) + weightDecay*w[i])
	}
}
