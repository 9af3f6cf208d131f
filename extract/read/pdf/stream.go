package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	lib "github.com/ledongthuc/pdf"
)

var errTooLarge = errors.New("streams decode to more than the limit")

// stream decodes a stream. What could be decoded before a fault is returned
// together with the error. Plain Flate goes through the library; filters that
// it lacks or that make it panic (LZW, hexadecimal, run length, most
// predictors) are applied here.
func (f *file) stream(v lib.Value) (out []byte, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("stream: %v", x)
		}
	}()
	if v.Kind() != lib.Stream {
		return nil, errors.New("not a stream")
	}
	filters, params := f.filters(v)
	limit := min(f.limits.maxStream(), f.limits.maxDecoded()-f.decoded)
	defer func() { f.decoded += len(out) }()

	plain := f.key(v, "Length").Int64() > 0 && f.short == nil
	for i, name := range filters {
		if name != "FlateDecode" || !f.key(params[i], "Predictor").IsNull() {
			plain = false
		}
	}
	if plain {
		out, err = readLimited(v.Reader(), limit)
		if err == nil || errors.Is(err, errTooLarge) || f.source.err != nil {
			return out, err
		}
	}
	if f.encrypted && f.short == nil {
		if err == nil {
			err = fmt.Errorf("filters %v in an encrypted file are not supported", filters)
		}
		return out, err
	}
	raw, err := f.rawStream(v)
	if err != nil {
		return out, err
	}
	for i, name := range filters {
		raw, err = f.applyFilter(name, params[i], raw, limit)
		if err != nil && len(raw) == 0 || errors.Is(err, errTooLarge) {
			return raw, err
		}
	}
	return raw, err
}

func (f *file) filters(v lib.Value) (names []string, params []lib.Value) {
	filter, param := f.key(v, "Filter"), f.key(v, "DecodeParms")
	switch filter.Kind() {
	case lib.Name:
		if param.Kind() == lib.Array {
			param = f.index(param, 0)
		}
		return []string{longName(filter.Name())}, []lib.Value{param}
	case lib.Array:
		for i := range min(filter.Len(), 8) {
			names = append(names, longName(f.index(filter, i).Name()))
			params = append(params, f.index(param, i))
		}
	}
	return names, params
}

func longName(filter string) string {
	switch filter {
	case "Fl":
		return "FlateDecode"
	case "LZW":
		return "LZWDecode"
	case "AHx":
		return "ASCIIHexDecode"
	case "A85":
		return "ASCII85Decode"
	case "RL":
		return "RunLengthDecode"
	}
	return filter
}

// rawStream returns a stream's bytes as they stand in the file, decrypted. The library
// shows where they begin only in a value's printed form.
func (f *file) rawStream(v lib.Value) ([]byte, error) {
	s := v.String()
	off, err := strconv.Atoi(s[strings.LastIndexByte(s, '@')+1:])
	if err != nil || off < 0 || off > len(f.rewritten) {
		return nil, errors.New("stream without a place")
	}
	body := f.rewritten[off:]
	n := f.key(v, "Length").Int64()
	if n > 0 && n <= int64(len(body)) && bytes.Contains(body[n:min(n+20, int64(len(body)))], []byte("endstream")) {
		body = body[:n]
	} else if i := bytes.Index(body, []byte("endstream")); i >= 0 {
		body = body[:i] // a wrong length: the stream ends where the file says so
	}
	if f.short != nil {
		body = f.short.decrypt(off, body)
	}
	return body, nil
}

func (f *file) applyFilter(name string, param lib.Value, data []byte, limit int) ([]byte, error) {
	var (
		out []byte
		err error
	)
	switch name {
	case "FlateDecode":
		var r io.Reader
		if r, err = zlib.NewReader(bytes.NewReader(data)); err != nil {
			return nil, err
		}
		out, err = readLimited(r, limit)
	case "LZWDecode":
		early := f.key(param, "EarlyChange")
		out, err = unLZW(data, early.IsNull() || early.Int64() != 0, limit)
	case "ASCIIHexDecode":
		l := lexer{src: append([]byte("<"), data...)}
		return l.hex(), nil
	case "ASCII85Decode":
		data = bytes.TrimSpace(data)
		if i := bytes.IndexByte(data, '~'); i >= 0 {
			data = data[:i]
		}
		return readLimited(ascii85.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("<~")))), limit)
	case "RunLengthDecode":
		return unRunLength(data, limit)
	case "Crypt":
		return data, nil
	default:
		return nil, fmt.Errorf("filter %s is not supported", name)
	}
	if p := f.key(param, "Predictor").Int64(); p > 1 {
		out = unpredict(out, int(p), f.intOr(param, "Colors", 1), f.intOr(param, "BitsPerComponent", 8), f.intOr(param, "Columns", 1))
	}
	return out, err
}

