package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
)

func TestADocumentThatFailsStopsNothing(t *testing.T) {
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("%02d.txt", i)] = contract
	}
	dir := folder(t, files)
	path := filepath.Join(t.TempDir(), "contracts.db")
	sum := runOn(t, path, dir, Options{Tagger: wordTagger{hook: func(_ context.Context, d *extract.Document) error {
		switch filepath.Base(d.Path) {
		case "03.txt":
			return errors.New("no luck")
		case "07.txt":
			panic("out of luck")
		}
		return nil
	}}})
	if sum.Read != 18 || sum.Failed != 2 {
		t.Errorf("summary: %+v", sum)
	}
	want := []string{"tag: no luck", "tag: internal error: out of luck"}
	if diff := cmp.Diff(want, rows(t, path, "select error from documents where status = 'failed' order by path")); diff != "" {
		t.Error(diff)
	}
	for _, f := range sum.Failures {
		var p *PanicError
		if errors.As(f.Err, &p) != (filepath.Base(f.Path) == "07.txt") {
			t.Errorf("%s: %v", f.Path, f.Err)
		}
	}
}
