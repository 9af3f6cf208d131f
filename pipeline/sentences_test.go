package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/extract/read"
	"covenant/extract/token"
	"covenant/tagger/train"
	"covenant/tagger/word2vec"
)

// gather returns the sentences under a folder, words with blanks between them.
func gather(t *testing.T, dir, except string, opts Options) ([]string, Summary) {
	t.Helper()
	var sum Summary
	var lines []string
	for s, err := range Sentences(t.Context(), []string{dir}, except, opts, &sum) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Join(s, " "))
	}
	return lines, sum
}

func TestSentencesOfAFolder(t *testing.T) {
	dir := folder(t, map[string]string{
		"b.txt": "The Buyer pays $1,200. It does so in 2019.", "a.html": "<p>Each PARTY signs.</p>", "c/d.txt": "Last.",
		"picture.png": picture, "empty.txt": "", ".hidden.txt": "Hidden.", "words.vec": "1 1\na 1\n",
	})
	for _, except := range []string{filepath.Join(dir, "words.vec"), filepath.Join(dir, "c", "..", "words.vec")} {
		got, sum := gather(t, dir, except, Options{})
		want := []string{"each party signs .", "the buyer pays $ 0,000 .", "it does so in 0000 .", "last ."}
		if !slices.Equal(got, want) {
			t.Errorf("sentences %q, want %q", got, want)
		}
		if sum.Documents != 5 || sum.Read != 3 || sum.Skipped != 1 || sum.Failed != 1 || sum.Tokens != 18 || sum.Interrupted {
			t.Errorf("summary: %+v", sum)
		}
		if len(sum.Failures) != 1 || filepath.Base(sum.Failures[0].Path) != "empty.txt" {
			t.Errorf("failures: %+v", sum.Failures)
		}
	}
	if got, sum := gather(t, dir, "", Options{}); len(got) != 5 || sum.Read != 4 {
		t.Errorf("with the file of vectors: %q, %+v", got, sum)
	}
}

func TestSentencesOfNothing(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"an empty folder": {}, "a picture": {"a.png": picture},
	} {
		got, sum := gather(t, folder(t, files), "", Options{})
		if len(got) > 0 || sum.Read != 0 || !sum.NothingReadable() {
			t.Errorf("%s: %q, %+v", name, got, sum)
		}
	}
}

// The order does not depend on which worker is quicker, however little may be
// held at once.
func TestSentencesComeInOrder(t *testing.T) {
	files := map[string]string{}
	var want []string
	for i := range 12 {
		name := fmt.Sprintf("%c%c", 'a'+i/4, 'a'+i%4)
		files[name+".txt"] = name
		want = append(want, name)
	}
	dir := folder(t, files)
	slowFirst := func(ctx context.Context, path string) (*extract.Document, error) {
		if strings.HasSuffix(path, "a.txt") {
			time.Sleep(10 * time.Millisecond)
		}
		return read.Read(ctx, path)
	}
	for _, opts := range []Options{
		{}, {Workers: 1}, {Workers: 8}, {Workers: 8, Documents: 1}, {Workers: 8, MaxBytes: 1}, {Workers: 8, Documents: 3},
	} {
		opts.Read = slowFirst
		if got, _ := gather(t, dir, "", opts); !slices.Equal(got, want) {
			t.Errorf("%d workers, %d documents: %q", opts.Workers, opts.Documents, got)
		}
	}
}

func TestInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(t, "documents")
		var docs []*document
		for i := range n {
			docs = append(docs, &document{place: i})
		}
		mixed := rapid.Permutation(docs).Draw(t, "as they come")
		wanted := rapid.IntRange(1, 21).Draw(t, "wanted")
		var got []*document
		for d := range inOrder(slices.Values(mixed)) {
			if got = append(got, d); len(got) == wanted {
				break
			}
		}
		if !slices.Equal(got, docs[:min(n, wanted)]) {
			t.Errorf("%d of %d documents came out of order", len(got), n)
		}
	})
}

func TestSentencesSurviveAPanic(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "First.", "b.txt": "Second.", "c.txt": "Third."})
	got, sum := gather(t, dir, "", Options{Read: func(ctx context.Context, path string) (*extract.Document, error) {
		if filepath.Base(path) == "b.txt" {
			panic("at the disco")
		}
		return read.Read(ctx, path)
	}})
	var p *PanicError
	if !slices.Equal(got, []string{"first .", "third ."}) || sum.Failed != 1 || !errors.As(sum.Failures[0].Err, &p) {
		t.Errorf("sentences %q, %+v", got, sum)
	}
}

// Whether the caller has enough, or ctx ends: no goroutine stays.
func TestSentencesEndEarly(t *testing.T) {
	files := map[string]string{}
	for i := range 50 {
		files[fmt.Sprintf("%02d.txt", i)] = strings.Repeat("One more. ", 20)
	}
	dir := folder(t, files)
	before := runtime.NumGoroutine()
	var sum Summary
	for _, err := range Sentences(t.Context(), []string{dir}, "", Options{}, &sum) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if sum.Interrupted || sum.Documents != 1 {
		t.Errorf("after one sentence: %+v", sum)
	}

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range Sentences(ctx, []string{dir}, "", Options{}, &sum) {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) || !sum.Interrupted {
		t.Errorf("cancelled: error %v, %+v", last, sum)
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines, there were %d", n, before)
	}

	last = nil
	for _, err := range Sentences(t.Context(), []string{dir}, "", Options{Workers: -1}, &sum) {
		last = err
	}
	if last == nil {
		t.Error("-1 workers give no error")
	}
}

// Vectors of a folder are those that training learns from the same texts.
func TestVectorsOfAFolderAreThoseThatTrainingLearns(t *testing.T) {
	files := map[string]string{}
	for i := range 6 {
		files[fmt.Sprintf("%d.txt", i)] = strings.Repeat(fmt.Sprintf("The Buyer %d shall pay. The seller shall deliver on May %d. ", i%2, i), 30)
	}
	dir := folder(t, files)
	var docs []train.Document
	for i := range 6 {
		text := files[fmt.Sprintf("%d.txt", i)]
		sentences, err := token.Sentences(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, train.Document{Text: text, Sentences: sentences})
	}
	want, err := train.LearnVectors(t.Context(), docs, 12, 3, 1)
	if err != nil {
		t.Fatal(err)
	}
	o := word2vec.DefaultOptions()
	o.Dim, o.Seed = 12, 3
	var sum Summary
	got, err := word2vec.Train(t.Context(), Sentences(t.Context(), []string{dir}, "", Options{}, &sum), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Words, want.Words) || !slices.Equal(got.Data, want.Data) {
		t.Errorf("%d words %v of a folder, %d words %v in training", len(got.Words), got.Words, len(want.Words), want.Words)
	}
}

// Every token can stand in a file of vectors.
func TestTokensFitVectorFiles(t *testing.T) {
	odd := "a\u00a0b\u2028c\u0085d \v \f\r\n\t\x00 \u3000" + strings.Repeat("x", 5000) + " İ \u200b ｘ　ｙ"
	dir := folder(t, map[string]string{"odd.txt": odd})
	var sum Summary
	o := word2vec.DefaultOptions()
	o.MinCount = 1
	v, err := word2vec.Train(t.Context(), Sentences(t.Context(), []string{dir}, "", Options{}, &sum), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "odd.vec"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(v.WriteText(f), f.Close()); err != nil {
		t.Error(err)
	}
	again, err := word2vec.Open(f.Name())
	if err != nil || !slices.Equal(v.Words, again.Words) {
		t.Errorf("read again: %v", err)
	}
}
