package resolve

import "covenant/extract"

func (v *view) governingLaw() string {
	for _, e := range v.of(extract.GovLaw) {
		return e.Value
	}
	return ""
}

func (v *view) jurisdiction() string {
	for _, e := range v.withRole(extract.Court, extract.RoleJurisdiction) {
		return e.Value
	}
	return ""
}
