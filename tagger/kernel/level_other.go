//go:build !amd64

package kernel

// levels lists what this processor can run, the best first.
func levels() []*level { return []*level{generic} }
