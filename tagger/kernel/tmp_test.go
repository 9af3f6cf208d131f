package kernel
import ("testing";"math/rand/v2";"fmt")
func BenchmarkTmp(b *testing.B) {
	const hidden = 200
	rng := rand.New(rand.NewPCG(1, 1))
	l := levels()[0]
	for _, m := range []int{1, 15, 64} {
			size := m * hidden
			zx := random(rng, 4*size)
			h, c, z, q := make([]float32, size), make([]float32, size), make([]float32, 4*size), NewUint8(m, hidden)
			copy(z,zx)
			clear(c)
			b.Run(fmt.Sprint("steps",m), func(b *testing.B) {
				best := fastest(b, func() { for range 4 {l.lstmSteps(h, c, z, c, m, hidden) }})
				b.ReportMetric(float64(best.Nanoseconds())/float64(size)/4, "ns/unit")
			})
			b.Run(fmt.Sprint("int8",m), func(b *testing.B) {
				best := fastest(b, func() { for range 4 {l.lstmStepsInt8(q,h, c, z, c, m, hidden) }})
				b.ReportMetric(float64(best.Nanoseconds())/float64(size)/4, "ns/unit")
			})
	}
}
