package resolve

import (
	"regexp"

	"covenant/extract"
)

var (
	// ofAnotherTitle introduces the title of another contract.
	ofAnotherTitle = regexp.MustCompile(`\b(?:pursuant to|part of|under|entered into|party to|certain|to the|of the|defined in|incorporated (?:in|into)) ?(?:an?|the|that(?: certain)?|this)?$`)
	// introducesItself stands before a title in the contract's first words.
	introducesItself = regexp.MustCompile(`\bthis$`)
)

// sureTitle is the probability from which the first title is taken at its word.
const sureTitle = 0.75

// title returns the contract's title as its heading writes it: the first that
// the tagger is sure of, else the surest of those before the body.
func (v *view) title() string {
	var best *extract.Element
	for _, e := range v.of(extract.Title) {
		if best != nil && e.Span.Start > v.bodyStart {
			break
		}
		before := v.before(e, 40)
		if ofAnotherTitle.MatchString(before) && e.Confidence < 0.99 && !introducesItself.MatchString(before) {
			continue
		}
		if e.Confidence >= sureTitle {
			best = e
			break
		}
		if best == nil || e.Confidence > best.Confidence {
			best = e
		}
	}
	if best == nil {
		return ""
	}
	return best.Value
}