func (f *file) intOr(v lib.Value, key string, def int) int {
	if n := f.key(v, key).Int64(); n > 0 && n < 1<<16 {
		return int(n)
	}
	return def
}

func readLimited(r io.Reader, limit int) ([]byte, error) {
	var buf bytes.Buffer
	n, err := io.Copy(&buf, io.LimitReader(r, int64(max(limit, 0))+1))
	if n > int64(limit) {
		return buf.Bytes()[:max(limit, 0)], errTooLarge
	}
	return buf.Bytes(), err
}

// unLZW decodes PDF's LZW (ISO 32000-1, 7.4.4), whose code length grows one
// code early unless told otherwise.
func unLZW(data []byte, early bool, limit int) ([]byte, error) {
	const clear, eod = 256, 257
	type entry struct{ start, length int } // in out
	var (
		out    []byte
		table  = make([]entry, 258, 4096)
		bits   uint
		n      uint
		width  uint = 9
		prev        = entry{}
		change      = 0
	)
	if early {
		change = 1
	}
	for _, b := range data {
		bits, n = bits<<8|uint(b), n+8
		if n < width {
			continue
		}
		n -= width
		code := int(bits >> n & (1<<width - 1))
		if code == eod {
			return out, nil
		}
		if code == clear {
			table, width, prev = table[:258], 9, entry{}
			continue
		}
		now := entry{len(out), 1}
		switch {
		case code < 256:
			out = append(out, byte(code))
		case code < len(table):
			e := table[code]
			out = append(out, out[e.start:e.start+e.length]...)
			now.length = e.length
		case code == len(table) && prev.length > 0:
			out = append(out, out[prev.start:prev.start+prev.length]...)
			out = append(out, out[prev.start])
			now.length = prev.length + 1
		default:
			return out, errors.New("lzw: bad code")
		}
		if len(out) > limit {
			return out[:limit], errTooLarge
		}
		if prev.length > 0 && len(table) < 4096 {
			table = append(table, entry{prev.start, prev.length + 1})
		}
		prev = now
		switch size := len(table) + change; {
		case size >= 2048:
			width = 12
		case size >= 1024:
			width = 11
		case size >= 512:
			width = 10
		}
	}
	return out, nil
}

func unRunLength(data []byte, limit int) ([]byte, error) {
	var out []byte
	for i := 0; i < len(data); {
		n := int(data[i])
		i++
		switch {
		case n == 128:
			return out, nil
		case n < 128:
			end := min(i+n+1, len(data))
			out = append(out, data[i:end]...)
			i = end
		case i < len(data):
			out = append(out, bytes.Repeat(data[i:i+1], 257-n)...)
			i++
		}
		if len(out) > limit {
			return out[:limit], errTooLarge
		}
	}
	return out, nil
}

// unpredict undoes the PNG predictors (ISO 32000-1, 7.4.4.4); the TIFF
// predictor is for pictures and is left alone.
func unpredict(data []byte, predictor, colors, bits, columns int) []byte {
	if predictor < 10 {
		return data
	}
	step := max(1, colors*bits/8)
	row := (colors*bits*columns + 7) / 8
	var out []byte
	up := make([]byte, row)
	for len(data) > 0 {
		kind := data[0]
		cur := make([]byte, row)
		data = data[1+copy(cur, data[1:]):]
		for i := range cur {
			var left, corner byte
			if i >= step {
				left, corner = cur[i-step], up[i-step]
			}
			switch kind {
			case 1:
				cur[i] += left
			case 2:
				cur[i] += up[i]
			case 3:
				cur[i] += byte((int(left) + int(up[i])) / 2)
			case 4:
				cur[i] += paeth(left, up[i], corner)
			}
		}
		out = append(out, cur...)
		up = cur
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }
