package silver

import (
	"regexp"
	"strings"
)

// kinds are the kinds of contracts and the words that name them, in small letters
// with single spaces between. They are read-only.
var kinds = []struct {
	name  string
	words *regexp.Regexp
}{
	{"Affiliate", regexp.MustCompile(`\baffiliate\b`)},
	{"Agency", regexp.MustCompile(`\bagency\b`)},
	{"Co-Branding", regexp.MustCompile(`\bco ?brand`)},
	{"Collaboration", regexp.MustCompile(`\bcollaborat|\bco ?operation`)},
	{"Consulting", regexp.MustCompile(`\bconsult`)},
	{"Development", regexp.MustCompile(`\bdevelop`)},
	{"Distributor", regexp.MustCompile(`\bdistribut`)},
	{"Endorsement", regexp.MustCompile(`\bendorse`)},
	{"Franchise", regexp.MustCompile(`\bfranchis`)},
	{"Hosting", regexp.MustCompile(`hosting\b`)},
	{"Intellectual Property", regexp.MustCompile(`\bintellectual property\b`)},
	{"Joint Filing", regexp.MustCompile(`\bjoint filing\b`)},
	{"Joint Venture", regexp.MustCompile(`\bjoint venture\b`)},
	{"License", regexp.MustCompile(`\blicen[cs]`)},
	{"Maintenance", regexp.MustCompile(`\bmaintenance\b`)},
	{"Manufacturing", regexp.MustCompile(`\bmanufactur`)},
	{"Marketing", regexp.MustCompile(`\b(?:re)?marketing\b`)},
	{"Non-Compete", regexp.MustCompile(`\bnon ?compet`)},
	{"Outsourcing", regexp.MustCompile(`\boutsourc`)},
	{"Promotion", regexp.MustCompile(`\bpromotion`)},
	{"Reseller", regexp.MustCompile(`\bresell`)},
	{"Service", regexp.MustCompile(`\bservic`)},
	{"Sponsorship", regexp.MustCompile(`\bsponsor`)},
	{"Strategic Alliance", regexp.MustCompile(`\bstrategic alliance\b`)},
	{"Supply", regexp.MustCompile(`\bsuppl`)},
	{"Transportation", regexp.MustCompile(`\btransport`)},
}

// exhibit is the number of an exhibit, after which the name of a file tells what it
// is: "ACMEINC_06_15_2020-EX-4.25-SERVICES_AGREEMENT".
var exhibit = regexp.MustCompile(`(?i)\bex-?[0-9][0-9a-z.()]*[-_ ]`)

var noLetters = regexp.MustCompile(`[^a-z]+`)

// Kind returns the kind of a contract that the base name of its file or else its title
// names: of several kinds the one that is named first. It is empty where neither does.
// The names are those of the files of CUAD; the kinds are its kinds too.
func Kind(file, title string) string {
	if all := exhibit.FindAllStringIndex(strings.ReplaceAll(file, "_", " "), -1); all != nil {
		file = file[all[len(all)-1][1]:]
	}
	if k := kindIn(file); k != "" {
		return k
	}
	return kindIn(title)
}

func kindIn(s string) string {
	s = noLetters.ReplaceAllString(strings.ToLower(s), " ")
	name, at := "", len(s)
	for _, k := range kinds {
		if m := k.words.FindStringIndex(s); m != nil && m[0] < at {
			name, at = k.name, m[0]
		}
	}
	return name
}
