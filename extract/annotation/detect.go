package annotation

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Detect tells the format of what stands at path from what is in it: in a
// folder, .ann files are brat and gold tables are gold; in a file, the header of
// a gold table, the fields of the first JSON object, or columns with tags. The
// error lists the formats.
func Detect(path string) (Format, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("detecting the annotation format: %w", err)
	}
	format := Format("")
	if info.IsDir() {
		format, err = detectFolder(path)
	} else {
		var text string
		if text, err = readText(path); err == nil {
			format = detectFile(text)
		}
	}
	switch {
	case err != nil:
		return "", fmt.Errorf("detecting the annotation format: %w", err)
	case format == "":
		return "", fmt.Errorf("%w: cannot tell which %s is; it can be one of %s", ErrFormat, path, formatNames())
	}
	return format, nil
}

func detectFolder(dir string) (Format, error) {
	names, _, err := bratNames(dir)
	if err != nil || len(names) > 0 {
		return Brat, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".csv") {
			continue
		}
		if text, err := readText(filepath.Join(dir, e.Name())); err == nil && detectFile(text) == Gold {
			return Gold, nil
		}
	}
	return "", nil
}

// columnsToSee is how many lines of columns Detect wants to agree.
const columnsToSee = 50

func detectFile(text string) Format {
	text = strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n")
	switch {
	case text == "":
		return ""
	case strings.HasPrefix(text, "kind,passage,doc,"):
		return Gold
	case text[0] == '[' || text[0] == '{':
		if format := detectJSON(text); format != "" {
			return format
		}
	}
	seen := 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if _, ok := docStartName(line); ok || strings.Trim(line, " \t") == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := splitColumns(line)
		if _, _, ok := splitTag(columns[len(columns)-1]); !ok || len(columns) < 2 {
			return ""
		}
		if seen++; seen == columnsToSee {
			break
		}
	}
	if seen == 0 && !strings.HasPrefix(text, docStart) {
		return ""
	}
	return CoNLL
}

// detectJSON looks at the first object.
func detectJSON(text string) Format {
	dec := json.NewDecoder(strings.NewReader(text))
	if text[0] == '[' {
		if _, err := dec.Token(); err != nil {
			return ""
		}
	}
	var object map[string]json.RawMessage
	if err := dec.Decode(&object); err != nil {
		return ""
	}
	has := func(key string, kinds string) bool {
		raw := object[key]
		return len(raw) > 0 && strings.IndexByte(kinds, raw[0]) >= 0
	}
	switch {
	case has("data", "{"), has("annotation_id", "0123456789"): // the latter is JSON-MIN, whose reader says what to do
		return LabelStudio
	case has("text", `"`), has("data", `"`):
		return Doccano
	}
	return ""
}
