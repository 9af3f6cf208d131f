// Package score measures elements against gold annotations and contract
// records against human answers.
//
// [Spans] counts predicted elements that overlap an annotated passage: exactly
// right, overlapping, and right with their role. [Contracts] compares the
// fields of contract records by value: dates as dates, durations by length,
// governing law by ISO 3166 code or else by name, parties one to one by name
// without legal form. It also says how well confidence tells right from wrong,
// and lists every disagreement. [Classes] compares roles where the elements are
// given.
//
// It works on plain values and knows no database. Equal input gives equal
// reports; each is printed as a table or as JSON.
package score
