package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
	"covenant/store"
)

// unchanged marks the documents whose earlier reading still holds: the same
// content, read by the same model, program version and options, and not
// failed. Only files for which that is possible are hashed.
func unchanged(ctx context.Context, g *errgroup.Group, workers int, in <-chan *document, db Database, run store.RunInfo) <-chan *document {
	return pass(ctx, g, workers, in, func(ctx context.Context, d *document) error {
		if d.ended() {
			return nil
		}
		known, found, err := db.Known(ctx, d.path)
		if err != nil {
			return fmt.Errorf("asking the database for %s: %w", d.path, err)
		}
		if !found || known.Status == extract.StatusFailed || known.RunInfo != run {
			return nil
		}
		// A file that cannot be hashed cannot be read either; reading says why.
		sum, err := hashFile(ctx, d.path)
		d.unchanged = err == nil && sum == known.SHA256
		d.was = known.Status
		return nil
	})
}

// hashFile returns the SHA-256 of a file in lower-case hex, reading it in
// small pieces.
func hashFile(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, contextReader{ctx, f}); err != nil {
		return "", fmt.Errorf("hashing %s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// contextReader reads until its context is done.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
