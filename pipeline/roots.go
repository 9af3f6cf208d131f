package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Roots returns paths clean, absolute, sorted, and without those that are
// found under another one anyway. A path that does not exist is an error.
func Roots(paths []string) ([]string, error) {
	var roots []string
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, fmt.Errorf("resolving %s: %w", p, err)
		}
		if _, err := os.Stat(abs); err != nil {
			return nil, fmt.Errorf("looking for input: %w", err)
		}
		roots = append(roots, abs)
	}
	slices.Sort(roots)
	roots = slices.Compact(roots)
	all := slices.Clone(roots)
	return slices.DeleteFunc(roots, func(p string) bool {
		return slices.ContainsFunc(all, func(folder string) bool { return reaches(folder, p) })
	}), nil
}

// reaches reports whether a walk from folder comes by path: whether path lies
// under it and no name in between is hidden or a link to a folder.
func reaches(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	if err != nil || rel == "." || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return false
	}
	at := folder
	for name := range strings.SplitSeq(rel, string(filepath.Separator)) {
		at = filepath.Join(at, name)
		info, err := os.Lstat(at)
		if hidden(name) || err != nil {
			return false
		}
		if info.Mode()&os.ModeSymlink != 0 {
			if to, err := os.Stat(at); err != nil || to.IsDir() {
				return false
			}
		}
	}
	return true
}
