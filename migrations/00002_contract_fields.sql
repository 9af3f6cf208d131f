-- +goose Up

-- ISO 3166-1 or 3166-2 code of the place whose law governs the contract, such as `DE` or `US-NY`. NULL where unknown.
ALTER TABLE contracts ADD COLUMN governing_law_code TEXT CHECK (governing_law_code <> '');
-- ISO 3166-1 or 3166-2 code of the courts' place. NULL where unknown.
ALTER TABLE contracts ADD COLUMN jurisdiction_code TEXT CHECK (jurisdiction_code <> '');
-- 1: the contract renews unless a party acts. 0: it renews only if a party acts. NULL where it does not say.
ALTER TABLE contracts ADD COLUMN renewal_automatic INTEGER CHECK (renewal_automatic IN (0, 1));
-- What the contract is worth in all, where it says so: an exact decimal number.
ALTER TABLE contracts ADD COLUMN total_value TEXT CHECK (total_value <> '');
-- ISO 4217 code of the currency of `total_value`. NULL where unknown.
ALTER TABLE contracts ADD COLUMN total_value_currency TEXT CHECK (total_value_currency <> '');

CREATE INDEX contracts_governing_law_code ON contracts (governing_law_code);

CREATE TABLE contract_fields (
    -- Why each record says what it says: one row for each of its values, and one for each value that it might have had instead. Records made by versions before this table have none until their documents are read again.

    -- Number of the row. No number is used twice.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The contract.
    contract_id INTEGER NOT NULL REFERENCES contracts (id) ON DELETE CASCADE,
    -- The document in which the contract stands.
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    -- The field: the name of a column of `contracts` such as `term`, or `party`.
    field TEXT NOT NULL CHECK (field <> ''),
    -- The value: as in `contracts`, `yes` or `no` for `renewal_automatic`, the legal name of a `party`.
    value TEXT NOT NULL CHECK (value <> ''),
    -- ISO 3166 code of a place, ISO 4217 code of a sum's currency. NULL for other fields and where unknown.
    code TEXT CHECK (code <> ''),
    -- `stated` where an element says the value, else in words what it was computed from.
    derivation TEXT NOT NULL CHECK (derivation <> ''),
    -- Probability that the value is right, from 0 to 1.
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    -- 1: the record's value (each party has rank 1). From 2 on: values that were thought less likely, the likeliest first, also where none was good enough to be the record's.
    rank INTEGER NOT NULL CHECK (rank >= 1)
);

CREATE INDEX contract_fields_contract ON contract_fields (contract_id);
CREATE INDEX contract_fields_document ON contract_fields (document_id);
CREATE INDEX contract_fields_value ON contract_fields (field, value);
CREATE INDEX contract_fields_confidence ON contract_fields (confidence) WHERE rank = 1;

CREATE TABLE contract_field_elements (
    -- The elements that each row of `contract_fields` came from.

    -- The row of `contract_fields`.
    field_id INTEGER NOT NULL REFERENCES contract_fields (id) ON DELETE CASCADE,
    -- 0 is the element that says the value; those from 1 on support it.
    position INTEGER NOT NULL CHECK (position >= 0),
    -- The element.
    element_id INTEGER NOT NULL REFERENCES elements (id) ON DELETE CASCADE,
    PRIMARY KEY (field_id, position),
    UNIQUE (element_id, field_id)
) WITHOUT ROWID;

-- The row of `contract_fields` with the party's name, which leads to the elements that name it. NULL for parties found by versions before that table.
ALTER TABLE contract_parties ADD COLUMN field_id INTEGER REFERENCES contract_fields (id) ON DELETE CASCADE;
-- The party's place in the order in which the contract names its parties, from 1.
ALTER TABLE contract_parties ADD COLUMN position INTEGER CHECK (position >= 1);
-- The party's legal form in its usual spelling, such as `Inc.` or `GmbH`. NULL when its name has none.
ALTER TABLE contract_parties ADD COLUMN legal_form TEXT CHECK (legal_form <> '');
-- What the party is in the contract, such as `Licensor`. NULL when the contract does not say.
ALTER TABLE contract_parties ADD COLUMN role TEXT CHECK (role <> '');
-- 1: the contract's opening names the party. 0: it does not. NULL as for `field_id`.
ALTER TABLE contract_parties ADD COLUMN introduced INTEGER CHECK (introduced IN (0, 1));
-- 1: the party stands in the signature block. 0: it does not. NULL as for `field_id`.
ALTER TABLE contract_parties ADD COLUMN signs INTEGER CHECK (signs IN (0, 1));

UPDATE contract_parties SET position = (SELECT count(*) FROM contract_parties p
WHERE p.contract_id = contract_parties.contract_id AND p.rowid <= contract_parties.rowid);

CREATE INDEX contract_parties_field ON contract_parties (field_id);

-- +goose Down

DROP INDEX contract_parties_field;
ALTER TABLE contract_parties DROP COLUMN signs;
ALTER TABLE contract_parties DROP COLUMN introduced;
ALTER TABLE contract_parties DROP COLUMN role;
ALTER TABLE contract_parties DROP COLUMN legal_form;
ALTER TABLE contract_parties DROP COLUMN position;
ALTER TABLE contract_parties DROP COLUMN field_id;
DROP TABLE contract_field_elements;
DROP TABLE contract_fields;
DROP INDEX contracts_governing_law_code;
ALTER TABLE contracts DROP COLUMN total_value_currency;
ALTER TABLE contracts DROP COLUMN total_value;
ALTER TABLE contracts DROP COLUMN renewal_automatic;
ALTER TABLE contracts DROP COLUMN jurisdiction_code;
ALTER TABLE contracts DROP COLUMN governing_law_code;
