package kernel

import "fmt"

// need panics unless s holds rows×cols elements. name is the argument's name.
func need(name string, s []float32, rows, cols int) {
	if rows < 0 || cols < 0 {
		panic(fmt.Sprintf("kernel: %s has the shape %d×%d", name, rows, cols))
	}
	if len(s) < rows*cols {
		panic(fmt.Sprintf("kernel: %s holds %d elements, its shape is %d×%d", name, len(s), rows, cols))
	}
}

// needEqual panics unless s has n elements.
func needEqual(name string, s []float32, n int) {
	if len(s) != n {
		panic(fmt.Sprintf("kernel: %s has the length %d, not %d", name, len(s), n))
	}
}
