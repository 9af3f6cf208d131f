package kernel

// Axpy computes y += alpha·x over slices of the same length.
func Axpy(y, x []float32, alpha float32) { active.axpyChecked(y, x, alpha) }

func (l *level) axpyChecked(y, x []float32, alpha float32) {
	needEqual("x", x, len(y))
	if len(y) > 0 {
		l.axpy(y, x, alpha)
	}
}

// Dot is the sum of a[i]·b[i] over slices of the same length.
func Dot(a, b []float32) float32 { return active.dotChecked(a, b) }

func (l *level) dotChecked(a, b []float32) float32 {
	needEqual("b", b, len(a))
	if len(a) == 0 {
		return 0
	}
	return l.dot(a, b)
}

// AddRow adds row [n], a bias, to each of the m rows of c [m×n], n = len(row).
func AddRow(c, row []float32, m int) { active.addRow(c, row, m) }

func (l *level) addRow(c, row []float32, m int) {
	n := len(row)
	need("c", c, m, n)
	for i := range m {
		l.axpyChecked(c[i*n:(i+1)*n], row, 1)
	}
}

// SumRowsAdd adds the m rows of a [m×n] to dst [n], n = len(dst): the gradient of
// a bias.
func SumRowsAdd(dst, a []float32, m int) { active.sumRowsAdd(dst, a, m) }

func (l *level) sumRowsAdd(dst, a []float32, m int) {
	n := len(dst)
	need("a", a, m, n)
	for i := range m {
		l.axpyChecked(dst, a[i*n:(i+1)*n], 1)
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
	active.adamChecked(w, g, m, v, adamStep{
		beta1: beta1, rest1: 1 - beta1, beta2: beta2, rest2: 1 - beta2,
		step: lr / correction1, scale: 1 / correction2, eps: eps, decay: 1 - lr*weightDecay,
	})
}

// adamStep holds what is the same for all weights in a step:
// w = decay·w - step·m/(sqrt(scale·v)+eps).
type adamStep struct {
	beta1, rest1, beta2, rest2, step, scale, eps, decay float32
}

func (l *level) adamChecked(w, g, m, v []float32, s adamStep) {
	needEqual("g", g, len(w))
	needEqual("m", m, len(w))
	needEqual("v", v, len(w))
	if len(w) > 0 {
		l.adam(w, g, m, v, s)
	}
}
