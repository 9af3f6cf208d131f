package compare

import (
	"fmt"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
)

// WritePlot draws the learning curves as SVG: for each variant the mean over
// seeds of the held-out span F1 after each pass over the data.
func WritePlot(w io.Writer, variants []Variant, results []Result) error {
	p := plot.New()
	p.Title.Text = "Held-out span F1 in training"
	p.X.Label.Text = "pass over the data (silver labels, then gold passages)"
	p.Y.Label.Text = "span F1, mean over seeds"
	p.Legend.Left = false
	p.Legend.Top = false
	p.Add(plotter.NewGrid())
	for i, v := range variants {
		points := meanCurve(results, v.Name)
		if len(points) == 0 {
			continue
		}
		line, err := plotter.NewLine(points)
		if err != nil {
			return fmt.Errorf("plot %s: %w", v.Name, err)
		}
		line.Color, line.Dashes = plotutil.Color(i), plotutil.Dashes(i/7)
		line.Width = vg.Points(1.2)
		p.Add(line)
		p.Legend.Add(v.Factor+": "+v.Level, line)
	}
	out, err := p.WriterTo(24*vg.Centimeter, 16*vg.Centimeter, "svg")
	if err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	_, err = out.WriteTo(w)
	return err
}

// meanCurve averages the passes that all runs of a variant have.
func meanCurve(results []Result, variant string) plotter.XYs {
	var sums []float64
	runs := 0
	for _, r := range results {
		if r.Variant != variant {
			continue
		}
		ys := make([]float64, len(r.Curve))
		for i, p := range r.Curve {
			ys[i] = p.HeldOut
		}
		if runs == 0 {
			sums = ys
		} else {
			sums = sums[:min(len(sums), len(ys))]
			for i := range sums {
				sums[i] += ys[i]
			}
		}
		runs++
	}
	points := make(plotter.XYs, len(sums))
	for i, y := range sums {
		points[i].X, points[i].Y = float64(i+1), y/float64(runs)
	}
	return points
}
