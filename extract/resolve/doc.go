// Package resolve puts a document's normalised elements together into the one
// record of its contract: title, dates, term, renewal, notice periods,
// governing law, jurisdiction and parties.
//
// Each field has its file. A field is chosen among the elements of its label
// by the role that the tagger gave, its probability, where it stands (the
// preamble before the body, the body before signatures) and the words around
// it. A field for which no element speaks stays empty; a value is computed
// only where the contract states what it is computed from (a term and the day
// on which it begins).
package resolve
