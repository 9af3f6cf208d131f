package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"covenant/tagger/word2vec"
)

// tinyVectors are flags of vectors that are learned in no time.
var tinyVectors = []string{"--dim", "12", "--epochs", "3", "--min-count", "2"}

// bulk is a folder of texts in several formats with some thousand words.
func bulk(t *testing.T) string {
	t.Helper()
	return folder(t, map[string]string{
		"in/a.txt":        strings.Repeat(contractText, 60),
		"in/sub/b.html":   "<p>" + strings.Repeat("Acme Corp made this and Beta Corp signs it in Delaware. ", 80) + "</p>",
		"in/logo.png":     "\x89PNG\r\n\x1a\n\x00\x00",
		"in/.hidden.txt":  strings.Repeat("hidden ", 100),
		"empty/.keep":     "",
		"blank/a.txt":     "",
		"pictures/a.png":  "\x89PNG\r\n\x1a\n\x00",
		"short/a.txt":     "One sentence.",
		"broken.vec":      "2 3\na 1 2 3\nb 1 2\n",
		"nothing.vec":     "",
		"notvectors.vec":  contractText,
		"none.vec":        "0 12\n",
		"words/small.vec": "4 2\nlease 1 0\nleases 1 0.1\nrent 0.8 0.6\nLease 0 1\n",
	})
}

func embed(args ...string) []string {
	return append(append([]string{"embed", "in"}, tinyVectors...), args...)
}

