package model

import _ "embed"

//go:embed default.model
var defaultModel []byte

// Default returns the model that is embedded in the program.
func Default() (*Model, error) { return Decode(defaultModel) }
