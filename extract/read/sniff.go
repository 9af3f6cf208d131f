package read

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"covenant/extract"
)

// dataExtensions are those of files that are text but no contract's.
var dataExtensions = map[string]bool{
	".csv": true, ".tsv": true, ".json": true, ".jsonl": true, ".ndjson": true, ".xml": true, ".xsd": true, ".xsl": true,
	".svg": true, ".css": true, ".js": true, ".yaml": true, ".yml": true, ".toml": true, ".sql": true, ".log": true,
}

// sniff tells the format of data, by its content first and then by the
// extension of path. The format may be known beside an error.
func sniff(path string, data []byte) (extract.Format, error) {
	ext := strings.ToLower(filepath.Ext(path))
	// Readers of PDF look for the mark in the first KiB: junk may stand before.
	// A text that merely speaks of it has no objects.
	mark := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-"))
	if mark == 0 || mark > 0 && bytes.Contains(data, []byte(" obj")) {
		return extract.FormatPDF, nil
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return sniffZip(ext, data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return sniffOLE(ext, data)
	case len(data) == 0:
		return byExtension(ext), nil
	}
	head := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xef\xbb\xbf")), " \t\r\n\f"))
	if bytes.HasPrefix(head, []byte("{\\rtf")) {
		return "", fmt.Errorf("%w: rich text (RTF)", extract.ErrUnsupported)
	}
	m := mimetype.Detect(data)
	if hasUTF16Mark(data) || guessUTF16(data) != "" {
		// Its many NULs look like a binary's.
		text, _ := decodeText(data[:min(len(data), 4096)&^1])
		head = bytes.ToLower([]byte(strings.TrimLeft(text, " \t\r\n\f")))
	} else if !isText(m) && !plausibleText(data) {
		return "", fmt.Errorf("%w: %s", extract.ErrUnsupported, m.String())
	} else if mediaType(m) {
		return "", fmt.Errorf("%w: %s", extract.ErrUnsupported, m.String())
	}
	switch {
	case looksHTML(head), isSEC(data) && secHasHTML(data):
		return extract.FormatHTML, nil
	case bytes.HasPrefix(head, []byte("<?xml")):
		return "", fmt.Errorf("%w: XML", extract.ErrUnsupported)
	case dataExtensions[ext]:
		return "", fmt.Errorf("%w: %s", extract.ErrUnsupported, ext)
	case ext == ".htm", ext == ".html", ext == ".xhtml":
		return extract.FormatHTML, nil
	}
	return extract.FormatText, nil
}

// byExtension returns the format that ext promises, empty where none.
func byExtension(ext string) extract.Format {
	switch ext {
	case ".pdf":
		return extract.FormatPDF
	case ".docx", ".docm":
		return extract.FormatDOCX
	case ".htm", ".html", ".xhtml":
		return extract.FormatHTML
	case ".txt", ".text", ".md", "":
		return extract.FormatText
	}
	return ""
}

// isText reports whether m is a kind of text.
func isText(m *mimetype.MIME) bool {
	for ; m != nil; m = m.Parent() {
		if m.Is("text/plain") {
			return true
		}
	}
	return false
}

// mediaType reports whether m is an image, sound, film or font, some of which
// are written in text.
func mediaType(m *mimetype.MIME) bool {
	for _, p := range []string{"image/", "audio/", "video/", "font/", "model/"} {
		if strings.HasPrefix(m.String(), p) {
			return true
		}
	}
	return false
}

// looksHTML reports whether head, lower-case and without white space before it,
// begins an HTML page: after comments and an XML declaration.
func looksHTML(head []byte) bool {
	for {
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
			_, after, ok := bytes.Cut(head, []byte("-->"))
			if !ok {
				return false
			}
			head = after
		case bytes.HasPrefix(head, []byte("<?xml")):
			_, after, ok := bytes.Cut(head, []byte("?>"))
			if !ok {
				return false
			}
			head = after
		default:
			for _, tag := range []string{"<!doctype html", "<html", "<head", "<body"} {
				if bytes.HasPrefix(head, []byte(tag)) {
					return true
				}
			}
			return false
		}
		head = bytes.TrimLeft(head, " \t\r\n\f")
	}
}

// sniffZip tells a Word document from other archives.
func sniffZip(ext string, data []byte) (extract.Format, error) {
	pkg, err := openPackage(data)
	if err != nil {
		if byExtension(ext) == extract.FormatDOCX {
			return extract.FormatDOCX, err
		}
		return "", fmt.Errorf("%w: archive", extract.ErrUnsupported)
	}
	if pkg.mainPart() == "" {
		if byExtension(ext) == extract.FormatDOCX {
			return extract.FormatDOCX, fmt.Errorf("%w: no document in the package", extract.ErrDamaged)
		}
		return "", fmt.Errorf("%w: %s", extract.ErrUnsupported, mimetype.Detect(data).String())
	}
	return extract.FormatDOCX, nil
}

// sniffOLE tells an encrypted Office document, which stands in an OLE container,
// from the Office formats of before 2007.
func sniffOLE(ext string, data []byte) (extract.Format, error) {
	if !bytes.Contains(data, utf16LE("EncryptedPackage")) {
		return "", fmt.Errorf("%w: Office 97-2003 or another OLE file", extract.ErrUnsupported)
	}
	// A workbook is encrypted the same way: only the name tells.
	switch f := byExtension(ext); f {
	case extract.FormatDOCX:
		return f, extract.ErrEncrypted
	default:
		return "", fmt.Errorf("%w: Office document", extract.ErrEncrypted)
	}
}

// utf16LE returns s, which is ASCII, in UTF-16 little-endian.
func utf16LE(s string) []byte {
	b := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}
