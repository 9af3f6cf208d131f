package word2vec

import (
	"crypto/sha256"
	"fmt"
	"runtime"
	"testing"

	"covenant/tagger/kernel"
)

// pinned are the hashes of the vectors of a made text, for skip-gram and CBOW.
var pinned = map[string][2]string{
	"avx512":  {"4cf60e09ffc7a89812425bf7cf1d98675bb8b71930a80548f9e9996d016e8ab5", "7fb5d00b12ef128983c6159a022444b5e150989841dec5e8a5abb8ce30733bd4"},
	"avx2":    {"df8539026b3f5ec597fba182828a17ede886afefb0374c878cd2b37558c603d7", "67e6abe7cdec7ece2c3257d3366ce788ecf06aadf85ae1a023848d888ea1b04c"},
	"generic": {"e45205d3d7a1f22a527724c9cd86e82fb1af0cf715da2b5c9acbee241d359db9", "ec6bab06adbc3ff59792553accf94c52268f4d384d6d7b3dee6bcd1eee398993"},
}

// A model says by which command it was made, and that command must go on to make
// the same model: the vectors of the default number of shards never change.
func TestVectorsStayAsTheyWere(t *testing.T) {
	want, ok := pinned[kernel.Level()]
	if !ok || runtime.GOARCH != "amd64" { // other compilers fuse multiplications and additions
		t.Skipf("no vectors are known for %s on %s", kernel.Level(), runtime.GOARCH)
	}
	for i, cbow := range []bool{false, true} {
		o := DefaultOptions()
		o.Dim, o.CBOW, o.Epochs = 24, cbow, 2
		v, err := Train(t.Context(), sentencesOf(madeCorpus(5000, 7)...), o, nil)
		if err != nil {
			t.Fatal(err)
		}
		h := sha256.New()
		if err := v.WriteBinary(h); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", h.Sum(nil)); got != want[i] {
			t.Errorf("CBOW=%t: the vectors have the hash %s, want %s", cbow, got, want[i])
		}
	}
}
