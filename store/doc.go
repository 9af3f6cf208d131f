// Package store keeps what was read in one SQLite database and gives it back.
//
// A run opens a [Store], registers itself, asks for each path whether its
// reading still holds ([Store.Known]) and writes one [extract.Record] per
// document, each in one transaction that replaces all that was known of the
// path. A [Reader] opens the same file so that nothing can be written, for
// exports and for queries in SQL.
//
// It promises that a process killed at any moment leaves a sound database with
// whole documents in it, that start and end count Unicode code points of
// documents.text, and that a record whose spans do not fit its text is refused
// instead of written. Empty values are NULL. The schema is in package
// migrations and described in docs/schema.md.
//
// The driver is github.com/mattn/go-sqlite3, or modernc.org/sqlite where the
// program is built without cgo; both do the same.
package store
