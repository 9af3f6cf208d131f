package compare

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"covenant/tagger/train"
	"covenant/tagger/word2vec"
)

// Vectors returns word vectors of the given width for [Family]: those that stand in
// the folder, or else ones that it learns from the documents and keeps there.
func Vectors(ctx context.Context, dir string, docs []train.Document, dim int) (*word2vec.Vectors, error) {
	path := filepath.Join(dir, "vectors-"+fingerprint(docs)[:12]+".bin")
	v, err := word2vec.Open(path)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return v, err
	}
	if v, err = train.LearnVectors(ctx, docs, dim, 1, 0); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := v.WriteBinary(&b); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("folder of the results: %w", err)
	}
	if err := renameio.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return nil, fmt.Errorf("keep word vectors: %w", err)
	}
	return v, nil
}
