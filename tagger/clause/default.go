package clause

import (
	_ "embed"

	"covenant/tagger/classify"
)

//go:embed default.model
var defaultModel []byte

// Default returns a finder with the model that is embedded in the program.
func Default() (*Finder, error) {
	m, err := classify.Decode(defaultModel)
	if err != nil {
		return nil, err
	}
	return New(m)
}
