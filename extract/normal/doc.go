// Package normal says what an element's text means: a date in ISO 8601, a
// length of time in ISO 8601, an exact sum with its ISO 4217 currency, a place
// by its English name and ISO 3166 code, a law by one form of its citation, a
// clean name.
//
// [Elements] fills the values of a document's elements in place, deciding once
// per document what the texts alone leave open (whether 3/4/2019 is in March,
// whose dollars "$" are, which law "the Code" is). The functions on plain text
// ([Date], [Duration], [Amount], [Law], [Place], [PlaceCode], [Court], [Party],
// [PartyKey], [Name]) can be used alone.
//
// A value is certain or it is empty. Where a text says something that is not
// the whole truth, a flag says so (see the Flag constants), and what was read
// is kept in the attributes. Nothing here panics, whatever the text.
package normal
