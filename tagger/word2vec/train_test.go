package word2vec

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"covenant/tagger/kernel"
)

func sentencesOf(list ...[]string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, s := range list {
			if !yield(s, nil) {
				return
			}
		}
	}
}

// classes are words that the made corpus uses alike.
var classes = map[string][]string{
	"verb":  {"pays", "delivers", "returns", "keeps", "sells"},
	"party": {"buyer", "seller", "lender", "tenant", "agent"},
	"month": {"january", "may", "june", "july", "august"},
	"thing": {"price", "goods", "loan", "house", "ship"},
}

// madeCorpus has sentences of one form: the party verb the thing in month.
func madeCorpus(n int, seed uint64) [][]string {
	rng := rand.New(rand.NewPCG(seed, 0))
	of := func(class string) string { return classes[class][rng.IntN(5)] }
	list := make([][]string, n)
	for i := range list {
		list[i] = []string{"the", of("party"), of("verb"), "the", of("thing"), "in", of("month"), "."}
	}
	return list
}

func smallOptions() Options {
	o := DefaultOptions()
	o.Dim, o.Window, o.MinCount, o.Subsample, o.Rate = 16, 2, 1, 0, 0.05
	return o
}

func TestWordsOfLikeContextsBecomeNeighbours(t *testing.T) {
	corpus := madeCorpus(4000, 1)
	for _, cbow := range []bool{false, true} {
		t.Run(fmt.Sprintf("CBOW=%t", cbow), func(t *testing.T) {
			o := smallOptions()
			if o.CBOW = cbow; cbow {
				o.Rate = 0.15
			}
			v, err := Train(t.Context(), sentencesOf(corpus...), o, nil)
			if err != nil {
				t.Fatal(err)
			}
			for class, words := range classes {
				for _, w := range words {
					for _, n := range v.Nearest(w, len(words)-1) {
						if !slices.Contains(words, n.Word) {
							t.Errorf("%s, a %s, is near %s (%.2f)", w, class, n.Word, n.Cosine)
						}
					}
				}
			}
		})
	}
}

func sameBits(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) })
}

func TestTrainIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	corpus := madeCorpus(5000, 2) // several rounds, the last not full
	o := smallOptions()
	o.Epochs, o.Workers, o.Subsample = 2, 1, 1e-2
	first, err := Train(t.Context(), sentencesOf(corpus...), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{1, 2, 3, 8, 0} {
		o.Workers = workers
		v, err := Train(t.Context(), sentencesOf(corpus...), o, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(v.Words, first.Words) || !sameBits(v.Data, first.Data) {
			t.Errorf("%d workers: other vectors than one worker's", workers)
		}
	}
	o.Seed++
	v, err := Train(t.Context(), sentencesOf(corpus...), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if sameBits(v.Data, first.Data) {
		t.Error("another seed gives the same vectors")
	}
}

func TestShards(t *testing.T) {
	cases := []struct{ asked, chunks, want int }{
		{0, 1, 1}, {0, 3, 3}, {0, 4, 4}, {0, 5000, 4}, // the default
		{1, 5000, 1}, {2, 5000, 2}, {3, 2, 2}, // fewer
		{8, 100, 4}, {8, 3, 3}, {8, 223, 6}, {8, 256, 8}, {8, 5000, 8}, // more, where the text is long
	}
	for _, c := range cases {
		if got := (Options{Shards: c.asked}).shards(c.chunks); got != c.want {
			t.Errorf("of %d shards, %d learn a text of %d chunks, want %d", c.asked, got, c.chunks, c.want)
		}
	}
}

// Many shards learn the same as few, and the same for any number of workers.
func TestManyShardsLearn(t *testing.T) {
	corpus := madeCorpus(90_000, 6) // 720,000 words, 288 chunks
	o := smallOptions()
	o.Shards, o.Epochs, o.Rate, o.Workers = 8, 1, 0.025, 1
	one, err := Train(t.Context(), sentencesOf(corpus...), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	for class, words := range classes {
		for _, w := range words {
			for _, n := range one.Nearest(w, len(words)-1) {
				if !slices.Contains(words, n.Word) {
					t.Errorf("%s, a %s, is near %s (%.2f)", w, class, n.Word, n.Cosine)
				}
			}
		}
	}
	o.Workers = 8
	many, err := Train(t.Context(), sentencesOf(corpus...), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !sameBits(one.Data, many.Data) {
		t.Error("8 workers: other vectors than one worker's")
	}
	o.Shards = 0
	few, err := Train(t.Context(), sentencesOf(corpus...), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if sameBits(one.Data, few.Data) {
		t.Error("8 shards give the vectors of 4: it was not tried")
	}
}

func TestTrainStaysWithinBoundsAtHighRates(t *testing.T) {
	o := smallOptions()
	o.Rate, o.Epochs = 0.5, 3
	v, err := Train(t.Context(), sentencesOf(madeCorpus(6000, 3)...), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range v.Words {
		if l := length(v.row(i)); l > 50 {
			t.Errorf("the vector of %s has the length %g", w, l)
		}
	}
}

func TestTrainRefuses(t *testing.T) {
	lost := errors.New("file lost")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	few := sentencesOf([]string{"a", "b"})
	cases := []struct {
		name      string
		ctx       context.Context
		sentences iter.Seq2[[]string, error]
		set       func(o *Options)
		want      error // nil: any
	}{
		{"no sentences", t.Context(), sentencesOf(), nil, ErrNoWords},
		{"empty sentences", t.Context(), sentencesOf(nil, nil), nil, ErrNoWords},
		{"one word", t.Context(), sentencesOf([]string{"a", "a"}), nil, ErrNoWords},
		{"rare words", t.Context(), few, func(o *Options) { o.MinCount = 2 }, ErrNoWords},
		{"an error of the source", t.Context(), func(yield func([]string, error) bool) { yield(nil, lost) }, nil, lost},
		{"a context that has ended", cancelled, few, nil, context.Canceled},
		{"no dimensions", t.Context(), few, func(o *Options) { o.Dim = 0 }, nil},
		{"too many dimensions", t.Context(), few, func(o *Options) { o.Dim = maxDim + 1 }, nil},
		{"no window", t.Context(), few, func(o *Options) { o.Window = 0 }, nil},
		{"no noise", t.Context(), few, func(o *Options) { o.Negative = 0 }, nil},
		{"count 0", t.Context(), few, func(o *Options) { o.MinCount = 0 }, nil},
		{"threshold below 0", t.Context(), few, func(o *Options) { o.Subsample = -1 }, nil},
		{"threshold not a number", t.Context(), few, func(o *Options) { o.Subsample = math.NaN() }, nil},
		{"no epochs", t.Context(), few, func(o *Options) { o.Epochs = 0 }, nil},
		{"rate 0", t.Context(), few, func(o *Options) { o.Rate = 0 }, nil},
		{"rate infinite", t.Context(), few, func(o *Options) { o.Rate = math.Inf(1) }, nil},
		{"rate without bounds", t.Context(), sentencesOf(madeCorpus(20, 1)...), func(o *Options) { o.Rate = 1e38 }, ErrDiverged},
		{"too many shards", t.Context(), few, func(o *Options) { o.Shards = MaxShards + 1 }, nil},
		{"shards below 0", t.Context(), few, func(o *Options) { o.Shards = -1 }, nil},
		{"workers below 0", t.Context(), few, func(o *Options) { o.Workers = -1 }, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := smallOptions()
			if c.set != nil {
				c.set(&o)
			}
			v, err := Train(c.ctx, c.sentences, o, nil)
			if err == nil || v != nil {
				t.Fatalf("Train gives %v, %v; want an error alone", v, err)
			}
			if c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("error %q, want %q", err, c.want)
			}
		})
	}
}

func TestTrainIsCancelledBetweenRounds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err := Train(ctx, sentencesOf(madeCorpus(5000, 4)...), smallOptions(), func(Progress) {
		calls++
		cancel()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	if calls != 1 {
		t.Errorf("progress was called %d times, want once", calls)
	}
}

func TestProgressEndsWithAllWords(t *testing.T) {
	o := smallOptions()
	var seen []Progress
	if _, err := Train(t.Context(), sentencesOf(madeCorpus(5000, 5)...), o, func(p Progress) { seen = append(seen, p) }); err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(seen); i++ {
		if seen[i].Words <= seen[i-1].Words || seen[i].Rate >= seen[i-1].Rate || seen[i].Epoch < seen[i-1].Epoch {
			t.Errorf("progress %d goes from %+v to %+v", i, seen[i-1], seen[i])
		}
	}
	if last := seen[len(seen)-1]; last.Words != 5000*8*o.Epochs || last.Words != last.Total || last.Epoch != o.Epochs {
		t.Errorf("the last progress is %+v", last)
	}
	if seen[0].Rate != o.Rate {
		t.Errorf("the first rate is %g, want %g", seen[0].Rate, o.Rate)
	}
}

func TestWordsAreTheCallersInOrderOfFrequency(t *testing.T) {
	o := smallOptions()
	o.MinCount = 2
	v, err := Train(t.Context(), sentencesOf(strings.Fields("B a rare"), nil, strings.Fields("a B b b b")), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(v.Words), "[b B a]"; got != want {
		t.Errorf("words %s, want %s", got, want)
	}
	if v.Of("rare") != nil || len(v.Of("B")) != o.Dim {
		t.Errorf("vectors of %d numbers for %q, %d for %q", len(v.Of("rare")), "rare", len(v.Of("B")), "B")
	}
}

// BenchmarkTrain reports the words walked over in a second, at the default
// options but for one epoch, on a text whose frequencies follow Zipf's law.
func BenchmarkTrain(b *testing.B) {
	const sentences, length, vocabulary = 10_000, 30, 10_000
	rng := rand.New(rand.NewPCG(1, 1))
	zipf := rand.NewZipf(rng, 1.1, 2, vocabulary-1)
	corpus := make([][]string, sentences)
	for i := range corpus {
		for range length {
			corpus[i] = append(corpus[i], fmt.Sprint(zipf.Uint64()))
		}
	}
	for _, cbow := range []bool{false, true} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("CBOW=%t/workers=%d/%s", cbow, workers, kernel.Level()), func(b *testing.B) {
				o := DefaultOptions()
				o.CBOW, o.Workers, o.Epochs = cbow, workers, 1
				for b.Loop() {
					if _, err := Train(b.Context(), sentencesOf(corpus...), o, nil); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N*sentences*length)/b.Elapsed().Seconds(), "words/s")
			})
		}
	}
}
