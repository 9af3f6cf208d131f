package read

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"covenant/extract"
)

func TestRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(path, []byte("abc"), 0o644); err != nil {
		t.Fatal(err)
	}
	d, err := Read(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	checkDocument(t, d)
	const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if d.Path != path || d.Text != "abc" || d.Bytes != 3 || d.SHA256 != sum || d.Format != extract.FormatText || len(d.Pages) != 1 {
		t.Errorf("document %+v", d)
	}
}

func TestReadMakesPathsAbsolute(t *testing.T) {
	t.Chdir(t.TempDir())
	d, err := Read(context.Background(), "none.txt")
	if !errors.Is(err, fs.ErrNotExist) || !filepath.IsAbs(d.Path) || filepath.Base(d.Path) != "none.txt" {
		t.Errorf("path %q, error %v", d.Path, err)
	}
}

func TestReadErrors(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty.txt")
	large := filepath.Join(dir, "large.txt")
	for _, p := range []string{empty, large} {
		if err := os.WriteFile(p, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(large, MaxBytes+1); err != nil {
		t.Skip("no sparse files here: ", err)
	}
	for _, c := range []struct {
		name, path string
		want       error
	}{
		{"folder", dir, extract.ErrUnsupported},
		{"empty", empty, extract.ErrNoTextLayer},
		{"large", large, ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Read(context.Background(), c.path)
			if !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			checkDocument(t, d)
		})
	}
}

func TestReadCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, path := range []string{"a.txt", "a.html", "a.docx"} {
		if d, err := Bytes(ctx, path, []byte("This")); !errors.Is(err, context.Canceled) || d == nil {
			t.Errorf("%s: document %v, error %v", path, d, err)
		}
	}
}

func TestFormatByExtensionWhereTheContentLeavesItOpen(t *testing.T) {
	for _, c := range []struct {
		path, data string
		want       extract.Format
		err        error
	}{
		{"a.htm", "<p>a", extract.FormatHTML, nil},
		{"a.txt", "<p>a", extract.FormatText, nil},
		{"a", "a", extract.FormatText, nil},
		{"a.csv", "a,b\n1,2\n", "", extract.ErrUnsupported},
		{"a.json", `{"a": 1}`, "", extract.ErrUnsupported},
		{"a.txt", "a,b,c\n1,2,3\n4,5,6\n", extract.FormatText, nil},
		{"a.pdf", "This is no PDF but text.", extract.FormatText, nil},
		{"a.pdf", "%PDF-1.4\n", extract.FormatPDF, extract.ErrDamaged},
		{"a.txt", "A PDF begins with %PDF-1.4.", extract.FormatText, nil},
		{"a.html", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "", extract.ErrUnsupported},
	} {
		t.Run(c.path, func(t *testing.T) {
			d, err := Bytes(context.Background(), c.path, []byte(c.data))
			if d.Format != c.want || !errors.Is(err, c.err) {
				t.Errorf("%q: format %q, error %v; want %q, %v", c.data, d.Format, err, c.want, c.err)
			}
		})
	}
}

func TestFixtures(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/contracts/*.*")
	if err != nil || len(files) == 0 {
		t.Skip("no fixtures here: ", err)
	}
	for _, f := range files {
		d, err := Read(context.Background(), f)
		checkDocument(t, d)
		if err != nil || len(d.Text) < 500 {
			t.Errorf("%s: %d bytes of text, error %v", filepath.Base(f), len(d.Text), err)
		}
	}
}

func TestBrokenFixtures(t *testing.T) {
	for name, want := range map[string]error{
		"binary.txt":    extract.ErrUnsupported,
		"damaged.docx":  extract.ErrDamaged,
		"empty.txt":     extract.ErrNoTextLayer,
		"encrypted.pdf": extract.ErrEncrypted,
		"picture.png":   extract.ErrUnsupported,
		"scan.pdf":      extract.ErrNoTextLayer,
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Read(context.Background(), filepath.Join("../../fixtures/broken", name))
			if errors.Is(err, fs.ErrNotExist) {
				t.Skip(err)
			}
			checkDocument(t, d)
			if !errors.Is(err, want) {
				t.Errorf("error %v, want %v", err, want)
			}
		})
	}
}

func TestContractsOfTheTrainPartAreReadUnchanged(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/cuad/train/txt/*.txt")
	if len(files) == 0 {
		t.Skip("the contracts are not here")
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d, err := Read(context.Background(), f)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(f), err)
			continue
		}
		checkDocument(t, d)
		if d.Format != extract.FormatText || d.Text != string(raw) {
			t.Errorf("%s: read as %s, the same text: %t", filepath.Base(f), d.Format, d.Text == string(raw))
		}
	}
}
