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
	return writeSVG(w, p)
}

func writeSVG(w io.Writer, p *plot.Plot) error {
	out, err := p.WriterTo(24*vg.Centimeter, 16*vg.Centimeter, "svg")
	if err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	_, err = out.WriteTo(w)
	return err
}

// WriteSharesPlot draws span F1 over the share of the gold spans as SVG, a line for each
// start, with a standard deviation up and down where there are several seeds.
func WriteSharesPlot(w io.Writer, starts []Variant, shares []AtShare) error {
	p := plot.New()
	p.Title.Text = "Span F1 with few labels"
	p.X.Label.Text = "share of the gold spans that are learned from, %"
	p.Y.Label.Text = "span F1, mean and standard deviation over seeds"
	p.X.Scale = plot.LogScale{}
	var ticks plot.ConstantTicks
	for _, a := range shares {
		ticks = append(ticks, plot.Tick{Value: 100 * a.Share, Label: fmt.Sprintf("%g", 100*a.Share)})
	}
	p.X.Tick.Marker = ticks
	p.Legend.Left = false
	p.Legend.Top = false
	p.Add(plotter.NewGrid())
	for i, v := range starts {
		points := newErrorPoints(v, shares)
		line, err := plotter.NewLine(points)
		if err != nil {
			return fmt.Errorf("plot %s: %w", v.Name, err)
		}
		bars, err := plotter.NewYErrorBars(points)
		if err != nil {
			return fmt.Errorf("plot %s: %w", v.Name, err)
		}
		line.Color, line.Width = plotutil.Color(i), vg.Points(1.2)
		bars.Color, bars.Width = plotutil.Color(i), vg.Points(0.8)
		p.Add(line, bars)
		p.Legend.Add(v.Factor+": "+v.Level, line)
	}
	p.X.Min, p.X.Max = p.X.Min*0.9, p.X.Max*1.1 // with one share too a range above zero
	return writeSVG(w, p)
}

// errorPoints are means with their deviations.
type errorPoints struct {
	plotter.XYs
	plotter.YErrors
}

func newErrorPoints(v Variant, shares []AtShare) errorPoints {
	var e errorPoints
	for _, a := range shares {
		s := a.f1(v)
		e.XYs = append(e.XYs, plotter.XY{X: 100 * a.Share, Y: s.Mean})
		e.YErrors = append(e.YErrors, struct{ Low, High float64 }{s.Deviation, s.Deviation})
	}
	return e
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
