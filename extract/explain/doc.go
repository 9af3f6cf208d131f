// Package explain shows what was found in one document and why: its elements, the
// contract record, and for each decision of a classifier the words that it rests on.
//
//	Record and Decisions → Explanation → WriteText  for a terminal
//	                                   → WriteHTML  one page that needs nothing else
//
// A decision is about a stretch of the document: the role of an element, or any other
// question with a few answers. Nothing here depends on which question it is.
//
// The text of the document is shown as it is, every character once and in order, but
// for control characters, which a terminal would obey, and what HTML has to escape.
package explain
