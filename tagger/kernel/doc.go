// Package kernel holds the arithmetic of recurrent networks on []float32:
// matrix products with a packed right operand, the logistic functions, the
// LSTM cell forward and backward, and the AdamW step. For inference there are also
// products of 8-bit weights and activations, a quarter of the time where the
// processor has an instruction for them ([HasInt8]).
//
// All matrices are row-major, and their leading dimension is their number of
// columns. Every call runs in the goroutine that makes it; callers share out
// the rows of a batch. For a given instruction set (see [Level]) a row of a
// product, and a row of gates, has the same bits alone and in any batch, however
// many goroutines share the batch.
//
// A slice that is too short for the given shape is an error of the program, and
// panics before anything is read or written, as an index out of range does.
//
// # Levels
//
// A level is a struct of functions for one instruction set: generic in plain Go
// for every processor, avx2 and avx512 in assembly that the program in asm writes
// (go generate). The best one that the processor has is chosen once, at the start.
// The functions on 8-bit numbers are a level of their own, int8Level, which belongs to
// one for float32: in assembly for AVX-512 with VNNI, else in plain Go. Rounding to 8
// bits and products of such numbers give the same bits on all levels.
//
// To add a level:
//
//   - write its functions: for amd64 a new isa in asm/isa.go, for another
//     processor an assembly file with its Go declarations;
//   - make a level of them, as level_amd64.go does, with the size of its tiles.
//     The micro-kernel takes A by the two steps of its rows and columns, and B as a
//     panel of rows of whole vectors; it touches no more columns of C than it is
//     told, and adds up each element in the order of the terms;
//   - list it in levels(), best first, where the processor has it. The tests and
//     benchmarks run on all levels of that list.
package kernel
