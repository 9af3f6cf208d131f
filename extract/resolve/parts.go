package resolve

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"covenant/extract"
)

// A part is one contract of a document: its own text, and the attachments that
// belong to it (schedules, price lists, forms), which may also stand before
// another part begins.
type part struct {
	span        extract.ByteSpan
	attachments []extract.ByteSpan // in order, inside span
}

// attached reports whether a place lies in one of the part's attachments.
func (p *part) attached(at int) bool {
	for _, a := range p.attachments {
		if a.Start <= at && at < a.End {
			return true
		}
	}
	return false
}

// A section is a stretch of a document that begins with a heading.
type section struct {
	start int
	kind  sectionKind
}

type sectionKind uint8

const (
	bodySection     sectionKind = iota // the main contract
	contractSection                    // a contract of its own
	attachedSection                    // an attachment that is none
)

var (
	// attachmentHeading is a line that begins an attachment.
	attachmentHeading = lazily(`(?m)^[ \t\x0c]*["“(\[]?((?:EXHIBIT|Exhibit|SCHEDULE|Schedule|ANNEX(?:URE)?|Annex(?:ure)?|APPENDIX|Appendix|ATTACHMENT|Attachment|ADDENDUM|Addendum)\b[ \t]*(?:NO\.?|No\.?|NUMBER|Number)?[ \t]*["“'(]?[ \t]*(?:[A-Z]{1,2}|[0-9]{1,2}|[IVXivx]{1,5})?(?:[-.–—/][A-Z0-9]{1,3})*(?:\([A-Za-z0-9]{1,3}\))*["”')]?)[ \t]*([^\n]*)$`)
	// ownPreamble is how a contract introduces itself.
	ownPreamble = lazily(`(?i)\b(?:this|the\s+present)\s+(?:[\w&'’“”"(),/-]+\s+){0,12}?"?(?:agreement|amendment|addendum|lease|sublease|guaranty|guarantee|contract|deed|indenture|undertaking|license|assignment)\b[^.]{0,160}?\b(?:made|entered|dated|executed|effective)\b[^.]{0,220}?\b(?:between|among|amongst|by)\b`)
	// amendmentHeading begins a change to a contract, which need not introduce
	// itself again.
	amendmentHeading = lazily(`(?m)^[ \t]*((?:[A-Z]+[ \t]+){0,2}(?:AMENDMENT|ADDENDUM)\b[^a-z\n]*\b(?:TO|OF)\b[^a-z\n]*)$`)
	// attachmentNamed is found where one line names several attachments.
	attachmentNamed = lazily(`(?i)\b(?:exhibit|schedule|annex|appendix|attachment) [A-Z0-9]{1,2}\b`)
	// farApart separates columns of a line.
	farApart = lazily(`[ \t]{3,}`)
	// listed is the rest of a line of a table of contents.
	listed = lazily(`(?:\.\s?){4,}|\s[A-Z]?-?\d{1,3}\s*$`)
	// proseAfter is what follows the word where a sentence begins with it.
	proseAfter = lazily(`^[,;]|^(?:is|are|shall|will|may|hereto|attached|sets?|and|or|of|to (?:this|the)|means|contains?|lists?|describes?|which|that|as|for|in|by|below|above)\b`)
)

const (
	// shortestBody is the least text before an attachment, in bytes: files
	// begin with the number under which they were filed ("Exhibit 10.1").
	shortestBody = 1500
	// preambleReach is how far below its heading a contract introduces itself,
	// in bytes.
	preambleReach = 1800
	// longestIntroduction is about the most that ownPreamble can match.
	longestIntroduction = 800
	// longestHeading bounds the title in a heading's line, in bytes.
	longestHeading = 120
)

