package resolve

import (
	"covenant/extract"
	"covenant/extract/normal"
)

// contractDates are the days from which a contract counts.
type contractDates struct {
	agreement, effective string
}

func (v *view) dates() contractDates {
	var d contractDates
	if es := v.withRole(extract.Date, extract.RoleAgreement); len(es) > 0 {
		d.agreement = es[0].Value
	}
	if es := v.withRole(extract.Date, extract.RoleEffective); len(es) > 0 {
		d.effective = es[0].Value
	}
	if d.agreement == "" {
		d.agreement = d.effective
	}
	if d.effective == "" {
		d.effective = d.agreement
	}
	return d
}

func (v *view) expiration(d contractDates, term string) string {
	if es := v.withRole(extract.Date, extract.RoleExpiration); len(es) > 0 {
		return es[0].Value
	}
	if term == "" || d.effective == "" {
		return ""
	}
	p, err := normal.ParsePeriod(term)
	if err != nil {
		return ""
	}
	s, err := p.AddTo(d.effective)
	if err != nil {
		return ""
	}
	return s
}
