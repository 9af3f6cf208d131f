// Package train fits a tagging model to labelled contracts: first to silver
// labels, which patterns made for whole contracts, then to gold passages, which
// people read. It keeps the weights that are best on a tenth of the documents,
// set apart by a hash of their text.
//
//	Documents --vocabulary--> feature ids --cut--> sequences with sets of tags
//	          --Adam over batches, two stages--> Model
//
// A seed gives the same model whatever the number of processors, on processors
// with the same instruction set.
package train
