package classify

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"covenant/tagger/feature"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

// A Model is a trained classifier. It is safe for concurrent use.
type Model struct {
	Info     Info
	Tasks    []Task // in the order of the network's heads
	Features *feature.Extractor
	Net      *nn.Classifier
	// Sum is the SHA-256 of the file that the model was read from.
	Sum [32]byte

	passes sync.Pool // of *nn.ClassifierPass
}

// Info says how a model came to be.
type Info struct {
	Name    string `json:"name"`
	Command string `json:"command"` // the command line that trains it again
	Data    string `json:"data"`    // what it was trained on
	Seed    uint64 `json:"seed"`
	// Context and Reach are the least and the greatest number of tokens on either
	// side of a mark that are looked at; between them sentences decide.
	Context int `json:"context"`
	Reach   int `json:"reach"`
}

const (
	maxReach  = 1 << 12 // tokens
	maxWindow = 1 << 14 // tokens of a window, with a very long mark
)

// Validate checks the context.
func (i Info) Validate() error {
	if i.Context < 0 || i.Reach < i.Context || i.Reach > maxReach {
		return fmt.Errorf("context of %d tokens and reach of %d: the reach must be at least the context, and at most %d", i.Context, i.Reach, maxReach)
	}
	return nil
}

// NewModel returns a model with random weights. It refuses what a file of it would
// be refused for. The configuration's heads are those of the tasks.
func NewModel(info Info, tasks []Task, x *feature.Extractor, cfg nn.ClassifierConfig) (*Model, error) {
	if err := info.Validate(); err != nil {
		return nil, err
	}
	if err := checkTasks(tasks); err != nil {
		return nil, err
	}
	if cfg.Chars != nil {
		return nil, fmt.Errorf("a classifier has no encoder of characters")
	}
	if err := model.CheckSizes(cfg.Config); err != nil {
		return nil, err
	}
	if cfg.Attention > model.MaxWidth {
		return nil, fmt.Errorf("attention of %d hidden units, the most is %d", cfg.Attention, model.MaxWidth)
	}
	cfg.Heads, cfg.Several = nil, several(tasks)
	for _, t := range tasks {
		cfg.Heads = append(cfg.Heads, len(t.Classes))
	}
	net, err := nn.NewClassifier(cfg, rand.New(rand.NewPCG(info.Seed, 1)))
	if err != nil {
		return nil, err
	}
	if net.Gate != nil {
		start(net.Gate.G)
	}
	m := &Model{Info: info, Tasks: tasks, Features: x, Net: net}
	m.passes.New = func() any { return new(nn.ClassifierPass) }
	return m, nil
}

// several says of each task whether several of its classes may hold; nil if that is so
// of none.
func several(tasks []Task) []bool {
	if !slices.ContainsFunc(tasks, Task.several) {
		return nil
	}
	var out []bool
	for _, t := range tasks {
		out = append(out, t.several())
	}
	return out
}

// start sets a gate so that states count the less the farther they are from the
// mark, alike on both sides and in all units.
func start(gate *nn.Param) {
	const perStep = -0.2
	for id := range gate.Rows {
		step := 0
		if id > 0 {
			step = (id-1)%len(distances) + 1
		}
		for j := range gate.Cols {
			gate.W[id*gate.Cols+j] = float32(perStep * float64(step))
		}
	}
}
