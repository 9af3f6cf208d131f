package resolve

import (
	"strings"

	"covenant/extract"
)

func (v *view) term() string {
	for _, e := range v.withRole(extract.Duration, extract.RoleTerm) {
		return e.Value
	}
	return ""
}

func (v *view) renewal() string {
	for _, e := range v.withRole(extract.Duration, extract.RoleRenewal) {
		return e.Value
	}
	return ""
}

func (v *view) notices() (renewal, termination string) {
	for _, e := range v.withRole(extract.Duration, extract.RoleNotice) {
		s := v.sentence(e)
		if strings.Contains(s, "renew") || strings.Contains(s, "extend") || strings.Contains(s, "extension") {
			if renewal == "" {
				renewal = e.Value
			}
		} else if strings.Contains(s, "terminat") && termination == "" {
			termination = e.Value
		}
	}
	return renewal, termination
}
