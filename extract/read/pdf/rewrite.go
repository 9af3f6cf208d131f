package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
)

// Limits of the file's structure. They are far above what contracts need and
// keep a hostile file from taking the machine's memory.
const (
	maxObjectNumber = 1 << 20
	maxUnpacked     = 128 << 20 // bytes of all object streams together
)

// An object is an indirect object found in the file.
type object struct {
	num, gen int
	offset   int // of its number
	packed   bool
}

// A survey is what one pass over a file's bytes finds: where each object
// stands and what the trailers say. It is how files are opened instead of by
// their own cross-references, because the library follows those blindly: a
// loop in them hangs it, an object stream inside itself overflows the stack
// (which no recover catches), a large count takes all memory; and one wrong
// offset, or a cut file, makes it refuse the rest.
type survey struct {
	objects             []object
	objectStreams       []int // numbers
	catalog             int   // number of the last object of type Catalog, or 0
	root, encrypt, idOf []byte
}

// dictFacts are the entries of a dictionary that opening a file needs, as
// they are written.
type dictFacts struct {
	length, typ, root, encrypt, id []byte
}

func (f *dictFacts) set(key, value []byte) {
	switch string(key) {
	case "Length":
		f.length = value
	case "Type":
		f.typ = value
	case "Root":
		f.root = value
	case "Encrypt":
		f.encrypt = value
	case "ID":
		f.id = value
	}
}

// readDict reads the dictionary whose "<<" the lexer is past. It stops early
// at a keyword that cannot stand inside one, so that every byte is read once.
func readDict(l *lexer) dictFacts {
	var (
		f          dictFacts
		key        []byte
		start, end int
		values     int
	)
	for depth := 1; ; {
		at := l.pos
		t := l.next()
		if t.kind == tokKeyword {
			switch string(t.s) {
			case "obj", "endobj", "stream", "endstream", "trailer", "xref", "startxref":
				l.pos = at
				return f
			}
		}
		if t.kind == tokEOF {
			return f
		}
		if depth == 1 && t.kind == tokName && (key == nil || values > 0) {
			if key != nil {
				f.set(key, l.src[start:end])
			}
			key, values = t.s, 0
			continue
		}
		switch t.kind {
		case tokDictOpen, tokArrayOpen:
			depth++
		case tokDictClose, tokArrayClose:
			depth--
		}
		if depth <= 0 {
			if key != nil && values > 0 {
				f.set(key, l.src[start:end])
			}
			return f
		}
		if values == 0 {
			start = t.start
		}
		values++
		end = t.end
	}
}

// surveyFile finds the objects of a file. The last definition of a number
// wins, as in a file that was saved again by appending to it.
func surveyFile(data []byte) *survey {
	s := &survey{}
	for pos := 0; pos < len(data); {
		i := bytes.Index(data[pos:], []byte("obj"))
		upTo := len(data)
		if i >= 0 {
			upTo = pos + i
		}
		if t := bytes.LastIndex(data[pos:upTo], []byte("trailer")); t >= 0 {
			l := &lexer{src: data, pos: pos + t + len("trailer")}
			if l.next().kind == tokDictOpen {
				s.takeTrailer(readDict(l))
			}
		}
		if i < 0 {
			break
		}
		num, gen, start, ok := objectHeader(data, upTo)
		pos = upTo + 3
		if !ok {
			continue
		}
		l := &lexer{src: data, pos: pos}
		if l.next().kind != tokDictOpen {
			s.objects = append(s.objects, object{num: num, gen: gen, offset: start})
			continue
		}
		f := readDict(l)
		typ := string(f.typ)
		s.note(typ, num)
		switch typ {
		case "/XRef":
			s.takeTrailer(f)
		case "/ObjStm":
			s.objectStreams = append(s.objectStreams, num)
		}
		s.objects = append(s.objects, object{num: num, gen: gen, offset: start, packed: typ == "/ObjStm"})
		pos = max(pos, l.pos)
		if t := l.next(); t.kind == tokKeyword && string(t.s) == "stream" {
			pos = t.end
			if n, err := strconv.Atoi(string(f.length)); err == nil && n > 0 && n <= len(data)-pos &&
				bytes.Contains(data[pos+n:min(pos+n+20, len(data))], []byte("endstream")) {
				pos += n
			}
		}
	}
	return s
}

func (s *survey) note(typ string, num int) {
	if typ == "/Catalog" {
		s.catalog = num
	}
}

func (s *survey) takeTrailer(f dictFacts) {
	if f.root != nil {
		s.root = f.root
	}
	if f.encrypt != nil {
		s.encrypt = f.encrypt
	}
	if f.id != nil {
		s.idOf = f.id
	}
}

// objectHeader reads backwards the "12 0 " before the "obj" at position at.
func objectHeader(data []byte, at int) (num, gen, start int, ok bool) {
	back := func(i int) (int, int, bool) {
		j := i
		for j > 0 && isSpace(data[j-1]) {
			j--
		}
		end := j
		for j > 0 && data[j-1] >= '0' && data[j-1] <= '9' && end-j < 10 {
			j--
		}
		n, err := strconv.Atoi(string(data[j:end]))
		return n, j, err == nil
	}
	gen, i, ok := back(at)
	if !ok || i == 0 || !isSpace(data[i-1]) || gen > 65535 {
		return 0, 0, 0, false
	}
	num, i, ok = back(i)
	if !ok || num <= 0 || num >= maxObjectNumber {
		return 0, 0, 0, false
	}
	return num, gen, i, true
}

