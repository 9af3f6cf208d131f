-- +goose Up

-- How little the page reads like the contracts that the language model knows: the bits that it needs for a character of the page's text, in the mean over a sample; the bits of words that begin with a capital letter count half. Prose has about 1.5, tables and lists of names 2 to 3, garbled text mostly more than 4. NULL where there is too little text to tell or it is not in Latin letters, and where no language model was asked.
ALTER TABLE pages ADD COLUMN bits_per_character REAL CHECK (bits_per_character > 0);
-- 1: the text is garbled (bad text recognition, a font whose encoding is broken, binary data); trust nothing on the page. 0: it is not. NULL where `bits_per_character` is.
ALTER TABLE pages ADD COLUMN garbled INTEGER CHECK (garbled IN (0, 1));

CREATE INDEX pages_garbled ON pages (document_id, number) WHERE garbled = 1;

-- +goose Down

DROP INDEX pages_garbled;
ALTER TABLE pages DROP COLUMN garbled;
ALTER TABLE pages DROP COLUMN bits_per_character;