func contentOf(t *testing.T, path ...string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestEmbed(t *testing.T) {
	dir := bulk(t)
	r := call(t, dir, embed("-o", "words.vec")...)
	r.wants(t, 0)
	for _, want := range []string{
		"documents  3: 2 read, 0 failed, 1 skipped\n", " words, 12 wide, from ", "vectors    words.vec\n",
	} {
		if !strings.Contains(r.out, want) {
			t.Errorf("standard output lacks %q:\n%s", want, r.out)
		}
	}
	for epoch := range 3 {
		if want := fmt.Sprintf("s  epoch %d of 3: ", epoch+1); !strings.Contains(r.err, want) {
			t.Errorf("standard error lacks %q:\n%s", want, r.err)
		}
	}
	v, err := word2vec.Open(filepath.Join(dir, "words.vec"))
	if err != nil {
		t.Fatal(err)
	}
	if v.Dim != 12 || v.Of("delaware") == nil || v.Of("0,000") == nil || v.Of("hidden") != nil || v.Of("Delaware") != nil {
		t.Errorf("%d dimensions, words %v", v.Dim, v.Words)
	}

	// What is said of the file on the left is true of that on the right.
	text := contentOf(t, dir, "words.vec")
	for _, test := range []struct {
		name string
		args []string
		same bool
	}{
		{"again", nil, true},
		{"one processor", []string{"--workers", "1"}, true},
		{"three processors", []string{"--workers", "3"}, true},
		{"deterministic", []string{"--deterministic"}, true},
		{"deterministic with one processor", []string{"--deterministic", "--workers", "1"}, true},
		{"another seed", []string{"--seed", "2"}, false},
		{"CBOW", []string{"--cbow"}, false},
		{"a narrow window", []string{"--window", "1"}, false},
		{"much noise", []string{"--negative", "9"}, false},
		{"all of the frequent words", []string{"--subsample", "0"}, false},
		{"another rate", []string{"--rate", "0.05"}, false},
	} {
		call(t, dir, embed(append(test.args, "-o", "other.vec")...)...).wants(t, 0)
		if same := bytes.Equal(text, contentOf(t, dir, "other.vec")); same != test.same {
			t.Errorf("%s: the same vectors: %v, want %v", test.name, same, test.same)
		}
	}
}

// CBOW has a rate of its own, unless one is given.
func TestEmbedRateOfCBOW(t *testing.T) {
	dir := bulk(t)
	var got [][]byte
	for _, args := range [][]string{{"--cbow"}, {"--cbow", "--rate", "0.075"}, {"--cbow", "--rate", "0.025"}} {
		call(t, dir, embed(append(args, "-o", "w.vec")...)...).wants(t, 0)
		got = append(got, contentOf(t, dir, "w.vec"))
	}
	if !bytes.Equal(got[0], got[1]) || bytes.Equal(got[0], got[2]) {
		t.Error("the rate of CBOW is not 0.075 by default, or cannot be set")
	}
}

func TestEmbedFormats(t *testing.T) {
	dir := bulk(t)
	call(t, dir, embed("-o", "words.vec")...).wants(t, 0)
	call(t, dir, embed("-o", "words.bin", "--format", "binary")...).wants(t, 0)
	if bytes.Contains(contentOf(t, dir, "words.bin"), []byte("0.")) {
		t.Error("the binary file looks like text")
	}
	var tables []string
	for _, file := range []string{"words.vec", "words.bin"} {
		r := call(t, dir, "embed", "nearest", "Delaware", "acme", "--vectors", file, "-n", "3")
		r.wants(t, 0)
		tables = append(tables, r.out)
	}
	if tables[0] != tables[1] || !strings.Contains(tables[0], "6 rows") {
		t.Errorf("neighbours in the text file:\n%s\nin the binary file:\n%s", tables[0], tables[1])
	}

	// Training starts from either, to the same model.
	annotations, _ := ownAnnotations(t, dir, 20)
	var models [][]byte
	for _, file := range []string{"words.vec", "words.bin"} {
		if err := os.Rename(filepath.Join(dir, file), filepath.Join(dir, "start")); err != nil { // the model names it
			t.Fatal(err)
		}
		args := []string{"train", "--annotations", annotations, "--hidden", "8", "--layers", "1", "--gold-epochs", "1", "--min-word", "1"}
		call(t, dir, append(args, "-o", "x.model", "--vectors", "start")...).wants(t, 0)
		models = append(models, contentOf(t, dir, "x.model"))
	}
	if !bytes.Equal(models[0], models[1]) {
		t.Error("vectors in text and in binary form start different models")
	}
}

// The file that is written is not read as a document of its folder.
func TestEmbedIntoItsOwnFolder(t *testing.T) {
	dir := bulk(t)
	for range 2 {
		r := call(t, dir, embed("-o", "in/words.txt")...)
		r.wants(t, 0)
		if !strings.Contains(r.out, "documents  3: 2 read") {
			t.Errorf("it read its own file:\n%s", r.out)
		}
	}
}

func TestEmbedTellsWhatFailed(t *testing.T) {
	dir := bulk(t)
	r := call(t, dir, append([]string{"embed", "in", "blank", "-o", "words.vec"}, tinyVectors...)...)
	r.wants(t, 1)
	if want := "a.txt: read text: no text layer (a scan or an empty file"; !strings.Contains(r.err, want) {
		t.Errorf("standard error lacks %q:\n%s", want, r.err)
	}
	if !strings.Contains(r.out, "documents  4: 2 read, 1 failed, 1 skipped") || len(contentOf(t, dir, "words.vec")) == 0 {
		t.Errorf("standard output:\n%s", r.out)
	}
}

func TestEmbedRefuses(t *testing.T) {
	dir := bulk(t)
	for _, test := range []struct {
		name string
		args []string
		want string // on standard error
	}{
		{"no folder", []string{"embed", "-o", "x.vec"}, "extract embed --help"},
		{"no such folder", []string{"embed", "nowhere", "-o", "x.vec"}, "nowhere: no such file"},
		{"an empty folder", []string{"embed", "empty", "-o", "x.vec"}, "found no readable contracts (PDF, DOCX, HTML or text) in 0 files"},
		{"pictures only", []string{"embed", "pictures", "-o", "x.vec"}, "found no readable contracts (PDF, DOCX, HTML or text) in 1 files"},
		{"scans only", []string{"embed", "blank", "-o", "x.vec"}, "run text recognition (OCR)"},
		{"too little text", []string{"embed", "short", "-o", "x.vec"}, "give more text, or a lower --min-count"},
		{"no file", []string{"embed", "in"}, "give the file to write with -o"},
		{"a file in no folder", []string{"embed", "in", "-o", "nowhere/x.vec"}, "the folder to write to: "},
		{"a folder to write", []string{"embed", "in", "-o", "words"}, "words is no file that can be written over"},
		{"another format", []string{"embed", "in", "-o", "x.vec", "--format", "json"}, `--format is "json", want text or binary`},
		{"no dimensions", []string{"embed", "in", "-o", "x.vec", "--dim", "0"}, "vectors of 0 dimensions"},
		{"no window", []string{"embed", "in", "-o", "x.vec", "--window", "0"}, "window of 0 words"},
		{"no noise", []string{"embed", "in", "-o", "x.vec", "--negative", "0"}, "0 noise words"},
		{"no epochs", []string{"embed", "in", "-o", "x.vec", "--epochs", "0"}, "0 epochs"},
		{"threshold above 1", []string{"embed", "in", "-o", "x.vec", "--subsample", "2"}, "threshold 2"},
		{"no rate", []string{"embed", "in", "-o", "x.vec", "--rate", "NaN"}, "learning rate NaN"},
		{"negative workers", []string{"embed", "in", "-o", "x.vec", "--workers=-1"}, "-1 workers"},
		{"deterministic with two processors", []string{"embed", "in", "-o", "x.vec", "--deterministic", "--workers", "2"}, "leave out --workers 2"},

		{"nearest to nothing", []string{"embed", "nearest", "--vectors", "words/small.vec"}, "extract embed nearest --help"},
		{"nearest in no file", []string{"embed", "nearest", "rent"}, "--vectors"},
		{"none of the nearest", []string{"embed", "nearest", "rent", "--vectors", "words/small.vec", "-n", "0"}, "-n must be at least 1"},
		{"no such vectors", []string{"embed", "nearest", "rent", "--vectors", "no.vec"}, "no.vec: no such file"},
		{"broken vectors", []string{"embed", "nearest", "rent", "--vectors", "broken.vec"}, `broken.vec: read word vectors as text: line 3 (byte 12): the word "b" has 2 numbers, want 3`},
		{"an empty file", []string{"embed", "nearest", "rent", "--vectors", "nothing.vec"}, "unexpected EOF"},
		{"no vectors", []string{"embed", "nearest", "rent", "--vectors", "notvectors.vec"}, `the header has "SUPPLY" for a number of words`},
		{"an unknown word", []string{"embed", "nearest", "rent", "leese", "--vectors", "words/small.vec"}, `small.vec has no vector of "leese"; spelled alike: lease`},
		{"two unknown words", []string{"embed", "nearest", "quux", "reent", "--vectors", "words/small.vec"}, "is spelled alike\nwords/small.vec has no vector of \"reent\"; spelled alike: rent\n"},
		{"two words in one", []string{"embed", "nearest", "lease rent", "--vectors", "words/small.vec"}, "ask for each of its words alone"},
		{"an unknown word in no vectors", []string{"embed", "nearest", "rent", "--vectors", "none.vec"}, `no vector of "rent"; no word in it is spelled alike`},

		{"training from broken vectors", []string{"train", "--annotations", "own.jsonl", "-o", "x.vec", "--vectors", "broken.vec"}, "broken.vec: read word vectors as text: line 3"},
		{"training from vectors of another width", []string{"train", "--annotations", "own.jsonl", "-o", "x.vec", "--vectors", "words/small.vec", "--word-dim", "3"},
			"small.vec has vectors of 2 numbers, which does not fit --word-dim 3: leave it out"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := call(t, dir, test.args...)
			r.wants(t, 2)
			if !strings.Contains(r.err, test.want) || r.out != "" {
				t.Errorf("standard error lacks %q:\n%s%s", test.want, r.err, r.out)
			}
			if _, err := os.Stat(filepath.Join(dir, "x.vec")); err == nil {
				t.Error("it wrote a file")
			}
		})
	}
}

func TestNearest(t *testing.T) {
	dir := bulk(t)
	const want = `┌───────┬───────────┬────────┐
│ word  │ neighbour │ cosine │
├───────┼───────────┼────────┤
│ Lease │ rent      │ 0.6000 │
│ Lease │ leases    │ 0.0995 │
│ rent  │ leases    │ 0.8557 │
│ rent  │ lease     │ 0.8000 │
└───────┴───────────┴────────┘
4 rows
`
	r := call(t, dir, "embed", "nearest", "Lease", "RENT", "--vectors", "words/small.vec", "-n", "2")
	r.wants(t, 0)
	if r.out != want {
		t.Errorf("got\n%swant\n%s", r.out, want)
	}
	// Fewer words than asked for.
	r = call(t, dir, "embed", "nearest", "lease", "--vectors", "words/small.vec")
	r.wants(t, 0)
	if !strings.Contains(r.out, "3 rows") {
		t.Errorf("got\n%s", r.out)
	}
}
