package score

import (
	"fmt"
	"io"
	"strings"
)

// WriteTable prints the report for people.
func (r *SpanReport) WriteTable(w io.Writer) error {
	var b strings.Builder
	if n := len(r.Missing); n > 0 {
		fmt.Fprintf(&b, "%d of %d gold documents are not in the database: %s\n", n, r.Documents, strings.Join(r.Missing[:min(n, 3)], ", "))
	}
	fmt.Fprintf(&b, "%-24s%6s%6s%8s%8s%8s%12s\n", "label", "gold", "pred", "P", "R", "F1", "overlap F1")
	for _, l := range r.Labels {
		l.row(&b, l.Name)
		fmt.Fprintf(&b, "%12.3f\n", l.OverlapF1)
		for _, role := range l.Roles {
			role.row(&b, "  "+role.Name)
			b.WriteByte('\n')
		}
	}
	r.Micro.row(&b, r.Micro.Name)
	fmt.Fprintf(&b, "%12.3f\n", r.Micro.OverlapF1)
	fmt.Fprintf(&b, "macro F1 %.3f; micro F1 with roles %.3f\n", r.MacroF1, r.RolesF1)
	_, err := io.WriteString(w, b.String())
	return err
}

func (s *LabelScore) row(w io.Writer, name string) {
	fmt.Fprintf(w, "%-24s%6d%6d%8.3f%8.3f%8.3f", name, s.Gold, s.Predicted, s.Precision, s.Recall, s.F1)
}

// WriteTable prints the report for people.
func (r *ContractReport) WriteTable(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%-20s%6s%7s%7s%10s%11s%10s%18s%8s%8s\n",
		"field", "gold", "given", "right", "coverage", "precision", "accuracy", "given where none", "ECE", "Brier")
	for _, f := range r.Fields {
		fmt.Fprintf(&b, "%-20s%6d%7d%7d%10.3f%11.3f%10.3f%18d%s\n", f.Field, f.Gold, f.Given, f.Right, f.Coverage, f.Precision, f.Accuracy, f.Extra, f.Calibration.columns())
	}
	p := r.Parties
	fmt.Fprintf(&b, "%-20s%6d%7d%7d%10s%11.3f%10s%18s%s\n", "party", p.Gold, p.Predicted, p.Right, "", p.Precision, "", "", p.Calibration.columns())
	fmt.Fprintf(&b, "parties: precision %.3f recall %.3f F1 %.3f; at least one right in %.3f of %d; contracts missing from the database %d\n",
		p.Precision, p.Recall, p.F1, p.AnyRight, p.Contracts, r.Missing)
	b.WriteString(contractNotes)
	_, err := io.WriteString(w, b.String())
	return err
}

const contractNotes = `coverage: given / gold, the share of answers for which a value is given
precision: right / given, the accuracy of the given values; accuracy: right / gold
given where none: values for contracts where people gave no answer at all
ECE, Brier: how far confidence is from right and wrong (0: can be taken at its word); a value where people gave none counts as wrong
`

func (c Calibration) columns() string {
	if c.Values == 0 {
		return fmt.Sprintf("%8s%8s", "-", "-")
	}
	return fmt.Sprintf("%8.3f%8.3f", c.ECE, c.Brier)
}
