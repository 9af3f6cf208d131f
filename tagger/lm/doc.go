// Package lm is a recurrent language model: it learns from texts without labels how
// likely each word is after the words before it, and before the words after it. A
// tagger can start from what it learned, its perplexity tells garbled text from
// sound, and it completes sentences.
//
//	Corpus --vocabulary--> ids --lanes of documents, windows--> Train --> Model
//	Model --> Score, Surprise, Complete; a file (docs/format.md draws it)
//
// Each direction is an LSTM of its own over shared word embeddings, which also are
// the weights of the output. Words are taken as they are: whoever asks a model later
// must bring words into the form (small letters, digits as 0, …) that it was trained
// on; to the network they may as well be single characters, as Spell gives them.
// Training and everything else give the same bits for the same input within one
// instruction set, whatever the number of processors.
package lm
