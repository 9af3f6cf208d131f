package annotation

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/renameio/v2"
)

// An output is a buffered writer that keeps its first error.
type output struct {
	w   *bufio.Writer
	err error
}

func (o *output) printf(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format, args...)
	}
}

func (o *output) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	var n int
	n, o.err = o.w.Write(p)
	return n, o.err
}

// writeFile makes a file that appears only when it is whole.
func writeFile(path string, write func(*output) (Report, error)) (Report, error) {
	f, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o644))
	if err != nil {
		return Report{}, err
	}
	defer f.Cleanup()
	w := &output{w: bufio.NewWriter(f)}
	report, err := write(w)
	if err = errors.Join(err, w.err); err != nil {
		return Report{}, err
	}
	if err := w.w.Flush(); err != nil {
		return Report{}, err
	}
	return report, f.CloseAtomicallyReplace()
}

// writeFolder makes a folder that appears only when it is whole. An empty folder
// may be there before; files of an earlier time must not mix with the new ones.
func writeFolder(path string, write func(dir string) (Report, error)) (Report, error) {
	path = filepath.Clean(path)
	entries, err := os.ReadDir(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Report{}, err
	}
	if len(entries) > 0 {
		return Report{}, fmt.Errorf("%w: the folder %s is not empty; give a new one", fs.ErrExist, path)
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".annotations-")
	if err != nil {
		return Report{}, err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil {
		return Report{}, err
	}
	report, err := write(dir)
	if err != nil {
		return Report{}, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Report{}, err
	}
	return report, os.Rename(dir, path)
}

// fileNames gives each document the base name of a file: its own name where that
// can be one on every system, else one made from it. Names that differ only in
// case are told apart by a number.
type fileNames map[string]int // lower-case name to the number that was given last

// longestName leaves room for a number and an extension in the 255 bytes that
// file systems allow.
const longestName = 200

func (f fileNames) of(name string) string {
	base := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || !unicode.IsPrint(r) {
			return '_'
		}
		return r
	}, name)
	for len(base) > longestName {
		_, size := utf8.DecodeLastRuneInString(base)
		base = base[:len(base)-size]
	}
	base = strings.TrimRight(strings.TrimLeft(base, " "), " .")
	if strings.HasPrefix(base, ".") {
		base = "_" + base[1:]
	}
	if base == "" {
		base = "document"
	}
	key := strings.ToLower(base)
	unique := base
	for n := f[key]; f[strings.ToLower(unique)] > 0; n++ {
		unique = fmt.Sprintf("%s-%d", base, n+1)
		f[key] = n + 1
	}
	f[strings.ToLower(unique)] = max(1, f[strings.ToLower(unique)])
	return unique
}

// labelNames makes labels that hold no white space, as columns and brat need
// them: a low line stands for each. It remembers which label a name is of, so
// that two labels never become one.
type labelNames map[string]string

func (l labelNames) of(s Span, report *Report) (string, error) {
	label := s.Name()
	name := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return '_'
		}
		return r
	}, label)
	if other, ok := l[name]; ok && other != label {
		return "", fmt.Errorf("%w: without white space %q and %q would be the same", ErrLabel, other, label)
	}
	l[name] = label
	if name != label {
		report.Relabelled++
	}
	return name, nil
}
