package read

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"covenant/extract"
)

const (
	// maxPart is the largest part of a package that is unpacked.
	maxPart = 256 << 20
	// maxParts is the largest number of files in a package.
	maxParts = 1 << 16
)

// A docxPackage is the zip archive of a Word document: parts by name, and
// relations from one part to others (ECMA-376 part 2).
type docxPackage struct {
	files map[string]*zip.File
}

// openPackage opens the archive. What is not one is extract.ErrDamaged.
func openPackage(data []byte) (*docxPackage, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", extract.ErrDamaged, err)
	}
	if len(z.File) > maxParts {
		return nil, fmt.Errorf("%w: %d parts in the package", ErrTooLarge, len(z.File))
	}
	p := &docxPackage{files: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		p.files[strings.TrimPrefix(f.Name, "/")] = f
	}
	return p, nil
}

// part returns the content of a part; nil without an error if there is none.
func (p *docxPackage) part(name string) ([]byte, error) {
	f := p.files[name]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: part %s: %w", extract.ErrDamaged, name, err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if err != nil {
		return nil, fmt.Errorf("%w: part %s: %w", extract.ErrDamaged, name, err)
	}
	if len(b) > maxPart {
		return nil, fmt.Errorf("part %s: %w: it unpacks to more than %d bytes", name, ErrTooLarge, maxPart)
	}
	return b, nil
}

// A relation is one row of a part's table of relations.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// relations returns the relations of a part inside the package, with targets as
// names of parts.
func (p *docxPackage) relations(name string) []relation {
	dir, base := path.Split(name)
	b, err := p.part(dir + "_rels/" + base + ".rels")
	if err != nil || b == nil {
		return nil // a document without its relations is still read
	}
	var table struct {
		Relations []relation `xml:"Relationship"`
	}
	if err := xml.Unmarshal(b, &table); err != nil {
		return nil
	}
	var out []relation
	for _, r := range table.Relations {
		if r.Mode == "External" {
			continue
		}
		if strings.HasPrefix(r.Target, "/") {
			r.Target = strings.TrimPrefix(r.Target, "/")
		} else {
			r.Target = path.Join(dir, r.Target)
		}
		out = append(out, r)
	}
	return out
}

// related returns the targets of a part's relations of a kind, in order.
func (p *docxPackage) related(name, kind string) []string {
	var out []string
	for _, r := range p.relations(name) {
		if strings.HasSuffix(r.Type, "/"+kind) {
			out = append(out, r.Target)
		}
	}
	return out
}

// mainPart returns the name of the document's part, empty where the package
// holds no Word document.
func (p *docxPackage) mainPart() string {
	for _, name := range append(p.related("", "officeDocument"), "word/document.xml") {
		if p.files[name] != nil && strings.HasPrefix(name, "word/") {
			return name
		}
	}
	return ""
}

// decodeError names the part whose XML is broken.
func decodeError(name string, err error) error {
	if errors.Is(err, extract.ErrDamaged) || errors.Is(err, ErrTooLarge) {
		return err
	}
	return fmt.Errorf("%w: part %s: %w", extract.ErrDamaged, name, err)
}
