package pipeline

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"covenant/extract"
)

// discover sends the files under roots in order of their paths. See [walk].
func discover(ctx context.Context, g *errgroup.Group, roots []string, skip func(path string) bool) <-chan *document {
	out := make(chan *document)
	g.Go(func() error {
		defer close(out)
		return walk(ctx, roots, skip, func(d *document) bool { return send(ctx, out, d) })
	})
	return out
}

// walk calls found for each file under roots, which are clean and absolute,
// until it returns false. Folders are gone through in lexical order.
//
// Left out are names that begin with a dot or "~$" (lock files of word
// processors), whatever is not a regular file, and what skip wants left out; a
// root is taken whatever its name. Links to files are followed, links to
// folders are not, except for a root. A folder that cannot be read is found as
// a document that has failed.
func walk(ctx context.Context, roots []string, skip func(path string) bool, found func(*document) bool) error {
	more := true
	for _, root := range roots {
		err := walkRoot(ctx, root, skip, func(d *document) bool {
			more = found(d)
			return more
		})
		if err != nil || !more {
			return err
		}
	}
	return nil
}

func walkRoot(ctx context.Context, root string, skip func(string) bool, found func(*document) bool) error {
	visit := func(path string, e fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return deliver(lost(path, err), found)
		case path != root && hidden(e.Name()):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir() || skip(path):
			return nil
		}
		info, err := os.Stat(path) // follows links
		switch {
		case err != nil:
			return deliver(lost(path, err), found)
		case !info.Mode().IsRegular():
			return nil
		}
		return deliver(newDocument(path, info.Size()), found)
	}
	// WalkDir does not follow a link, not even the root's.
	if info, err := os.Stat(root); err == nil && info.IsDir() {
		return walkLinked(root, visit)
	}
	return filepath.WalkDir(root, visit)
}

// walkLinked walks a folder that may be a link to one. Paths keep the link's
// name.
func walkLinked(root string, visit fs.WalkDirFunc) error {
	target, err := filepath.EvalSymlinks(root)
	if err != nil || target == root {
		return filepath.WalkDir(root, visit)
	}
	return filepath.WalkDir(target, func(path string, e fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(target, path)
		if relErr != nil {
			return relErr
		}
		return visit(filepath.Join(root, rel), e, err)
	})
}

func deliver(d *document, found func(*document) bool) error {
	if !found(d) {
		return fs.SkipAll
	}
	return nil
}

func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
}

func newDocument(path string, bytes int64) *document {
	d := &document{path: path, bytes: bytes}
	d.record.Document = &extract.Document{Path: path, Bytes: bytes}
	return d
}

// lost is a path that was found but cannot be looked at.
func lost(path string, err error) *document {
	d := newDocument(path, 0)
	d.fail(extract.StatusFailed, fmt.Errorf("%s: %w", StageDiscover, err))
	return d
}
