package train

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"time"

	"github.com/google/renameio/v2"

	"covenant/tagger/feature"
	"covenant/tagger/nn"
	"covenant/tagger/sealed"
)

// Why a run does not go on from a checkpoint.
var (
	ErrCheckpoint = errors.New("damaged checkpoint")
	ErrOtherRun   = errors.New("checkpoint of another run")
)

// checkpointEvery is how long a run goes without saving its state, but for the
// step that it is in.
const checkpointEvery = 2 * time.Minute

var checkpointFormat = sealed.Format{
	Magic: "COVTRAIN", Version: 1,
	ErrOther:   fmt.Errorf("%w: it is no checkpoint of this program's training", ErrCheckpoint),
	ErrVersion: fmt.Errorf("%w: it is of another version", ErrCheckpoint),
	ErrCorrupt: ErrCheckpoint,
}

// checkpointHeader is the JSON part of a checkpoint. After it stand the float32
// of the weights, Adam's two moments, and in the gold stage the averaged and the
// best weights, all in the order of the parameters.
type checkpointHeader struct {
	Run      string // fingerprint of options and data
	At       position
	AdamStep int
	Averaged bool
}

// tensors returns all numbers of the state, in the order of the file.
func (t *trainer) tensors() [][]float32 {
	var all [][]float32
	for _, p := range t.step.Params {
		all = append(all, p.W)
	}
	all = append(all, t.step.Adam.M...)
	all = append(all, t.step.Adam.V...)
	all = append(all, t.average...)
	return append(all, t.best...)
}

// checkpoint saves the state of the run.
func (t *trainer) checkpoint() error {
	if t.Checkpoint == "" {
		return nil
	}
	t.saved = time.Now()
	h := checkpointHeader{Run: t.fingerprint, At: t.at, AdamStep: t.step.Adam.Step, Averaged: t.average != nil}
	b, err := checkpointFormat.Seal(h, func(b []byte) ([]byte, error) {
		for _, w := range t.tensors() {
			b = sealed.AppendSingle(b, w)
		}
		return b, nil
	})
	if err == nil {
		err = renameio.WriteFile(t.Checkpoint, b, 0o644)
	}
	if err != nil {
		return fmt.Errorf("save checkpoint: %w", err)
	}
	return nil
}

// resume takes up the state of the checkpoint, if there is one.
func (t *trainer) resume() error {
	t.saved = time.Now()
	if t.Checkpoint == "" {
		return nil
	}
	var err error
	if t.fingerprint, err = t.fingerprintOf(); err != nil {
		return err
	}
	b, err := checkpointFormat.ReadFile(t.Checkpoint)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read checkpoint: %w", err)
	}
	if err := t.restore(b); err != nil {
		return fmt.Errorf("go on from %s: %w", t.Checkpoint, err)
	}
	t.model.Net.Prepare(true)
	if t.progress != nil {
		for _, e := range t.at.Past {
			t.progress.Epoch(e)
		}
	}
	return nil
}

func (t *trainer) restore(b []byte) error {
	var h checkpointHeader
	numbers, err := checkpointFormat.Unseal(b, &h)
	if err != nil {
		return err
	}
	if h.Run != t.fingerprint {
		return fmt.Errorf("%w: the options or the data have changed", ErrOtherRun)
	}
	t.at, t.step.Adam.Step = h.At, h.AdamStep
	if h.Averaged {
		t.average, t.best = nn.CopyWeights(t.step.Params), nn.CopyWeights(t.step.Params)
	}
	for _, w := range t.tensors() {
		if numbers, err = sealed.Single(w, numbers); err != nil {
			return fmt.Errorf("%w: %w", ErrCheckpoint, err)
		}
	}
	if err := t.source.UnmarshalBinary(h.At.Random); err != nil {
		return fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	return nil
}

// fingerprintOf returns a fingerprint of what decides the run: the options, the first
// weights, and the examples. Parts of speech are left out: see [feature.Pos].
func (t *trainer) fingerprintOf() (string, error) {
	o := t.Options
	o.Workers, o.Checkpoint, o.Vectors = 0, "", nil
	o.Name, o.Command, o.Data = "", "", "" // are only written down
	sum := sha256.New()
	if err := json.NewEncoder(sum).Encode(o); err != nil {
		return "", fmt.Errorf("fingerprint of the options: %w", err)
	}
	var buf []byte
	flush := func() {
		sum.Write(buf)
		buf = buf[:0]
	}
	for _, p := range t.step.Params {
		for _, w := range p.W {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(w))
		}
		flush()
	}
	for _, d := range t.drop {
		buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(d))
	}
	flush()
	for _, list := range [][]example{t.silver, t.gold, t.held} {
		for _, e := range list {
			for f, ids := range e.seq.IDs {
				if t.model.Features.Fields()[f] == feature.Pos {
					continue
				}
				for _, id := range ids {
					buf = binary.LittleEndian.AppendUint32(buf, uint32(id))
				}
			}
			for i, set := range e.sets {
				buf = binary.LittleEndian.AppendUint64(buf, uint64(set))
				if e.seq.Chars != nil {
					buf = append(append(buf, e.seq.Chars[i]...), 0)
				}
			}
			flush()
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
