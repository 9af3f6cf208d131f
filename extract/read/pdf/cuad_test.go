package pdf

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWriteTexts writes the text of every PDF in the folder PDF_IN to the
// folder PDF_OUT, for measuring with ../shared/eval/pdf_text.py.
func TestWriteTexts(t *testing.T) {
	in, out := os.Getenv("PDF_IN"), os.Getenv("PDF_OUT")
	if in == "" || out == "" {
		t.Skip("PDF_IN and PDF_OUT are not set")
	}
	files, err := filepath.Glob(filepath.Join(in, "*.pdf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no PDFs in %s: %v", in, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text, pages, err := Read(context.Background(), data)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(name), err)
		}
		for _, p := range pages {
			if p.Err != "" {
				t.Logf("%s: page %d %s: %s", filepath.Base(name), p.Number, p.Status, p.Err)
			}
		}
		base := strings.TrimSuffix(filepath.Base(name), ".pdf") + ".txt"
		if err := os.WriteFile(filepath.Join(out, base), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
