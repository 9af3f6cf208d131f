package resolve

import (
	"covenant/extract"
	"covenant/extract/normal"
)

func (v *view) parties() []extract.ContractParty {
	var out []extract.ContractParty
	seen := map[string]int{}
	for i := range v.elements {
		e := &v.elements[i]
		if e.Span.Start > v.bodyStart {
			break
		}
		switch e.Label {
		case extract.Party:
			k := normal.PartyKey(e.Value)
			if _, ok := seen[k]; ok || k == "" {
				continue
			}
			seen[k] = len(out)
			out = append(out, extract.ContractParty{Name: e.Value})
		case extract.Alias:
			if n := len(out); n > 0 && out[n-1].Alias == "" {
				out[n-1].Alias = e.Value
			}
		}
	}
	return out
}
