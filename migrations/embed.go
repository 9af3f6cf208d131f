// Package migrations holds the database's schema as goose migrations in SQL,
// numbered in the order in which they are applied, and embeds them so that the
// program needs no file beside it.
//
// The comments of each CREATE TABLE and ADD COLUMN describe the columns:
// docs/schema.md is made from them. A migration that has been released is never changed; later
// ones add tables and columns and rename none, because people's queries rely
// on the names.
package migrations

import "embed"

// FS holds the migrations, *.sql, in its root.
//
//go:embed *.sql
var FS embed.FS
