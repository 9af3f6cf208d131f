package kernel

import "math"

// generic is plain Go, for every processor.
var generic = &level{
	name: "generic", rows: 4, vectors: 1, lanes: 4,
	tile: tileGeneric, pack: packGeneric,
	exp:         eachOf(func(x float32) float32 { return float32(math.Exp(float64(x))) }),
	sigmoid:     eachOf(sigmoid),
	tanh:        eachOf(tanh),
	lstmForward: lstmForwardGeneric, lstmStep: lstmStepGeneric, lstmBackward: lstmBackwardGeneric,
	axpy: axpyGeneric, dot: dotGeneric, adam: adamGeneric, int8: genericInt8,
}

func eachOf(f func(x float32) float32) func(dst, src []float32) {
	return func(dst, src []float32) {
		for i, x := range src {
			dst[i] = f(x)
		}
	}
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

func tanh(x float32) float32 { return float32(math.Tanh(float64(x))) }

func tileGeneric(rows, _ int, c, a, b []float32, t tiling) {
	for tile := range t.tiles {
		ct, at := c[tile*rows*t.ldc:], a[tile*t.next:]
		if rows == 4 && t.cols == 4 {
			tile4x4(ct, at, b, t)
			continue
		}
		for i := range rows {
			tile1x4(ct[i*t.ldc:][:t.cols], at[i*t.rowStep:], b, t)
		}
	}
}

// tile4x4 takes two rows at a time, as many sums as stay in registers.
func tile4x4(c, a, b []float32, t tiling) {
	for i := 0; i < 4; i += 2 {
		c0, c1 := c[i*t.ldc:][:4], c[(i+1)*t.ldc:][:4]
		a0, a1 := a[i*t.rowStep:], a[(i+1)*t.rowStep:]
		var s00, s01, s02, s03, s10, s11, s12, s13 float32
		if t.addToPrevious {
			s00, s01, s02, s03 = c0[0], c0[1], c0[2], c0[3]
			s10, s11, s12, s13 = c1[0], c1[1], c1[2], c1[3]
		}
		for p := range t.k {
			x, y, v := a0[p*t.colStep], a1[p*t.colStep], b[4*p:4*p+4:4*p+4]
			s00, s01, s02, s03 = s00+x*v[0], s01+x*v[1], s02+x*v[2], s03+x*v[3]
			s10, s11, s12, s13 = s10+y*v[0], s11+y*v[1], s12+y*v[2], s13+y*v[3]
		}
		c0[0], c0[1], c0[2], c0[3] = s00, s01, s02, s03
		c1[0], c1[1], c1[2], c1[3] = s10, s11, s12, s13
	}
}

func tile1x4(c, a, b []float32, t tiling) {
	var s [4]float32
	if t.addToPrevious {
		copy(s[:], c)
	}
	s0, s1, s2, s3 := s[0], s[1], s[2], s[3]
	for p := range t.k {
		x, v := a[p*t.colStep], b[4*p:4*p+4:4*p+4]
		s0, s1, s2, s3 = s0+x*v[0], s1+x*v[1], s2+x*v[2], s3+x*v[3]
	}
	s = [4]float32{s0, s1, s2, s3}
	copy(c, s[:])
}

func packGeneric(vectors int, dst, src []float32, dstStep, srcStep, rows, cols int) {
	for r := range rows {
		d := dst[r*dstStep:][:4*vectors]
		clear(d[copy(d, src[r*srcStep:][:cols]):])
	}
}

func axpyGeneric(y, x []float32, alpha float32) {
	for i, v := range x {
		y[i] += alpha * v
	}
}

func dotGeneric(a, b []float32) float32 {
	var s float32
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

func adamGeneric(w, g, m, v []float32, s adamStep) {
	for i, x := range g {
		m[i] = s.beta1*m[i] + s.rest1*x
		v[i] = s.beta2*v[i] + s.rest2*x*x
		root := float32(math.Sqrt(float64(s.scale * v[i])))
		w[i] = s.decay*w[i] - s.step*m[i]/(root+s.eps)
	}
}

func lstmForwardGeneric(h, c, tanhC, z, cPrev []float32, hidden int) {
	for j := range hidden {
		i := sigmoid(z[j])
		f := sigmoid(z[hidden+j])
		g := tanh(z[2*hidden+j])
		o := sigmoid(z[3*hidden+j])
		z[j], z[hidden+j], z[2*hidden+j], z[3*hidden+j] = i, f, g, o
		c[j] = f*cPrev[j] + i*g
		t := tanh(c[j])
		tanhC[j] = t
		h[j] = o * t
	}
}

func lstmStepGeneric(h, c, z, cPrev []float32, hidden int) {
	for j := range hidden {
		c[j] = sigmoid(z[hidden+j])*cPrev[j] + sigmoid(z[j])*tanh(z[2*hidden+j])
		h[j] = sigmoid(z[3*hidden+j]) * tanh(c[j])
	}
}

func lstmBackwardGeneric(dz, dcPrev, dh, dc, z, tanhC, cPrev []float32, hidden int) {
	for j := range hidden {
		i, f, g, o := z[j], z[hidden+j], z[2*hidden+j], z[3*hidden+j]
		t, do := tanhC[j], dh[j]*o
		d := dc[j] + do*(1-t*t)
		dz[j] = d * i * (g * (1 - i))
		dz[hidden+j] = d * f * (cPrev[j] * (1 - f))
		dz[2*hidden+j] = d * i * (1 - g*g)
		dz[3*hidden+j] = do * (t * (1 - o))
		dcPrev[j] = d * f
	}
}
