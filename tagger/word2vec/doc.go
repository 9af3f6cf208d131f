// Package word2vec learns vectors of words from the words around them, by
// skip-gram or CBOW with negative sampling (Mikolov et al., "Distributed
// Representations of Words and Phrases and their Compositionality", 2013), and
// reads and writes them in the text and binary formats of the word2vec program.
//
// [Train] takes sentences of words, numbers the words that occur often enough,
// and walks over the corpus Epochs times. Words are taken as they are: whoever
// looks vectors up later must bring words into the same form (lower case, digits
// as 0, …) as the caller of Train did.
//
// Training gives the same bits for the same sentences, options and seed within
// one instruction set (see [covenant/tagger/kernel.Level]), whatever
// Options.Workers is, and has no data race: Options.Shards parts of the text are
// learned side by side, each on its own copies of the rows that it changes, and
// then merged.
package word2vec
