package pipeline

import (
	"path/filepath"
	"testing"
)

func TestNothingReadable(t *testing.T) {
	dir := folder(t, map[string]string{"c.png": picture})
	path := filepath.Join(t.TempDir(), "contracts.db")
	for _, run := range []string{"first", "second"} {
		if sum := runOn(t, path, dir, Options{}); !sum.NothingReadable() {
			t.Errorf("%s run over a picture: %+v", run, sum)
		}
	}
	writeFile(t, filepath.Join(dir, "a.txt"), contract)
	if sum := runOn(t, path, dir, Options{}); sum.NothingReadable() {
		t.Errorf("run over a contract: %+v", sum)
	}
}
