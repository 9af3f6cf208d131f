// Package legibility tells pages whose text is garbled (bad text recognition, a font
// whose encoding is broken, binary data taken for text) from sound ones, so that nobody
// trusts what was found on them.
//
//	page --Sample--> stretches --language model of characters--> bits per character --Limit--> garbled
//
// A recurrent language model reads stretches of characters from all over a page; how
// many bits it needs for a character says how little the page reads like the contracts
// that the model knows. Names, numbers and tables cost more than prose, garbled text
// much more than either. Reading order is not judged. A page with too little text, or
// in another script than Latin, cannot be told and gets no score.
package legibility
