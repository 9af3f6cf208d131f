-- +goose Up

-- What contracts of its sort are called, such as `License`; `Other` for one of no kind that the program knows. NULL where it is not certain, and where it was not asked.
ALTER TABLE contracts ADD COLUMN kind TEXT CHECK (kind <> '');
-- Probability that the contract is of that kind, from 0 to 1. NULL where `kind` is.
ALTER TABLE contracts ADD COLUMN kind_confidence REAL CHECK (kind_confidence BETWEEN 0 AND 1);

CREATE INDEX contracts_kind ON contracts (kind);

CREATE TABLE clauses (
    -- Passages that settle something: a sentence, or several that follow each other. A sentence may stand in clauses of several categories.

    -- Number of the clause. No number is used twice.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The document.
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    -- What it is about, such as `Exclusivity` or `Cap On Liability`: the names of CUAD, or those of your own model.
    category TEXT NOT NULL CHECK (category <> ''),
    -- Where it begins in `documents.text`.
    start INTEGER NOT NULL CHECK (start >= 0),
    -- Where it ends.
    "end" INTEGER NOT NULL CHECK ("end" > start),
    -- The page on which it begins, from 1. NULL for documents without pages.
    page INTEGER,
    -- Probability that the passage is of the category, from 0 to 1. Each category has its own threshold, below which there is no row.
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1)
);

CREATE INDEX clauses_document ON clauses (document_id, start);
CREATE INDEX clauses_category ON clauses (category);

-- +goose Down

DROP TABLE clauses;
DROP INDEX contracts_kind;
ALTER TABLE contracts DROP COLUMN kind_confidence;
ALTER TABLE contracts DROP COLUMN kind;