// partsOf divides a document into its contracts. The first is the main one and
// begins with the document. Another begins where, below the first signatures,
// a text is headed as an amendment, introduces itself, or has a contract's
// title and signatures. Some contracts are signed below their attachments: the
// first signatures introduced as such are always the main contract's.
func partsOf(doc *extract.Document, elements []extract.Element) []part {
	text := doc.Text
	sections := sectionsOf(text, elements)
	parts := []part{{}}
	signing := sync.OnceValue(func() int { return first(witnessed, text) }) // most contracts have no attachments
	for i, s := range sections {
		end := len(text)
		if i+1 < len(sections) {
			end = sections[i+1].start
		}
		last := &parts[len(parts)-1]
		switch s.kind {
		case contractSection:
			parts = append(parts, part{span: extract.ByteSpan{Start: s.start, End: end}})
			continue
		case attachedSection:
			a := extract.ByteSpan{Start: s.start, End: end}
			if at := signing(); s.start < at && at < end {
				a.End = at
			}
			last.attachments = append(last.attachments, a)
		}
		last.span.End = end
	}
	return parts
}

// first returns where a pattern first matches, the end of the text if it does not.
func first(p pattern, text string) int {
	if m := p().FindStringIndex(text); m != nil {
		return m[0]
	}
	return len(text)
}

// sectionsOf returns the sections of a text in order; the first begins at 0.
func sectionsOf(text string, elements []extract.Element) []section {
	sections := []section{{}}
	heads := headlines(text, elements)
	if len(heads) == 0 {
		return sections
	}
	firstSigned := first(executed, text)
	for i, h := range heads {
		next := len(text)
		if i+1 < len(heads) {
			next = heads[i+1].start
		}
		kind := attachedSection
		if h.start > firstSigned && (h.amends || isContract(text, h.start, next)) {
			kind = contractSection
		} else if h.title {
			continue // a caption
		}
		sections = append(sections, section{h.start, kind})
	}
	return sections
}

// A headline is a line that may begin a section.
type headline struct {
	start  int
	title  bool // a contract's title, not the name of an attachment
	amends bool // the title of an amendment
}

// headlines returns the lines that may begin sections, in order: those that
// name an attachment, and titles below signatures. Where an attachment's name
// and a title stand together, they are one.
func headlines(text string, elements []extract.Element) []headline {
	first := shortestBody
	for i := range elements {
		if elements[i].Label == extract.Party && elements[i].Confidence >= surePreamble {
			first = max(first, elements[i].Span.Start)
			break
		}
	}
	var found []headline
	firstSigned := -1 // not looked for yet
	signedBefore := func(at int) bool {
		if firstSigned < 0 {
			firstSigned = len(text)
			if m := signed().FindStringIndex(text); m != nil {
				firstSigned = m[1]
			}
		}
		return firstSigned <= at
	}
	lines := attachmentHeading().FindAllStringSubmatchIndex(text, -1)
	for i, m := range lines {
		if m[2] >= first && isHeading(text, m) && !endsList(text, lines[:i+1]) && (opensPage(text, m[2]) || signedBefore(m[2])) {
			found = append(found, headline{start: m[2]})
		}
	}
	for _, at := range ownTitles(text, elements) {
		if at >= first && signed().MatchString(text[max(0, at-1500):at]) {
			found = append(found, headline{start: at, title: true})
		}
	}
	for _, m := range amendmentHeading().FindAllStringSubmatchIndex(text, -1) {
		if m[2] >= first && m[3]-m[2] <= longestHeading && signedBefore(m[2]) {
			found = append(found, headline{start: m[2], title: true, amends: true})
		}
	}
	slices.SortStableFunc(found, func(a, b headline) int { return cmp.Compare(a.start, b.start) })
	out := found[:0]
	for _, h := range found {
		if n := len(out); h.title && n > 0 && h.start-out[n-1].start < 200 {
			out[n-1].amends = out[n-1].amends || h.amends
			continue
		}
		out = append(out, h)
	}
	return out
}

// opensPage reports whether a page or a run of empty lines ends at a place.
func opensPage(text string, at int) bool {
	before := strings.TrimRight(text[max(0, at-60):at], " \t")
	return strings.HasSuffix(before, "\n\n\n\n") || strings.Contains(before, "\x0c")
}

