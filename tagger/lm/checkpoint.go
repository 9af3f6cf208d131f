package lm

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/google/renameio/v2"

	"covenant/tagger/sealed"
)

// Why a run does not go on from a checkpoint.
var (
	ErrCheckpoint = errors.New("damaged checkpoint")
	ErrOtherRun   = errors.New("checkpoint of another run")
)

// checkpointEvery is how long a run goes without saving its state, but for the step
// that it is in.
const checkpointEvery = 2 * time.Minute

var checkpointFormat = sealed.Format{
	Magic: "COVLMRUN", Version: 1,
	ErrOther:   fmt.Errorf("%w: it is no checkpoint of a language model", ErrCheckpoint),
	ErrVersion: fmt.Errorf("%w: it is of another version", ErrCheckpoint),
	ErrCorrupt: ErrCheckpoint,
}

// checkpointHeader is the JSON part of a checkpoint. After it stand the float32 of
// [trainer.tensors].
type checkpointHeader struct {
	Run      string // fingerprint of options and data
	At       position
	AdamStep int
}

// tensors returns all numbers of the state: the weights, Adam's two moments and the
// best weights, each in the order of the model file, then for each part and layer the
// hidden and the cell states of the lanes.
func (t *trainer) tensors() [][]float32 {
	var all [][]float32
	for _, p := range t.step.Params {
		all = append(all, p.W)
	}
	all = append(all, t.step.Adam.M...)
	all = append(all, t.step.Adam.V...)
	all = append(all, t.best...)
	for i := range t.step.parts {
		for _, s := range t.step.parts[i].states.layers {
			all = append(all, s.H, s.C)
		}
	}
	return all
}

// checkpoint saves the state of the run.
func (t *trainer) checkpoint() error {
	if t.Checkpoint == "" {
		return nil
	}
	t.saved = time.Now()
	t.at.Lanes = t.lanes.places
	t.at.Random, _ = t.source.MarshalBinary() // never fails
	b, err := checkpointFormat.Seal(checkpointHeader{Run: t.fingerprint, At: t.at, AdamStep: t.step.Adam.Step}, func(b []byte) ([]byte, error) {
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
	t.model.prepare(true)
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
		return fmt.Errorf("%w: the options or the texts have changed", ErrOtherRun)
	}
	if len(h.At.Lanes) != len(t.lanes.places) || slices.ContainsFunc(h.At.Order, t.noDocument) || slices.ContainsFunc(h.At.Lanes, t.noPlace) {
		return fmt.Errorf("%w: documents that there are not", ErrCheckpoint)
	}
	for _, w := range t.tensors() {
		if numbers, err = sealed.Single(w, numbers); err != nil {
			return fmt.Errorf("%w: %w", ErrCheckpoint, err)
		}
	}
	if err := t.source.UnmarshalBinary(h.At.Random); err != nil {
		return fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	t.at, t.step.Adam.Step = h.At, h.AdamStep
	copy(t.lanes.places, h.At.Lanes)
	return nil
}

func (t *trainer) noDocument(i int) bool { return i < 0 || i >= len(t.data.trained) }

func (t *trainer) noPlace(p place) bool {
	return p.Doc != -1 && (t.noDocument(p.Doc) || p.At < 0 || p.At >= t.data.trained[p.Doc].symbols())
}

// fingerprintOf returns a fingerprint of what decides the run: the options, the
// vocabulary and the documents. The first weights follow from them.
func (t *trainer) fingerprintOf() (string, error) {
	o := t.Options
	o.Workers, o.Checkpoint, o.Command, o.Data = 0, "", "", ""
	sum := sha256.New()
	if err := json.NewEncoder(sum).Encode(o); err != nil {
		return "", fmt.Errorf("fingerprint of the options: %w", err)
	}
	if err := json.NewEncoder(sum).Encode(t.data.words); err != nil {
		return "", fmt.Errorf("fingerprint of the words: %w", err)
	}
	var buf []byte
	for _, list := range [][]document{t.data.trained, t.data.held} {
		buf = binary.LittleEndian.AppendUint64(buf[:0], uint64(len(list)))
		for _, d := range list {
			buf = binary.LittleEndian.AppendUint64(buf, uint64(len(d)))
			for _, id := range d {
				buf = binary.LittleEndian.AppendUint32(buf, uint32(id))
			}
			sum.Write(buf)
			buf = buf[:0]
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
