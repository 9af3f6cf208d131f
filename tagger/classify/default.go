package classify

import _ "embed"

//go:embed roles.model
var defaultRoles []byte

// DefaultRoles returns the classifier of roles that is embedded in the program.
func DefaultRoles() (*Model, error) { return Decode(defaultRoles) }
