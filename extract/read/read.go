// Package read turns the bytes of a file into an [extract.Document].
//
//	path --Read--> bytes --Bytes--> sniff --> text | html | docx | pdf --> Document
//
// The format is told by the content, and by the file's extension where the
// content leaves it open. The text that a reader gives is valid UTF-8 without
// NUL; the pages are in order and cover it. A Document is always returned, with
// its path and whatever else was known, also beside an error. Errors wrap
// [extract.ErrUnsupported], [extract.ErrEncrypted], [extract.ErrDamaged],
// [extract.ErrNoTextLayer], [ErrTooLarge] or what the operating system said.
// A reader's panic becomes the document's error.
package read

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"covenant/extract"
	"covenant/extract/read/pdf"
)

// MaxBytes is the largest file that is read: 512 MiB.
const MaxBytes = 512 << 20

// ErrTooLarge means that a file, or what it unpacks to, is larger than is read.
var ErrTooLarge = errors.New("too large")

// Read reads the file at path. The Document is never nil; its Path is absolute.
func Read(ctx context.Context, path string) (*extract.Document, error) {
	d := &extract.Document{Path: absolute(path)}
	data, size, err := load(ctx, path)
	d.Bytes = size
	if err != nil {
		return d, fmt.Errorf("read: %w", err)
	}
	return Bytes(ctx, path, data)
}

// Bytes reads data, the content of the file at path, which need not exist.
func Bytes(ctx context.Context, path string, data []byte) (d *extract.Document, err error) {
	sum := sha256.Sum256(data)
	d = &extract.Document{Path: absolute(path), SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(data))}
	if err := ctx.Err(); err != nil {
		return d, fmt.Errorf("read: %w", err)
	}
	if int64(len(data)) > MaxBytes {
		return d, fmt.Errorf("read %d bytes: %w: the limit is %d bytes", len(data), ErrTooLarge, int64(MaxBytes))
	}
	defer func() {
		if r := recover(); r != nil {
			d.Text, d.Pages = "", nil
			err = fmt.Errorf("read %s: %w: %v", d.Format, extract.ErrDamaged, r)
		}
	}()
	d.Format, err = sniff(path, data)
	if err != nil {
		return d, fmt.Errorf("tell the format: %w", err)
	}
	d.Text, d.Pages, err = parse(ctx, d.Format, data)
	if err != nil {
		return d, fmt.Errorf("read %s: %w", d.Format, err)
	}
	if strings.TrimSpace(d.Text) == "" {
		return d, fmt.Errorf("read %s: %w", d.Format, extract.ErrNoTextLayer)
	}
	return d, nil
}

// parse calls the reader of the format.
func parse(ctx context.Context, f extract.Format, data []byte) (string, []extract.Page, error) {
	switch f {
	case extract.FormatText:
		return readText(data)
	case extract.FormatHTML:
		return readHTML(ctx, data)
	case extract.FormatDOCX:
		return readDOCX(ctx, data)
	case extract.FormatPDF:
		return pdf.Read(ctx, data)
	}
	return "", nil, extract.ErrUnsupported
}

func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil { // the working directory is gone
		return path
	}
	return abs
}

// load returns the content of the file at path and its size as far as known.
func load(ctx context.Context, path string) ([]byte, int64, error) {
	// Asked before opening: opening a pipe would wait for its writer.
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("%s: %w: not a regular file", path, extract.ErrUnsupported)
	}
	if info.Size() > MaxBytes {
		return nil, info.Size(), fmt.Errorf("%s: %w: %d bytes, the limit is %d", path, ErrTooLarge, info.Size(), int64(MaxBytes))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, info.Size(), err
	}
	defer f.Close()
	var b bytes.Buffer
	b.Grow(int(info.Size()) + bytes.MinRead)
	_, err = b.ReadFrom(io.LimitReader(contextReader{ctx, f}, MaxBytes+1))
	if err != nil {
		return nil, info.Size(), err
	}
	if b.Len() > MaxBytes { // it grew
		return nil, int64(b.Len()), fmt.Errorf("%s: %w: the limit is %d bytes", path, ErrTooLarge, int64(MaxBytes))
	}
	return b.Bytes(), int64(b.Len()), nil
}

// A contextReader reads until ctx is done.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p[:min(len(p), 1<<20)])
}

// clean makes s fit for Document.Text: NUL and invalid bytes become U+FFFD each.
func clean(s string) string {
	ok := true
	for _, r := range s {
		if r == 0 || r == '\uFFFD' {
			ok = false
			break
		}
	}
	if ok {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == 0 {
			return '\uFFFD'
		}
		return r
	}, s)
}
