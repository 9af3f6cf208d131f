package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"covenant/tagger/lm"
	"covenant/tagger/nn"
	"covenant/tagger/train"
	"covenant/tagger/word2vec"
)

// networkFlags are the flags that say what network is trained.
type networkFlags struct {
	options  *train.Options
	uni      bool
	backward bool
	vectors  string
	language string
}

func (n *networkFlags) add(f *pflag.FlagSet) {
	o := n.options
	f.StringVar((*string)(&o.Cell), "cell", string(o.Cell), "recurrent cell: rnn, gru or lstm")
	f.IntVar(&o.Layers, "layers", o.Layers, "stacked recurrent layers")
	f.IntVar(&o.Hidden, "hidden", o.Hidden, "hidden units of each direction")
	f.BoolVar(&n.uni, "uni", false, "run from left to right only, not both ways")
	f.BoolVar(&n.backward, "backward", false, "with --uni: run from right to left")
	f.BoolVar(&o.Top, "top", o.Top, "put one more layer, from left to right, on the others")
	f.StringVar((*string)(&o.Output), "output", string(o.Output), "what decides the tags: crf or softmax")
	f.StringSliceVar(&o.Features, "features", o.Features, "what is embedded of a token: word, prefix, suffix, shape, space, place, head, pos")
	f.IntVar(&o.WordDim, "word-dim", o.WordDim, "width of the word embeddings")
	f.StringVar(&n.vectors, "vectors", "", "start the word embeddings from word2vec vectors in `FILE`")
	f.StringVar(&n.language, "lm", "", "start the word embeddings and the lowest layer from the language model in `FILE`, which pretrain writes")
	f.BoolVar(&o.LearnVectors, "learn-vectors", o.LearnVectors, "start the word embeddings from word2vec vectors learned from the training texts")
	f.BoolVar(&o.Freeze, "freeze", o.Freeze, "leave the word embeddings as the vectors have them")
	f.StringVar((*string)(&o.Chars), "chars", string(o.Chars), "encode a token's characters too: cnn or lstm (default: not)")
	f.IntVar(&o.CharDim, "char-dim", o.CharDim, "width of the embeddings of characters")
	f.IntVar(&o.CharHidden, "char-hidden", o.CharHidden, "filters over characters, or hidden units of each direction")
	f.Float64Var(&o.Dropout, "dropout", o.Dropout, "share of units dropped in training")
	f.BoolVar(&o.DropoutPerStep, "dropout-per-token", o.DropoutPerStep, "draw what is dropped at every token, not once per sequence")
	f.Float64Var(&o.WordDrop, "word-dropout", o.WordDrop, "share of words hidden in training")
	f.IntVar(&o.MinWord, "min-word", o.MinWord, "a word seen less often has no embedding of its own")
}

// name returns a name for the network, such as "covenant-bilstm-crf".
func (n *networkFlags) name() string {
	way := "bi"
	if n.uni {
		way = ""
	}
	return fmt.Sprintf("covenant-%s%s-%s", way, n.options.Cell, n.options.Output)
}

// apply completes the options and checks them.
func (n *networkFlags) apply(cmd *cobra.Command) error {
	o := n.options
	if n.backward && !n.uni {
		return errors.New("--backward says which way --uni runs: give both")
	}
	if n.uni {
		o.Direction = nn.Forward
		if n.backward {
			o.Direction = nn.Backward
		}
	}
	if n.vectors != "" {
		v, err := word2vec.Open(n.vectors)
		if err != nil {
			return err
		}
		if cmd.Flags().Changed("word-dim") && o.WordDim != v.Dim {
			return fmt.Errorf("%s has vectors of %d numbers, which does not fit --word-dim %d: leave it out, or give other vectors", n.vectors, v.Dim, o.WordDim)
		}
		o.WordDim = v.Dim
		o.Vectors = v
	}
	if n.language != "" {
		if err := n.applyLanguage(cmd); err != nil {
			return err
		}
	}
	return o.Validate()
}

// applyLanguage opens the language model and makes the network as wide as it is.
func (n *networkFlags) applyLanguage(cmd *cobra.Command) error {
	m, err := lm.Open(n.language)
	if err != nil {
		return err
	}
	if m.Config.Unit == lm.Characters {
		return fmt.Errorf("%s: %w: give one that extract pretrain trained without --characters", n.language, lm.ErrCharacters)
	}
	o := n.options
	for _, w := range []struct {
		flag, pretrain string
		own            *int
		its            int
	}{
		{"word-dim", "dim", &o.WordDim, m.Config.Dim},
		{"hidden", "hidden", &o.Hidden, m.Config.Hidden},
	} {
		if cmd.Flags().Changed(w.flag) && *w.own != w.its {
			return fmt.Errorf("the language model %s has %d where --%s says %d: leave that out, or pretrain one with --%s %d",
				n.language, w.its, w.flag, *w.own, w.pretrain, *w.own)
		}
		*w.own = w.its
	}
	if o.Cell != nn.CellLSTM {
		return fmt.Errorf("a network with the cell %s cannot start from a language model, whose cells are LSTMs: leave out --cell or --lm", o.Cell)
	}
	for _, d := range []nn.Direction{nn.Forward, nn.Backward} {
		if (o.Direction == d || o.Direction == nn.Both) && m.Way(d) == nil {
			return fmt.Errorf("the language model %s does not read %s, as the network does: pretrain one both ways, or train with %s",
				n.language, d, map[nn.Direction]string{nn.Forward: "--uni --backward", nn.Backward: "--uni"}[d])
		}
	}
	o.Language = m
	return nil
}
