// Package pipeline takes files and folders to rows of a database.
//
//	discover → unchanged → read → judge → tokenize → tag → roles → normalise → clauses → store
//
// Each stage is a function from one channel of documents to the next and
// stands in the file of its name; [Run] wires them. The channels hold nothing
// back, so that a slow stage slows the ones before it; several workers serve
// every stage in the middle and one writer serves the database.
//
// It promises that a document which fails, or makes a stage panic, is recorded
// with its error and stops nothing else; that no more than [Options.Documents]
// documents of about [Options.MaxBytes] are held at once, however many there
// are; that a document that was read before and has not changed is not read
// again; and that a cancelled run returns promptly with whole documents in the
// database. [Inspect] runs the first stages on one document and shows what
// they made of it, and [Explain] all of them and why elements have their roles;
// [Sentences] runs those of reading on folders, for learning
// from text that nobody annotated.
package pipeline
