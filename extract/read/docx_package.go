package read

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"sort"
	"strings"

	"golang.org/x/net/html/charset"

	"covenant/extract"
)

// Limits against archives made to unpack to more than memory holds.
const (
	maxParts     = 20000     // files in the archive
	maxPartBytes = 256 << 20 // unpacked size of one part
	maxUnpacked  = 512 << 20 // unpacked size of all parts that are read
)

// An officePackage is the ZIP archive of an Office document (ECMA-376 part 2):
// parts, and relationships that say which part plays which role.
type officePackage struct {
	files map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

// A relationship leads from one part to another.
type relationship struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

func openPackage(data []byte) (*officePackage, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", extract.ErrDamaged, err)
	}
	if len(r.File) > maxParts {
		return nil, fmt.Errorf("%w: %d files in the archive", ErrTooLarge, len(r.File))
	}
	p := &officePackage{files: make(map[string]*zip.File, len(r.File)), left: maxUnpacked}
	for _, f := range r.File {
		name := partName(f.Name)
		if p.files[name] == nil {
			p.files[name] = f
		}
	}
	return p, nil
}

// partName returns the name by which a part is known: names do not differ by
// case, and some writers begin them with a slash.
func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(s, `\`, "/")), "/"))
}

// part returns the content of a part; nil, without an error, where there is none.
func (p *officePackage) part(name string) ([]byte, error) {
	f := p.files[partName(name)]
	if f == nil {
		return nil, nil
	}
	if f.Flags&1 != 0 {
		return nil, fmt.Errorf("%s: %w", name, extract.ErrEncrypted)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", name, extract.ErrDamaged, err)
	}
	defer r.Close()
	// The size in the archive's directory may lie: count what comes out.
	b, err := io.ReadAll(io.LimitReader(r, min(maxPartBytes, p.left)+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", name, extract.ErrDamaged, err)
	}
	if len(b) > maxPartBytes || int64(len(b)) > p.left {
		return nil, fmt.Errorf("%s: %w: it unpacks to more than %d bytes", name, ErrTooLarge, min(maxPartBytes, p.left))
	}
	p.left -= int64(len(b))
	return b, nil
}

// related returns the relationships of a part ("" is the package) whose type
// ends in kind, in order of their targets, which are made absolute.
func (p *officePackage) related(name, kind string) ([]relationship, error) {
	dir, base := path.Split(name)
	b, err := p.part(dir + "_rels/" + base + ".rels")
	if err != nil || b == nil {
		return nil, err
	}
	var all struct {
		Relationship []relationship
	}
	if err := newXMLDecoder(b).Decode(&all); err != nil {
		return nil, fmt.Errorf("relationships of %q: %w: %w", name, extract.ErrDamaged, err)
	}
	var out []relationship
	for _, r := range all.Relationship {
		if !strings.HasSuffix(r.Type, "/"+kind) || r.Mode == "External" {
			continue
		}
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join(dir, r.Target)
		}
		r.Target = partName(r.Target)
		out = append(out, r)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Target < out[j].Target })
	return out, nil
}

// mainPart returns the name of the part that holds a Word document's body, ""
// where the package is none.
func (p *officePackage) mainPart() string {
	rels, err := p.related("", "officeDocument")
	if err == nil {
		for _, r := range rels {
			if f := p.files[r.Target]; f != nil && (strings.HasPrefix(r.Target, "word/") || p.rootIsDocument(f)) {
				return r.Target
			}
		}
	}
	if p.files["word/document.xml"] != nil {
		return "word/document.xml"
	}
	return ""
}

// rootIsDocument reports whether the root element of a part is a Word document's.
func (p *officePackage) rootIsDocument(f *zip.File) bool {
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	d := xml.NewDecoder(io.LimitReader(r, 1<<16))
	d.CharsetReader = charset.NewReaderLabel
	for {
		t, err := d.Token()
		if err != nil {
			return false
		}
		if e, ok := t.(xml.StartElement); ok {
			return e.Name.Local == "document" && isWord(e.Name.Space)
		}
	}
}

// The two namespaces of WordprocessingML, transitional and strict.
const (
	nsWord       = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsWordStrict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
)

func isWord(space string) bool { return space == nsWord || space == nsWordStrict }

func newXMLDecoder(b []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// attr returns an attribute by its name without namespace.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// isOff reports whether the value of a Word on/off property means off. An
// absent value means on.
func isOff(v string) bool { return v == "0" || v == "false" || v == "off" }

// damagedXML says that a part cannot be read on.
func damagedXML(part string, err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%s: %w: %w", part, extract.ErrDamaged, err)
}
