package annotation

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"covenant/extract"
)

// A Format is one of the formats that are read and written.
type Format string

// The formats.
const (
	CoNLL       Format = "conll"       // a file of columns
	Brat        Format = "brat"        // a folder of .txt and .ann files
	LabelStudio Format = "labelstudio" // a JSON file
	Doccano     Format = "doccano"     // a JSON lines file
	Gold        Format = "gold"        // a folder of .csv and .txt files
)

// Formats returns all formats.
func Formats() []Format { return []Format{CoNLL, Brat, LabelStudio, Doccano, Gold} }

// formatNames is the list of formats for messages.
func formatNames() string {
	var names []string
	for _, f := range Formats() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

// ParseFormat checks the name of a format.
func ParseFormat(name string) (Format, error) {
	for _, f := range Formats() {
		if string(f) == name {
			return f, nil
		}
	}
	return "", fmt.Errorf("%w: %q is none of %s", ErrFormat, name, formatNames())
}

// Read reads the annotated documents at path. It fails where there are none.
// What it leaves out it does not tell; [Reader.Read] does.
func Read(ctx context.Context, path string, format Format) ([]Document, error) {
	docs, _, err := Reader{}.Read(ctx, path, format)
	return docs, err
}

// A Reader reads annotated documents. The zero value is ready.
type Reader struct {
	// Texts is the folder of the texts that gold tables speak of. By default
	// they are looked for beside the tables, then in the folder txt there.
	Texts string
}

// Read reads the annotated documents at path, and tells what it left out or
// read in another way than it is written. It fails where there are none.
func (r Reader) Read(ctx context.Context, path string, format Format) ([]Document, []Note, error) {
	docs, notes, err := r.read(ctx, path, format)
	if err == nil && len(docs) == 0 {
		err = &Error{Place{File: path}, ErrEmpty}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s annotations: %w", format, err)
	}
	return docs, notes, nil
}

func (r Reader) read(ctx context.Context, path string, format Format) ([]Document, []Note, error) {
	switch format {
	case Brat:
		return readBrat(ctx, path)
	case Gold:
		return readGold(ctx, path, r.Texts)
	}
	if _, err := ParseFormat(string(format)); err != nil {
		return nil, nil, err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, nil, fmt.Errorf("%w: %s is a folder, but %s is a single file", ErrFormat, path, format)
	}
	text, err := readText(path)
	if err != nil {
		return nil, nil, err
	}
	switch format {
	case CoNLL:
		return parseCoNLL(ctx, path, text)
	case LabelStudio:
		return parseLabelStudio(ctx, path, text)
	}
	return parseDoccano(ctx, path, text)
}

// readText reads a file that must be UTF-8.
func readText(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	text := string(b)
	return text, checkText(path, text)
}

// A Tokenizer cuts a text into sentences and tokens, in order. It is called for
// several texts at the same time.
type Tokenizer func(ctx context.Context, text string) ([]extract.Sentence, error)

// A Report counts what was written, and what the format could not hold.
type Report struct {
	Documents, Spans int // written

	Overlapping int // spans dropped because a longer one overlaps them
	Snapped     int // spans that cut a token and were widened to whole tokens
	Blank       int // spans of white space alone, dropped
	Empty       int // documents without text, dropped
	Relabelled  int // spans whose label has white space, for which a low line stands
	Renamed     int // documents whose name the format could not hold as it was
}

// Write writes documents to path, which appears only when it is whole: a file,
// which is replaced, or for brat and gold a folder, which must be new or empty.
// CoNLL alone needs the tokenizer.
func Write(ctx context.Context, path string, format Format, docs []Document, tokenize Tokenizer) (Report, error) {
	report, err := write(ctx, path, format, docs, tokenize)
	if err != nil {
		return Report{}, fmt.Errorf("writing %s annotations: %w", format, err)
	}
	return report, nil
}

func write(ctx context.Context, path string, format Format, docs []Document, tokenize Tokenizer) (Report, error) {
	for i := range docs {
		if err := docs[i].check(); err != nil {
			return Report{}, fmt.Errorf("document %q: %w", docs[i].Name, err)
		}
	}
	switch format {
	case CoNLL:
		if tokenize == nil {
			return Report{}, fmt.Errorf("%w: %s needs a tokenizer", ErrFormat, format)
		}
		return writeFile(path, func(w *output) (Report, error) { return writeCoNLL(ctx, w, docs, tokenize) })
	case LabelStudio:
		return writeFile(path, func(w *output) (Report, error) { return writeLabelStudio(ctx, w, docs) })
	case Doccano:
		return writeFile(path, func(w *output) (Report, error) { return writeDoccano(ctx, w, docs) })
	case Brat:
		return writeFolder(path, func(dir string) (Report, error) { return writeBrat(ctx, dir, docs) })
	case Gold:
		return writeFolder(path, func(dir string) (Report, error) { return writeGold(ctx, dir, docs) })
	}
	_, err := ParseFormat(string(format))
	return Report{}, err
}

// FormatOf guesses the format to write from the name of a file; "" when the
// name does not tell.
func FormatOf(path string) Format {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".jsonl":
		return Doccano
	case ".json":
		return LabelStudio
	case ".conll", ".iob", ".bio":
		return CoNLL
	}
	return ""
}
