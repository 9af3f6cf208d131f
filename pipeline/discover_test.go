package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

func walked(t *testing.T, skip func(string) bool, roots ...string) (paths, failed []string) {
	t.Helper()
	if skip == nil {
		skip = func(string) bool { return false }
	}
	err := walk(t.Context(), roots, skip, func(d *document) bool {
		if d.record.Err != nil {
			failed = append(failed, d.path)
		} else {
			paths = append(paths, d.path)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths, failed
}

func relative(t *testing.T, dir string, paths []string) []string {
	t.Helper()
	var out []string
	for _, p := range paths {
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, filepath.ToSlash(rel))
	}
	return out
}

func TestWalkFindsFilesInOrder(t *testing.T) {
	dir := folder(t, map[string]string{
		"b.txt": "", "a/2.pdf": "", "a/1.docx": "", "c/d/e/deep.txt": "",
		".hidden.txt": "", ".git/config": "", "~$a.docx": "", "a/~$1.docx": "", "data.db": "", "data.db-wal": "",
	})
	skip := func(p string) bool { return strings.HasPrefix(filepath.Base(p), "data.db") }
	got, failed := walked(t, skip, dir)
	want := []string{"a/1.docx", "a/2.pdf", "b.txt", "c/d/e/deep.txt"}
	if diff := cmp.Diff(want, relative(t, dir, got)); diff != "" || failed != nil {
		t.Errorf("found (-want +got):\n%s\nfailed: %v", diff, failed)
	}
}

func TestWalkTakesRootsWhateverTheirName(t *testing.T) {
	dir := folder(t, map[string]string{".secret/a.txt": "", ".one.txt": ""})
	got, _ := walked(t, nil, filepath.Join(dir, ".one.txt"), filepath.Join(dir, ".secret"))
	if diff := cmp.Diff([]string{".one.txt", ".secret/a.txt"}, relative(t, dir, got)); diff != "" {
		t.Error(diff)
	}
}

func TestWalkAndLinks(t *testing.T) {
	dir := folder(t, map[string]string{"real/a.txt": "text"})
	for link, target := range map[string]string{
		"real/again": dir,                               // would be a cycle
		"real/b.txt": filepath.Join(dir, "real/a.txt"),  // a link to a file
		"real/c.txt": filepath.Join(dir, "real/no.txt"), // leads nowhere
		"linked":     filepath.Join(dir, "real"),        // a root
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	got, failed := walked(t, nil, dir)
	if diff := cmp.Diff([]string{"real/a.txt", "real/b.txt"}, relative(t, dir, got)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"real/c.txt"}, relative(t, dir, failed)); diff != "" {
		t.Error(diff)
	}
	got, _ = walked(t, nil, filepath.Join(dir, "linked"))
	if diff := cmp.Diff([]string{"linked/a.txt", "linked/b.txt"}, relative(t, dir, got)); diff != "" {
		t.Error(diff)
	}
}

func TestWalkRecordsFoldersThatCannotBeRead(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("the superuser can read every folder")
	}
	dir := folder(t, map[string]string{"a.txt": "", "locked/b.txt": "", "z.txt": ""})
	locked := filepath.Join(dir, "locked")
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(locked, 0o755) })
	got, failed := walked(t, nil, dir)
	if diff := cmp.Diff([]string{"a.txt", "z.txt"}, relative(t, dir, got)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{locked}, failed); diff != "" {
		t.Error(diff)
	}
}

func TestLostPathsAreFailedDocuments(t *testing.T) {
	d := lost("/contracts/locked", os.ErrPermission)
	if !d.ended() || d.record.Status != extract.StatusFailed || !errors.Is(d.record.Err, os.ErrPermission) {
		t.Errorf("lost: %+v", d.record)
	}
	if want := "discover: permission denied"; d.record.Err.Error() != want {
		t.Errorf("error is %q, want %q", d.record.Err, want)
	}
}

func TestWalkStops(t *testing.T) {
	dir := folder(t, map[string]string{"a": "", "b": "", "c": ""})
	none := func(string) bool { return false }
	n := 0
	if err := walk(t.Context(), []string{dir, dir}, none, func(*document) bool { n++; return n < 2 }); err != nil || n != 2 {
		t.Errorf("after found said stop: %d documents, error %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := walk(ctx, []string{dir}, none, func(*document) bool { t.Error("found after the cancellation"); return true })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

func TestRoots(t *testing.T) {
	dir := folder(t, map[string]string{"a/b/c.txt": "", "a/.hid/d.txt": "", "ab/e.txt": "", "f.txt": ""})
	for _, test := range []struct {
		name     string
		in, want []string
	}{
		{"sorted", []string{"f.txt", "a"}, []string{"a", "f.txt"}},
		{"twice", []string{"a", "a/", "a/../a"}, []string{"a"}},
		{"nested", []string{"a/b/c.txt", "a", "a/b"}, []string{"a"}},
		{"a hidden folder is not reached from above", []string{"a", "a/.hid"}, []string{"a", "a/.hid"}},
		{"a common prefix is no folder", []string{"a", "ab"}, []string{"a", "ab"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var in []string
			for _, p := range test.in {
				in = append(in, dir+"/"+p)
			}
			got, err := Roots(in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, relative(t, dir, got)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := Roots([]string{filepath.Join(dir, "nowhere")}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a path that does not exist: %v", err)
	}
}
