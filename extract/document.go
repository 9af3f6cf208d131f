package extract

import "errors"

// Reasons for which a document has no text. Readers wrap them; callers ask with
// errors.Is. Their messages are what users find in documents.error.
var (
	// ErrUnsupported means that the content is of no format that is read.
	ErrUnsupported = errors.New("not a supported format")
	// ErrEncrypted means that the file opens only with a password.
	ErrEncrypted = errors.New("encrypted")
	// ErrNoTextLayer means that no page has text (a scan, for example).
	ErrNoTextLayer = errors.New("no text layer")
	// ErrDamaged means that the file's structure could not be read.
	ErrDamaged = errors.New("damaged file")
)

// A Format is the kind of file that a document was read from.
type Format string

// The formats that are read.
const (
	FormatText Format = "text"
	FormatPDF  Format = "pdf"
	FormatDOCX Format = "docx"
	FormatHTML Format = "html"
)

// A Document is the text of one file and where each part of it stood.
type Document struct {
	Path   string // absolute path of the source
	SHA256 string // of the file's bytes, lower-case hex
	Format Format // empty when it could not be told
	Bytes  int64  // size of the file

	// Text is valid UTF-8 without NUL bytes. It never changes after reading,
	// so that every offset into it stays true.
	Text  string
	Pages []Page
}

// PageStatus says how the reading of a page went.
type PageStatus string

// What a page can be.
const (
	PageOK     PageStatus = "ok"
	PageImage  PageStatus = "image"  // pictures only: no text layer
	PageFailed PageStatus = "failed" // it shows text, but none could be read
)

// A Page is one page of a document. Pages are in order, do not overlap, and
// their spans cover the whole text (separators belong to the page before).
type Page struct {
	Number        int // from 1
	Span          ByteSpan
	Width, Height float64 // in points (1/72 inch) as seen upright; 0 where unknown
	Status        PageStatus
	Err           string // why Status is PageFailed, else empty

	// Furniture holds the running headers and footers inside Span: text that
	// is kept in place but known not to belong to the flow of the contract.
	Furniture []ByteSpan

	// BitsPerCharacter is how many bits a language model needs for a character of the
	// page's text; 0 where there is too little to tell, or nobody asked.
	BitsPerCharacter float64
	// Garbled says that they are so many that nothing on the page is to be trusted.
	Garbled bool
}

// PageAt returns the number of the page that holds byte offset b, or 0 when
// the document has no pages.
func (d *Document) PageAt(b int) int {
	n := 0
	for _, p := range d.Pages {
		if p.Span.Start > b {
			break
		}
		n = p.Number
	}
	return n
}

// A Token is the smallest unit that is labelled. Its text is
// Document.Text[Start:End], never empty and without white space around it.
type Token = ByteSpan

// A Sentence is a run of tokens. Sentences are in order and do not overlap;
// together their tokens are all tokens of the document.
type Sentence struct {
	Span   ByteSpan // from the first token's start to the last token's end
	Tokens []Token  // at least one
}
