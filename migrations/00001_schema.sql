-- +goose Up

CREATE TABLE runs (
    -- One row for each time that documents were read into the database.

    -- Number of the run. No number is used twice.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- When the run began, ISO 8601 in UTC.
    started_at TEXT NOT NULL,
    -- When the run ended, ISO 8601 in UTC. NULL while it goes on, and for ever if it was killed.
    finished_at TEXT,
    -- Name and checksum of the model that found the elements.
    model TEXT NOT NULL,
    -- Version of the program.
    version TEXT NOT NULL,
    -- JSON object of the options that matter for the result. A document is read again when they differ.
    options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(options) AND json_type(options) = 'object')
);

CREATE TABLE run_documents (
    -- What each run did with each path.

    -- The run.
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    -- Absolute path of the document, or of a folder that could not be read.
    path TEXT NOT NULL CHECK (path <> ''),
    -- `read`, `unchanged` (an earlier reading still holds), `failed` or `skipped` (not a format that is read).
    outcome TEXT NOT NULL CHECK (outcome IN ('read', 'unchanged', 'failed', 'skipped')),
    -- Why the outcome is `failed` or `skipped`.
    error TEXT,
    PRIMARY KEY (run_id, path)
) WITHOUT ROWID;

CREATE INDEX run_documents_path ON run_documents (path, run_id);

CREATE TABLE documents (
    -- One row for each path: its newest reading. Reading a document again replaces the row and everything that belongs to it.

    -- Number of the reading. It changes when the document is read again, and no number is used twice.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The run that read the document.
    run_id INTEGER NOT NULL REFERENCES runs (id),
    -- Absolute path of the file. Equal content at two paths is two documents.
    path TEXT NOT NULL UNIQUE CHECK (path <> ''),
    -- SHA-256 of the file's bytes, lower-case hexadecimal. NULL when the file could not be read.
    sha256 TEXT CHECK (length(sha256) = 64),
    -- `text`, `pdf`, `docx` or `html`. NULL when it could not be told.
    format TEXT CHECK (format <> ''),
    -- Size of the file in bytes. NULL when the file could not be read.
    bytes INTEGER CHECK (bytes >= 0),
    -- Number of pages. NULL when not known.
    pages INTEGER CHECK (pages >= 0),
    -- The whole text. All `start` and `end` in the database count its Unicode code points. NULL when there is none.
    text TEXT,
    -- `ok`, `failed` or `skipped` (not a format that is read).
    status TEXT NOT NULL CHECK (status IN ('ok', 'failed', 'skipped')),
    -- Why the status is not `ok`.
    error TEXT,
    -- Seconds of work spent on the document.
    seconds REAL CHECK (seconds >= 0)
);

CREATE INDEX documents_run ON documents (run_id);
CREATE INDEX documents_status ON documents (status, path);
CREATE INDEX documents_sha256 ON documents (sha256);

CREATE TABLE pages (
    -- The pages of each document and where each one's text stands.

    -- The document.
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    -- Number of the page in the file, from 1. It need not be the number printed on it.
    number INTEGER NOT NULL CHECK (number >= 1),
    -- Where the page's text starts in `documents.text`, in code points from 0.
    start INTEGER NOT NULL CHECK (start >= 0),
    -- Where the page's text ends in `documents.text`, exclusive.
    "end" INTEGER NOT NULL CHECK ("end" >= start),
    -- Width of the page as seen upright, in points (1/72 inch). NULL when the format has none.
    width REAL CHECK (width > 0),
    -- Height of the page as seen upright, in points. NULL when the format has none.
    height REAL CHECK (height > 0),
    -- `ok`, `image` (pictures only, no text layer) or `failed` (it shows text that could not be read).
    status TEXT NOT NULL CHECK (status IN ('ok', 'image', 'failed')),
    -- Why the status is `failed`.
    error TEXT,
    PRIMARY KEY (document_id, number)
) WITHOUT ROWID;

