package resolve

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"covenant/extract"
)

//go:embed weights.tsv
var embedded string

// Default returns the weights that come with the program. They were learned
// from the answers that people gave for contracts of CUAD's train part and
// must not be changed.
var Default = sync.OnceValue(func() Weights {
	w, err := ReadWeights(strings.NewReader(embedded))
	if err != nil {
		panic("the embedded weights: " + err.Error()) // a test reads them
	}
	return w
})

// mostWeight bounds weights, so that no score is infinite.
const mostWeight = 1e6

// ReadWeights reads what [Weights.WriteTo] writes: weights between -1e6 and 1e6
// of known fields. Empty lines and those that begin with # are skipped.
func ReadWeights(r io.Reader) (Weights, error) {
	w := Weights{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
			cells := strings.Split(line, "\t")
			if len(cells) != 3 {
				return nil, fmt.Errorf("reading weights: line %d has %d cells, not field, feature and weight", n, len(cells))
			}
			name := extract.FieldName(cells[0])
			if !slices.Contains(extract.FieldNames(), name) {
				return nil, fmt.Errorf("reading weights: line %d: unknown field %q", n, cells[0])
			}
			x, err := strconv.ParseFloat(cells[2], 64)
			if err != nil || !(math.Abs(x) <= mostWeight) {
				return nil, fmt.Errorf("reading weights: line %d: %q is no weight", n, cells[2])
			}
			if w[name] == nil {
				w[name] = map[string]float64{}
			}
			w[name][cells[1]] = x
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading weights: %w", err)
	}
	return w, nil
}

// WriteTo writes the weights as lines of field, feature and weight with tabs
// between, in a fixed order, with four decimals.
func (w Weights) WriteTo(out io.Writer) (int64, error) {
	var b strings.Builder
	for _, field := range extract.FieldNames() {
		for _, feature := range slices.Sorted(maps.Keys(w[field])) {
			fmt.Fprintf(&b, "%s\t%s\t%.4f\n", field, feature, w[field][feature])
		}
	}
	n, err := io.WriteString(out, b.String())
	if err != nil {
		return int64(n), fmt.Errorf("writing weights: %w", err)
	}
	return int64(n), nil
}
