// Package annotation reads and writes annotated texts in the formats that
// people's annotation tools use, so that they can bring their own labels:
// CoNLL-2003 columns, brat standoff, Label Studio JSON, doccano JSONL, and this
// program's own gold tables.
//
//	file or folder --Read--> []Document --Write--> file or folder
//
// A [Document] is a text with its spans, counted in Unicode code points. Reading
// promises that every text is valid UTF-8 and every span has a label and lies,
// not empty, inside its text; whatever breaks that is an [Error] that names the
// file and the line. Reading drops no span: overlapping and repeated spans stay,
// and [DropOverlaps] takes them out where they cannot be used. What was left out
// because nobody annotated it, or was read in another way than it is written, is
// told in notes ([Reader.Read]); what a format could not hold is counted in the
// [Report] of [Write].
//
// Each format's file says how the format is understood.
package annotation