// header opens every rewritten file; the library takes no other spelling.
const header = "%PDF-1.7\n\n"

// rewrite returns the file followed by the unpacked objects and one
// cross-reference stream for everything, in a form that the library reads
// without surprises. Offsets of body grow by the header's length.
func (s *survey) rewrite(data []byte, unpacked []unpackedStream) []byte {
	out := make([]byte, 0, len(data)+len(data)/4+4096)
	out = append(out, header...)
	out = append(out, data...)

	byStream := make(map[int][]unpackedObject, len(unpacked))
	for _, u := range unpacked {
		byStream[u.num] = u.objects
	}
	place := map[int]object{}
	catalog := s.catalog
	for _, o := range s.objects {
		place[o.num] = object{num: o.num, gen: o.gen, offset: o.offset + len(header)}
		if !o.packed {
			continue
		}
		for _, u := range byStream[o.num] {
			out = append(out, '\n')
			place[u.num] = object{num: u.num, offset: len(out)}
			out = fmt.Appendf(out, "%d 0 obj\n", u.num)
			out = append(out, u.body...)
			out = append(out, "\nendobj\n"...)
			if u.typ == "/Catalog" {
				catalog = u.num
			}
		}
	}
	nums := make([]int, 0, len(place))
	for n := range place {
		nums = append(nums, n)
	}
	slices.Sort(nums)

	root := s.root
	if n, ok := refNumber(root); !ok || place[n].num == 0 {
		root = fmt.Appendf(nil, "%d 0 R", catalog)
	}
	self := 1
	if len(nums) > 0 {
		self = nums[len(nums)-1] + 1
	}
	out = append(out, '\n')
	at := len(out)
	out = fmt.Appendf(out, "%d 0 obj\n<</Type/XRef/Size %d/W[1 8 2]/Length %d/Root %s", self, self+1, 11*len(nums), root)
	if s.encrypt != nil {
		out = fmt.Appendf(out, "/Encrypt %s", s.encrypt)
	}
	if s.idOf != nil {
		out = fmt.Appendf(out, "/ID %s", s.idOf)
	}
	out = append(out, "/Index["...)
	for i := 0; i < len(nums); {
		j := i
		for j < len(nums) && nums[j] == nums[i]+j-i {
			j++
		}
		out = fmt.Appendf(out, "%d %d ", nums[i], j-i)
		i = j
	}
	out = append(out, "]/ObjectStreams["...)
	out = appendRefs(out, s.objectStreams, place)
	out = append(out, "]>>\nstream\n"...)
	for _, n := range nums {
		o := place[n]
		out = append(out, 1)
		out = binary.BigEndian.AppendUint64(out, uint64(o.offset))
		out = binary.BigEndian.AppendUint16(out, uint16(o.gen))
	}
	out = fmt.Appendf(out, "\nendstream\nendobj\n%100s\nstartxref\n%d\n%%%%EOF", "", at)
	return out
}

func appendRefs(out []byte, nums []int, place map[int]object) []byte {
	seen := map[int]bool{}
	for _, n := range nums {
		if !seen[n] {
			out = fmt.Appendf(out, "%d %d R ", n, place[n].gen)
		}
		seen[n] = true
	}
	return out
}

// refNumber reads the object number of a reference as it is written.
func refNumber(raw []byte) (int, bool) {
	l := &lexer{src: raw}
	n, g, r := l.next(), l.next(), l.next()
	ok := n.kind == tokNumber && g.kind == tokNumber && r.kind == tokKeyword && string(r.s) == "R"
	return int(n.num), ok && n.num > 0 && n.num < maxObjectNumber
}

// An unpackedStream is the content of one object stream.
type unpackedStream struct {
	num     int
	objects []unpackedObject
}

type unpackedObject struct {
	num  int
	typ  string
	body []byte
}

// unpack reads the objects of an object stream (ISO 32000-1, 7.5.7). In an
// encrypted file strings become null: the library would decrypt them a second
// time, and nothing that is read here needs them.
func unpack(data []byte, n, first int, encrypted bool) []unpackedObject {
	if first <= 0 || first > len(data) || n <= 0 {
		return nil
	}
	type entry struct{ num, at int }
	var entries []entry
	for l := (&lexer{src: data[:first]}); len(entries) < n; {
		num, at := l.next(), l.next()
		if num.kind != tokNumber || at.kind != tokNumber {
			break
		}
		if num.num > 0 && num.num < maxObjectNumber && at.num >= 0 && int(at.num) < len(data)-first {
			entries = append(entries, entry{int(num.num), first + int(at.num)})
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return a.at - b.at })
	var out []unpackedObject
	for i, e := range entries {
		end := len(data)
		if i+1 < len(entries) {
			end = entries[i+1].at
		}
		body := bytes.TrimRight(data[e.at:end], "\x00\t\n\f\r ")
		o := unpackedObject{num: e.num, body: body}
		if bytes.HasPrefix(body, []byte("<<")) {
			o.typ = string(readDict(&lexer{src: body, pos: 2}).typ)
		}
		if encrypted {
			o.body = withoutStrings(body)
		}
		out = append(out, o)
	}
	return out
}

func withoutStrings(body []byte) []byte {
	l := &lexer{src: body}
	var out []byte
	last := 0
	for {
		t := l.next()
		if t.kind == tokEOF {
			return append(out, body[last:]...)
		}
		if t.kind == tokString {
			out = append(append(out, body[last:t.start]...), " null "...)
			last = t.end
		}
	}
}
