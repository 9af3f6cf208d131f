package pdf

import (
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"sort"
)

// passwordPadding fills up passwords; it is the whole of an empty one.
const passwordPadding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// A shortKey decrypts the streams of files with keys below 88 bits, as old
// programs wrote them (ISO 32000-1, 7.6.2, algorithms 1 and 2). The library
// checks their password rightly but forgets to cut the key of each stream to
// five bytes more than the file's, and so decrypts them wrongly.
type shortKey struct {
	key     []byte
	objects []object // by offset, of the rewritten file
}

// shortKeyOf returns nil where the library can decrypt the file itself.
func (s *survey) shortKeyOf(data []byte) *shortKey {
	at := &lexer{src: s.encrypt}
	if n, ok := refNumber(s.encrypt); ok {
		at = nil
		for _, o := range s.objects {
			if o.num == n {
				at = &lexer{src: data, pos: o.offset}
				at.next() // number
				at.next() // generation
				at.next() // obj
			}
		}
	}
	id := &lexer{src: s.idOf}
	if at == nil || at.next().kind != tokDictOpen || id.next().kind != tokArrayOpen {
		return nil
	}
	var o []byte
	facts := map[string]float64{"Length": 40}
	for depth := 1; depth > 0; {
		k := at.next()
		switch k.kind {
		case tokEOF:
			return nil
		case tokDictOpen:
			depth++
		case tokDictClose:
			depth--
		case tokName:
			if depth > 1 {
				continue
			}
			back := at.pos
			v := at.next()
			switch {
			case v.kind == tokNumber:
				facts[string(k.s)] = v.num
			case v.kind == tokString && string(k.s) == "O":
				o = v.s
			case v.kind != tokString:
				at.pos = back
			}
		}
	}
	bits := int(facts["Length"])
	if facts["R"] < 3 {
		bits = 40
	}
	if facts["V"] > 2 || bits >= 88 || bits < 40 || len(o) != 32 {
		return nil
	}
	h := md5.New()
	h.Write([]byte(passwordPadding))
	h.Write(o)
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(int64(facts["P"]))))
	h.Write(id.next().s)
	key := h.Sum(nil)
	for range 50 {
		if facts["R"] >= 3 {
			sum := md5.Sum(key[:bits/8])
			key = sum[:]
		}
	}
	k := &shortKey{key: key[:bits/8]}
	for _, ob := range s.objects {
		ob.offset += len(header)
		k.objects = append(k.objects, ob)
	}
	return k
}

// decrypt decrypts the data of the stream that begins at offset.
func (k *shortKey) decrypt(offset int, data []byte) []byte {
	i := sort.Search(len(k.objects), func(i int) bool { return k.objects[i].offset > offset }) - 1
	if i < 0 {
		return data
	}
	o := k.objects[i]
	sum := md5.Sum(append(k.key[:len(k.key):len(k.key)], byte(o.num), byte(o.num>>8), byte(o.num>>16), byte(o.gen), byte(o.gen>>8)))
	c, err := rc4.NewCipher(sum[:len(k.key)+5])
	if err != nil {
		return data
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}
