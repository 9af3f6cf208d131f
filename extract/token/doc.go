// Package token cuts a document's text into tokens and sentences.
//
//	text --words--> shadow --prose--> breaks and cuts --scan--> tokens --group--> Sentences
//
// White space bounds words; prose (github.com/jdkato/prose) says where sentences
// end and where contractions part; the scanner cuts each word further, so that
// every element a lawyer would mark begins and ends between two tokens.
//
// It promises, for every input: text[Start:End] is the token; tokens are in
// order and do not overlap; every character that is not white space is in
// exactly one of them; a sentence has 1 to [MaxTokens] tokens; a blank line
// always ends one; equal texts give equal sentences. It has no state beyond
// read-only tables and is safe for concurrent use.
package token
