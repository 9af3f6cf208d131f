// Package clause finds the clauses of a contract, such as that on exclusivity or on a
// cap on liability, and says of what kind the contract is.
//
//	sentences --marks--> questions --classify--> classes that hold --> Clauses, Kind
//
// Each sentence of some length is a mark of a [classify.Model], of which any number of
// categories may hold; sentences of one category that follow each other are one clause.
// The kind is that of a mark on the head of the document. [Answers] makes of what
// people marked in a contract the answers that such a model learns from.
//
// A clause begins with the first and ends with the last token of a sentence. Every
// decision says which words were decisive.
package clause
