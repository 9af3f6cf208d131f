package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"

	"covenant/extract"
)

func defaultReader(_ context.Context, path string) (*extract.Document, error) {
	b, err := os.ReadFile(path)
	sum := sha256.Sum256(b)
	d := &extract.Document{Path: path, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(b))}
	switch {
	case err != nil:
		return d, err
	case strings.HasPrefix(string(b), "\x89PNG"):
		return d, extract.ErrUnsupported
	case len(b) == 0:
		return d, extract.ErrNoTextLayer
	}
	d.Text = strings.ToValidUTF8(strings.ReplaceAll(string(b), "\x00", "\uFFFD"), "\uFFFD")
	d.Format = extract.FormatText
	d.Pages = []extract.Page{{Number: 1, Span: extract.ByteSpan{End: len(d.Text)}, Status: extract.PageOK}}
	return d, nil
}
