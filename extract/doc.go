// Package extract is the language of the product: what a document, a token, a
// labelled element and a contract record are. It holds plain data and the
// arithmetic of offsets, and imports nothing else of this module; every other
// package speaks in its types.
//
// Data goes through the program in this order:
//
//	bytes --read--> Document --token--> Sentences --tagger--> Elements
//	      --normal--> Elements with values --resolve--> Contracts --store--> rows
//
// All offsets inside the program are bytes of Document.Text ([ByteSpan]); the
// database counts Unicode code points ([RuneSpan]). [RuneIndex] converts.
package extract
