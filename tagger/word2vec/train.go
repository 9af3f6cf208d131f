package word2vec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"
)

var (
	// ErrNoWords means that too few different words are frequent enough to learn
	// anything from.
	ErrNoWords = errors.New("fewer than two words are frequent enough")
	// ErrDiverged means that the numbers grew beyond all bounds.
	ErrDiverged = errors.New("training diverged; a lower rate may help")
)

// Progress says how far training has come.
type Progress struct {
	Epoch, Epochs int     // the present one, from 1
	Words, Total  int     // words walked over and to walk over, in all epochs
	Rate          float64 // at present
}

// The corpus is cut into chunks of about chunkWords, and rounds of some chunks are
// learned side by side before their changes are merged. Neither depends on the
// number of workers, so that the result does not either.
const (
	chunkWords = 2500
	// More than DefaultShards are used only where an epoch still has so many rounds:
	// what is learned side by side cannot build on each other.
	minRounds = 32
)

// Train learns a vector for each word that occurs at least Options.MinCount
// times. Pairs do not reach over the ends of sentences. sentences is walked over
// once; an error that it yields ends training, as does the end of ctx, and is
// wrapped by Train's. progress may be nil; it is called in the goroutine of Train
// after each round, which is about 2500 words for each shard.
//
// While training, memory is 4 bytes for each word of the text and at most about
// 8·(1+Shards) bytes for each Dim of each word with a vector; most where a few
// thousand words of text touch nearly all of them.
func Train(ctx context.Context, sentences iter.Seq2[[]string, error], opts Options, progress func(Progress)) (*Vectors, error) {
	if err := opts.Validate(); err != nil {
		return nil, fmt.Errorf("train word vectors: %w", err)
	}
	c, err := readCorpus(ctx, sentences, opts.MinCount)
	if err != nil {
		return nil, fmt.Errorf("train word vectors: %w", err)
	}
	if len(c.words) < 2 {
		return nil, fmt.Errorf("train word vectors: %w: %d seen at least %d times", ErrNoWords, len(c.words), opts.MinCount)
	}
	t := newTrainer(c, opts)
	if err := t.run(ctx, progress); err != nil {
		return nil, fmt.Errorf("train word vectors: %w", err)
	}
	if notFinite(t.in) >= 0 {
		return nil, fmt.Errorf("train word vectors: %w", ErrDiverged)
	}
	return &Vectors{Words: c.words, Dim: opts.Dim, Data: t.in}, nil
}

type trainer struct {
	corpus  *corpus
	opts    Options
	keep    []uint64
	noise   *noise
	in, out []float32 // [V×D]
	chunks  [][2]int  // sentences [from, to)
	shards  []*shard
}

func newTrainer(c *corpus, opts Options) *trainer {
	size := len(c.words) * opts.Dim
	t := &trainer{
		corpus: c, opts: opts, keep: c.keepers(opts.Subsample), noise: newNoise(c.counts),
		in: make([]float32, size), out: make([]float32, size), chunks: c.chunks(chunkWords),
	}
	rng := rand.New(rand.NewPCG(opts.Seed, 0))
	for i := range t.in {
		t.in[i] = (rng.Float32() - 0.5) / float32(opts.Dim)
	}
	for range opts.shards(len(t.chunks)) {
		t.shards = append(t.shards, newShard(t))
	}
	return t
}

// shards is how many shards learn a corpus of so many chunks.
func (o Options) shards(chunks int) int {
	n := cmp.Or(o.Shards, DefaultShards)
	if n > DefaultShards {
		n = max(DefaultShards, min(n, chunks/minRounds))
	}
	return min(n, chunks)
}

// chunks cuts the corpus between sentences.
func (c *corpus) chunks(words int) [][2]int {
	var list [][2]int
	first, start := 0, 0
	for i, end := range c.ends {
		if end-start >= words || i == len(c.ends)-1 {
			list = append(list, [2]int{first, i + 1})
			first, start = i+1, end
		}
	}
	return list
}

// span returns where the sentences [from, to) stand in ids.
func (c *corpus) span(sentences [2]int) (start, end int) {
	if sentences[0] > 0 {
		start = c.ends[sentences[0]-1]
	}
	return start, c.ends[sentences[1]-1]
}

func (t *trainer) run(ctx context.Context, progress func(Progress)) error {
	p := Progress{Epochs: t.opts.Epochs, Total: t.opts.Epochs * len(t.corpus.ids)}
	order := rand.New(rand.NewPCG(t.opts.Seed, 1))
	for p.Epoch = 1; p.Epoch <= p.Epochs; p.Epoch++ {
		visit := order.Perm(len(t.chunks))
		for first := 0; first < len(visit); first += len(t.shards) {
			round := visit[first:min(first+len(t.shards), len(visit))]
			if err := t.round(ctx, round, &p); err != nil {
				return err
			}
			if progress != nil {
				progress(p)
			}
		}
	}
	return nil
}

// round learns some chunks side by side and merges what they have changed.
func (t *trainer) round(ctx context.Context, chunks []int, p *Progress) error {
	active := t.shards[:len(chunks)]
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(t.workers())
	p.Rate = t.rate(p.Words)
	for i, chunk := range chunks {
		done := p.Words
		start, end := t.corpus.span(t.chunks[chunk])
		p.Words += end - start
		g.Go(func() error {
			active[i].learn(inner, t.chunks[chunk], done, rand.NewPCG(t.opts.Seed^uint64(chunk)<<32, uint64(p.Epoch)+1))
			return inner.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	t.merge(active, p.Rate)
	return nil
}

// merge shares the rows of both matrices out to the workers.
func (t *trainer) merge(active []*shard, rate float64) {
	ins, outs := make([]*overlay, len(active)), make([]*overlay, len(active))
	for i, s := range active {
		ins[i], outs[i] = s.in, s.out
	}
	// The loss of one word bends by at most a quarter of the squared length of the
	// other vector, which is of the order of 1.
	curvature := rate / 4
	var wg sync.WaitGroup
	n := len(t.corpus.words)
	part := (n + t.workers() - 1) / t.workers()
	for from := 0; from < n; from += part {
		wg.Go(func() {
			scratch := make([]float32, t.opts.Dim)
			merge(ins, from, min(from+part, n), curvature, scratch)
			merge(outs, from, min(from+part, n), curvature, scratch)
		})
	}
	wg.Wait()
	for _, s := range active {
		s.in.reset()
		s.out.reset()
	}
}

func (t *trainer) workers() int {
	n := t.opts.Workers
	if n == 0 {
		n = runtime.GOMAXPROCS(0)
	}
	return min(n, len(t.shards))
}

// rate falls linearly with the words done.
func (t *trainer) rate(done int) float64 {
	total := float64(t.opts.Epochs * len(t.corpus.ids))
	return t.opts.Rate * math.Max(1-float64(done)/total, 1e-4)
}