// isHeading tells the heading of an attachment from a sentence or a table of
// contents that names it.
func isHeading(text string, m []int) bool {
	name, rest := text[m[2]:m[3]], text[m[4]:m[5]]
	title := strings.TrimSpace(farApart().Split(strings.TrimSpace(rest), 2)[0])
	if listed().MatchString(title) || proseAfter().MatchString(title) || attachmentNamed().MatchString(title) {
		return false
	}
	if len(title) > longestHeading && !opensPage(text, m[2]) {
		return false
	}
	if !strings.ContainsAny(name, " \t") && strings.ToUpper(name) != name {
		return false // the bare word in small letters
	}
	// A table of contents names one attachment after the other.
	next := attachmentHeading().FindStringIndex(text[m[1]:min(len(text), m[1]+250)])
	return next == nil || strings.Count(text[m[1]:m[1]+next[0]], "\n") > 4 || strings.TrimSpace(text[m[1]:m[1]+next[0]]) != ""
}

// endsList reports whether the last of some lines that name attachments ends a
// list of them, such as a table of contents: at least two others stand right
// above it.
func endsList(text string, lines [][]int) bool {
	n := len(lines)
	return n > 2 && follows(text, lines[n-2], lines[n-1]) && follows(text, lines[n-3], lines[n-2])
}

// follows reports whether a line stands right below another, but for empty
// lines.
func follows(text string, above, below []int) bool {
	between := text[above[1]:below[0]]
	return strings.TrimSpace(between) == "" && strings.Count(between, "\n") <= 4
}

// ownTitles returns where lines begin that are titles of contracts, far from
// the beginning of the document.
func ownTitles(text string, elements []extract.Element) []int {
	var out []int
	for i := range elements {
		e := &elements[i]
		if e.Label != extract.Title || e.Span.Start < shortestBody {
			continue
		}
		if !beginsLine(text, e.Span.Start) {
			continue
		}
		if t := e.Span.Of(text); strings.ToUpper(t) != t {
			continue
		}
		out = append(out, e.Span.Start)
	}
	return out
}

// beginsLine reports whether nothing but white space stands before a place in
// its line.
func beginsLine(text string, at int) bool {
	before := strings.TrimRightFunc(text[:at], func(r rune) bool { return r != '\n' && unicode.IsSpace(r) })
	return before == "" || before[len(before)-1] == '\n'
}

// contractHeading is an attachment's headline with the title of a contract
// below it.
var contractHeading = lazily(`^[^\n]{0,40}?\s+(?:(?:FORM|Form) (?:OF|of) )?(?:[A-Z][\w’'&,/-]*[ \t]+){1,8}?(?:AGREEMENT|GUARANTY|GUARANTEE|LEASE|SUBLEASE|Agreement|Guaranty|Guarantee|Lease)[ \t]*\n`)

// executed are the words of a signature block that stand nowhere else;
// signed stand there mostly.
var executed = lazily(`(?i)/s/|\bin\s+witness\s+whereof\b|\bBy\s*:|_{6,}`)

// witnessed are the words before the signatures of a contract.
var witnessed = lazily(`(?i)\bin\s+witness\s+(?:whereof|thereof|hereof)\b`)

var signed = lazily(`(?i)/s/|\bin\s+witness\s+whereof\b|\bBy\s*:|_{6,}|\bsignature\b|\bname\s*:`)

// isContract reports whether the section from a headline to the next is a
// contract of its own, where it stands below signatures: it introduces itself,
// or has a contract's title and signatures.
func isContract(text string, from, to int) bool {
	if contractHeading().MatchString(text[from:to]) && executed().MatchString(text[from:to]) {
		return true
	}
	// The preamble begins within reach and may go on beyond.
	m := ownPreamble().FindStringIndex(text[from:min(len(text), from+preambleReach+longestIntroduction)])
	return m != nil && from+m[0] < min(to, from+preambleReach)
}