CREATE TABLE elements (
    -- The elements that were found, each with its place: `substr(documents.text, start + 1, "end" - start)` is the element's text.

    -- Number of the element. No number is used twice.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The document.
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    -- What it is: `PARTY`, `ALIAS`, `TITLE`, `DATE`, `DURATION`, `AMOUNT`, `LAW`, `GOVLAW` or `COURT`.
    label TEXT NOT NULL CHECK (label <> ''),
    -- What a DATE, DURATION, AMOUNT or COURT is for, such as `effective`, `notice`, `cap` or `jurisdiction`. NULL for other labels.
    role TEXT CHECK (role <> ''),
    -- The element as it stands in the document.
    text TEXT NOT NULL CHECK (text <> ''),
    -- The exact normalised value: ISO 8601 date or duration, decimal amount, cleaned name. NULL where nothing certain can be said.
    value TEXT CHECK (value <> ''),
    -- The amount, or the duration's length in days, for comparing and sorting. NULL where there is none.
    number REAL,
    -- ISO 4217 code of an amount's currency. NULL where unknown.
    currency TEXT CHECK (currency <> ''),
    -- The model's probability of the whole span with its label, from 0 to 1.
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    -- Number of the page where the element starts. NULL when the document has no pages.
    page INTEGER CHECK (page >= 1),
    -- Where the element starts in `documents.text`, in code points from 0.
    start INTEGER NOT NULL CHECK (start >= 0),
    -- Where the element ends in `documents.text`, exclusive.
    "end" INTEGER NOT NULL CHECK ("end" > start),
    -- Text of the sentence in which the element starts.
    sentence TEXT,
    -- JSON array of short fixed words that warn the reader, such as `["partial"]`, or `["garbled_page"]` for an element on a page that is garbled. NULL when there are none.
    flags TEXT CHECK (flags IS NULL OR json_valid(flags) AND json_type(flags) = 'array'),
    -- JSON object of further facts by name. NULL when there are none.
    attributes TEXT CHECK (attributes IS NULL OR json_valid(attributes) AND json_type(attributes) = 'object')
);

CREATE INDEX elements_document ON elements (document_id, start);
CREATE INDEX elements_label ON elements (label, role, value);
CREATE INDEX elements_number ON elements (label, number) WHERE number IS NOT NULL;
CREATE INDEX elements_value ON elements (value) WHERE value IS NOT NULL;

CREATE TABLE contracts (
    -- One record for each contract: what its elements say together. NULL means not found or not certain.

    -- Number of the record. No number is used twice.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The document.
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    -- Which contract of the document: 1 is the main one.
    part INTEGER NOT NULL CHECK (part >= 1),
    -- Where the contract starts in `documents.text`, in code points from 0.
    start INTEGER NOT NULL CHECK (start >= 0),
    -- Where the contract ends in `documents.text`, exclusive.
    "end" INTEGER NOT NULL CHECK ("end" >= start),
    -- The contract's own title.
    title TEXT CHECK (title <> ''),
    -- The date that the contract bears, ISO 8601.
    agreement_date TEXT CHECK (agreement_date <> ''),
    -- The date from which the contract takes effect, ISO 8601. A date that is both fills both columns.
    effective_date TEXT CHECK (effective_date <> ''),
    -- The date on which the contract's term ends, ISO 8601.
    expiration_date TEXT CHECK (expiration_date <> ''),
    -- How long the contract or its first term runs, ISO 8601 duration such as `P5Y`.
    term TEXT CHECK (term <> ''),
    -- How long each renewal runs, ISO 8601 duration.
    renewal TEXT CHECK (renewal <> ''),
    -- Advance notice of non-renewal, ISO 8601 duration.
    notice TEXT CHECK (notice <> ''),
    -- Advance notice of termination, ISO 8601 duration.
    termination_notice TEXT CHECK (termination_notice <> ''),
    -- The jurisdiction whose law governs the contract.
    governing_law TEXT CHECK (governing_law <> ''),
    -- The courts to which disputes go.
    jurisdiction TEXT CHECK (jurisdiction <> ''),
    UNIQUE (document_id, part)
);

CREATE INDEX contracts_governing_law ON contracts (governing_law);
CREATE INDEX contracts_agreement_date ON contracts (agreement_date);
CREATE INDEX contracts_effective_date ON contracts (effective_date);
CREATE INDEX contracts_expiration_date ON contracts (expiration_date);

CREATE TABLE contract_parties (
    -- The parties of each contract, in the order in which the contract names them.

    -- The contract.
    contract_id INTEGER NOT NULL REFERENCES contracts (id) ON DELETE CASCADE,
    -- The document in which the contract stands.
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    -- Legal name of the party.
    name TEXT NOT NULL CHECK (name <> ''),
    -- Short name that the contract defines for the party. NULL when there is none.
    alias TEXT CHECK (alias <> '')
);

CREATE INDEX contract_parties_contract ON contract_parties (contract_id);
CREATE INDEX contract_parties_document ON contract_parties (document_id);
CREATE INDEX contract_parties_name ON contract_parties (name);

-- +goose Down

DROP TABLE contract_parties;
DROP TABLE contracts;
DROP TABLE elements;
DROP TABLE pages;
DROP TABLE documents;
DROP TABLE run_documents;
DROP TABLE runs;
