package compare

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/google/renameio/v2"
	"golang.org/x/sync/errgroup"

	"covenant/tagger"
	"covenant/tagger/model"
	"covenant/tagger/train"
)

// A Score is what a judge says of a tagger.
type Score struct {
	SpanF1, RoleF1, TokenF1 float64
}

// A Judge scores taggers on contracts that none was trained on, and times them.
type Judge interface {
	Score(ctx context.Context, t *tagger.Tagger) (Score, error)
	// Speed returns tokens per second in one goroutine.
	Speed(ctx context.Context, t *tagger.Tagger) (float64, error)
}

// A Point of a learning curve is the state after one epoch.
type Point struct {
	Stage   string
	Epoch   int
	Loss    float64
	HeldOut float64 // span F1
}

// A Result is what one training run gave.
type Result struct {
	Variant string
	Seed    uint64
	Spans   int    `json:",omitempty"` // gold spans that it learned from
	Options string // fingerprint of options and data
	Score
	Weights int64
	Bytes   int // of the model's file
	Curve   []Point
}

// A Comparison trains variants from one set of options.
type Comparison struct {
	Dir      string // of the results
	Options  train.Options
	Variants []Variant
	Seeds    []uint64
	Share    float64 // of the gold spans that the runs learn from, see [Share]; 0: all
	Parallel int     // runs at a time, each in one goroutine
	Judge    Judge
	// Told hears of each result, new or found, and may be nil. It is not called by
	// two goroutines at once.
	Told func(v Variant, r Result, found bool)
}

// ErrOtherRun means that a result or a checkpoint in the folder is of other options
// or data, or damaged.
var ErrOtherRun = errors.New("result of another comparison")

// Run trains what is missing in the folder and returns all results, by variant
// and then by seed.
func (c *Comparison) Run(ctx context.Context, docs []train.Document) ([]Result, error) {
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("folder of the results: %w", err)
	}
	data := fingerprint(docs)
	results := make([]Result, len(c.Variants)*len(c.Seeds))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, c.Parallel))
	var telling sync.Mutex
	// Seed after seed, so that a comparison that is stopped has all variants.
	for s, seed := range c.Seeds {
		for v, variant := range c.Variants {
			g.Go(func() error {
				if err := ctx.Err(); err != nil {
					return err
				}
				r, found, err := c.one(ctx, docs, data, variant, seed)
				if err != nil {
					return fmt.Errorf("variant %s, seed %d: %w", variant.Name, seed, err)
				}
				results[v*len(c.Seeds)+s] = r
				if c.Told != nil {
					telling.Lock()
					defer telling.Unlock()
					c.Told(variant, r, found)
				}
				return nil
			})
		}
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return results, nil
}

// one finds the result of a run or makes it.
func (c *Comparison) one(ctx context.Context, docs []train.Document, data string, v Variant, seed uint64) (Result, bool, error) {
	o := c.Options
	o.Seed, o.Workers = seed, 1
	v.Change(&o)
	name := fmt.Sprintf("%s-%d", v.Name, seed)
	o.Name, o.Checkpoint = name, filepath.Join(c.Dir, name+".checkpoint")
	spans := 0
	if c.Share > 0 {
		docs, spans = Share(docs, c.Share, seed)
		data = fmt.Sprintf("%s share %g", data, c.Share)
	}
	id, err := optionsID(o, data)
	if err != nil {
		return Result{}, false, err
	}
	path := filepath.Join(c.Dir, name+".json")
	r, err := readResult(path)
	if err == nil && r.Options != id {
		return Result{}, false, fmt.Errorf("%w: %s was made with other options or data; remove it or choose another folder", ErrOtherRun, path)
	}
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return r, true, err
	}
	curve := &curve{}
	m, _, err := train.Run(ctx, docs, o, curve)
	if errors.Is(err, train.ErrOtherRun) || errors.Is(err, train.ErrCheckpoint) {
		return Result{}, false, fmt.Errorf("%w: %w; remove it or choose another folder", ErrOtherRun, err)
	}
	if err != nil {
		return Result{}, false, err
	}
	// What is judged is what is saved: weights in half precision.
	b, err := m.Encode()
	if err != nil {
		return Result{}, false, err
	}
	if m, err = model.Decode(b); err != nil {
		return Result{}, false, err
	}
	r = Result{Variant: v.Name, Seed: seed, Spans: spans, Options: id, Weights: m.Net.Config.Weights(m.Scheme.Tags()), Bytes: len(b), Curve: curve.points}
	t, err := tagger.New(m, tagger.FP32)
	if err != nil {
		return Result{}, false, err
	}
	if r.Score, err = c.Judge.Score(ctx, t); err != nil {
		return Result{}, false, err
	}
	if seed == c.Seeds[0] { // for the times
		if err := renameio.WriteFile(c.modelPath(v), b, 0o644); err != nil {
			return Result{}, false, fmt.Errorf("keep model: %w", err)
		}
	}
	if err := writeJSON(path, r); err != nil {
		return Result{}, false, err
	}
	if err := os.Remove(o.Checkpoint); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Result{}, false, fmt.Errorf("remove checkpoint: %w", err)
	}
	return r, false, nil
}

func (c *Comparison) modelPath(v Variant) string { return filepath.Join(c.Dir, v.Name+".model") }

func readResult(path string) (Result, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return Result{}, fmt.Errorf("read result: %w", err)
	}
	var r Result
	if err := json.Unmarshal(b, &r); err != nil {
		return Result{}, fmt.Errorf("read result %s: %w", path, err)
	}
	return r, nil
}

func writeJSON(path string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := renameio.WriteFile(path, append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	return nil
}

// fingerprint tells training data apart.
func fingerprint(docs []train.Document) string {
	sum := sha256.New()
	for _, d := range docs {
		fmt.Fprintf(sum, "%q %q %v %v %v\n", d.Name, d.Text, d.Gold, d.Silver, d.Unknown)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// optionsID tells runs apart.
func optionsID(o train.Options, data string) (string, error) {
	vectors := o.Vectors != nil
	o.Vectors, o.Checkpoint, o.Workers, o.Command, o.Data = nil, "", 0, "", ""
	b, err := json.Marshal(o)
	if err != nil {
		return "", fmt.Errorf("fingerprint of the options: %w", err)
	}
	if o.Language != nil {
		l, err := o.Language.Encode()
		if err != nil {
			return "", err
		}
		b = append(b, l...)
	}
	sum := sha256.Sum256(fmt.Appendf(b, " %v %s", vectors, data))
	return hex.EncodeToString(sum[:]), nil
}

// curve collects the points of a run.
type curve struct{ points []Point }

func (c *curve) Started(int, int) {}

func (c *curve) Batch(float64, string, float64) {}

func (c *curve) Epoch(e train.Epoch) {
	c.points = append(c.points, Point{e.Stage, e.Number, e.Loss, e.HeldOut.F1()})
}
