package silver

import (
	"regexp"
	"strings"

	"covenant/extract"
)

var titleLike = regexp.MustCompile(`(?i)\bagreement|contract|deed|lease|amendment|addendum|undertaking|plan|memorandum|statement|guarant|proposal|letter`)

// findTitles marks the contract's own title wherever it stands.
func (d *document) findTitles() {
	titles := map[string]bool{}
	for _, t := range append([]string{d.answers.DocumentName.Value}, d.answers.DocumentName.Texts...) {
		t = strings.TrimSpace(strings.TrimSuffix(squeeze(t), "."))
		t = strings.TrimSpace(formOf.ReplaceAllString(t, ""))
		if strings.Count(t, " ") == 0 || len(t) > 160 || !titleLike.MatchString(t) {
			continue
		}
		titles[squashName(t)] = true
	}
	for _, t := range d.statedTitles() {
		titles[t] = true
	}
	for _, t := range byLength(titles) {
		d.squashed.find(t, 90, func(s extract.ByteSpan) {
			if d.text[s.Start] >= 'a' && d.text[s.Start] <= 'z' && !strings.HasPrefix(d.text[s.Start:], "e-") {
				d.doubt(s.Start, s.End)
				return
			}
			d.add(extract.Title, s.Start, s.End)
		})
	}
}

// formOf is no part of a title: "FORM OF", and what stands in brackets.
var formOf = regexp.MustCompile(`(?i)^form of\s+|\s*\([^()]*\)\s*$`)

var ownTitle = regexp.MustCompile(`(?i:\bthis)\s+((?:[A-Z][\w\-&,/]*\s+(?:(?:and|of|for|to|&|AND|OF|FOR)\s+)?){1,7}(?:Agreement|AGREEMENT|Contract|CONTRACT|Amendment|AMENDMENT))`)

// statedTitles finds the title in "This SUPPLY AGREEMENT (...)" near the
// beginning.
func (d *document) statedTitles() []string {
	if m := ownTitle.FindStringSubmatch(head(d.text, preambleSize)); m != nil {
		return []string{squashName(m[1])}
	}
	return nil
}
