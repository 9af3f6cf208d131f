package resolve

import "covenant/extract"

// title returns the contract's title.
func (v *view) title() string {
	for _, e := range v.of(extract.Title) {
		return e.Value
	}
	return ""
}
