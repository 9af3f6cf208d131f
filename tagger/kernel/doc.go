// Package kernel holds the arithmetic of recurrent networks on []float32:
// matrix products with a packed right operand, the logistic functions, the
// LSTM cell forward and backward, and the AdamW step.
//
// All matrices are row-major, and their leading dimension is their number of
// columns. Every call runs in the goroutine that makes it; callers share out
// the rows of a batch. For a given instruction set (see [Level]) the result of
// each element depends on nothing but its operands: not on the number of
// goroutines, nor on the rows that stand beside it in a batch.
//
// A slice that is too short for the given shape is an error of the program, and
// panics before anything is read or written, as an index out of range does.
package kernel
