package train

import (
	"errors"
	"fmt"

	"covenant/tagger/feature"
	"covenant/tagger/lm"
	"covenant/tagger/model"
	"covenant/tagger/nn"
)

// ErrLanguage means that a language model does not fit the network that is to start
// from it. The network needs LSTMs, word embeddings as wide as the language model's,
// layers with as many hidden units, and no direction that the language model has not.
var ErrLanguage = errors.New("language model does not fit")

// startFrom sets the word embeddings and the lowest layer to what the language model
// learned:
//
//   - the embedding of each word is the language model's; words that it does not know,
//     and the place of all unknown words, get that of its unknown word;
//   - of each direction's lowest LSTM the weights of the state (Wh) and the bias are
//     those of the language model's lowest LSTM in that direction, and so are the rows
//     of the weights of the input (Wx) that the word embedding, the first part of the
//     input, is multiplied by. The rows of the other features and of the characters,
//     which the language model has not, stay random.
func startFrom(m *model.Model, l *lm.Model) error {
	cfg := m.Net.Config
	table := m.Net.Embed[feature.Word].Table
	switch {
	case l.Config.Unit == lm.Characters:
		return fmt.Errorf("%w: %w", ErrLanguage, lm.ErrCharacters)
	case cfg.Cell != "" && cfg.Cell != nn.CellLSTM:
		return fmt.Errorf("%w: its cells are LSTMs, the network's %s", ErrLanguage, cfg.Cell)
	case table.Cols != l.Config.Dim:
		return fmt.Errorf("%w: its word embeddings are %d wide, the network's %d; make them equal", ErrLanguage, l.Config.Dim, table.Cols)
	case cfg.Hidden != l.Config.Hidden:
		return fmt.Errorf("%w: its layers have %d hidden units, the network's %d; make them equal", ErrLanguage, l.Config.Hidden, cfg.Hidden)
	}
	known := 0
	copy(table.W, l.UnknownVector())
	for i, w := range m.Features.Vocabularies[feature.Word].Entries() {
		v := l.Vector(w)
		if v != nil {
			known++
		} else {
			v = l.UnknownVector()
		}
		copy(table.W[(i+1)*table.Cols:], v)
	}
	if known == 0 {
		return fmt.Errorf("%w: it knows none of the words of the training texts (in small letters, digits as 0)", ErrLanguage)
	}
	for _, c := range m.Net.Stack[0].Cells {
		cell := c.(*nn.LSTM)
		d := nn.Forward
		if cell.Reverse {
			d = nn.Backward
		}
		way := l.Way(d)
		if way == nil {
			return fmt.Errorf("%w: it does not read %s, which the network does; train one that does, or a network in the other direction only", ErrLanguage, d)
		}
		from := way.Layers[0]
		copy(cell.Wx.W, from.Wx.W) // the first rows
		copy(cell.Wh.W, from.Wh.W)
		copy(cell.B.W, from.B.W)
	}
	return nil
}
