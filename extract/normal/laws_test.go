package normal

import "testing"

func TestLaw(t *testing.T) {
	rows := []row{
		{"11 U.S.C. § 365(n)", "11 U.S.C. § 365(n)", "", map[string]string{"title": "11", "code": "U.S.C.", "section": "365(n)", "jurisdiction": "US"}},
		{"17 C.F.R. § 240.24b-2", "17 C.F.R. § 240.24b-2", "", map[string]string{"title": "17", "code": "C.F.R.", "section": "240.24b-2", "jurisdiction": "US"}},
		{"Section 4(2) of the Securities Act of 1933", "Securities Act of 1933 § 4(2)", "", map[string]string{"section": "4(2)", "name": "Securities Act of 1933", "year": "1933", "jurisdiction": "US"}},
		{"Cal. Civ. Code § 1542", "California Civil Code § 1542", "", map[string]string{"section": "1542", "name": "California Civil Code", "code": "California Civil Code", "jurisdiction": "US-CA"}},
		{"California Civil Code Section 1542", "California Civil Code § 1542", "", map[string]string{"section": "1542", "name": "California Civil Code", "code": "California Civil Code", "jurisdiction": "US-CA"}},
		{"Securities Act of\n1933", "Securities Act of 1933", "", map[string]string{"name": "Securities Act of 1933", "year": "1933", "jurisdiction": "US"}},
		{"SECURITIES ACT OF 1933", "Securities Act of 1933", "", map[string]string{"name": "Securities Act of 1933", "year": "1933", "jurisdiction": "US"}},
		{"1933  Act", "Securities Act of 1933", "", map[string]string{"name": "Securities Act of 1933", "year": "1933", "jurisdiction": "US"}},
		{"U.S. Securities Act", "Securities Act of 1933", "", map[string]string{"name": "Securities Act of 1933", "year": "1933", "jurisdiction": "US"}},
		{"Securities Act", "Securities Act", "", map[string]string{"name": "Securities Act"}},
		{"Securities Act (British Columbia)", "Securities Act (British Columbia)", "", map[string]string{"name": "Securities Act (British Columbia)", "jurisdiction": "CA-BC"}},
		{"Exchange Act", "Securities Exchange Act of 1934", "", map[string]string{"name": "Securities Exchange Act of 1934", "year": "1934", "jurisdiction": "US"}},
		{"Section 365(n) of the U.S. Bankruptcy Code", "11 U.S.C. § 365(n)", "", map[string]string{"title": "11", "code": "U.S.C.", "section": "365(n)", "name": "Bankruptcy Code", "jurisdiction": "US"}},
		{"Section 365(n) of Title 11 of the U.S. Code", "11 U.S.C. § 365(n)", "", map[string]string{"title": "11", "code": "U.S.C.", "section": "365(n)", "jurisdiction": "US"}},
		{"Bankruptcy Code", "Bankruptcy Code", "", map[string]string{"title": "11", "code": "U.S.C.", "name": "Bankruptcy Code", "jurisdiction": "US"}},
		{"Title 35, United States Code", "35 U.S.C.", "", map[string]string{"title": "35", "code": "U.S.C.", "jurisdiction": "US"}},
		{"Section 761(a) of the Internal Revenue Code      of 1986", "26 U.S.C. § 761(a)", "", map[string]string{"title": "26", "code": "U.S.C.", "section": "761(a)", "name": "Internal Revenue Code", "year": "1986", "jurisdiction": "US"}},
		{"Section 409A of the Code", "Code § 409A", "", map[string]string{"section": "409A", "name": "Code"}},
		{"15 U.S.C. §§ 1051  et seq.", "15 U.S.C. § 1051 et seq.", "", map[string]string{"title": "15", "code": "U.S.C.", "section": "1051", "jurisdiction": "US"}},
		{"15 U.S.C.  \"1051 et seq.", "15 U.S.C. § 1051 et seq.", "", map[string]string{"title": "15", "code": "U.S.C.", "section": "1051", "jurisdiction": "US"}},
		{"LANHAM ACT, 15, U.S.C. SECTIONS 1051 ET SEQ", "15 U.S.C. § 1051 et seq.", "", map[string]string{"title": "15", "code": "U.S.C.", "section": "1051", "name": "Lanham Act", "year": "1946", "jurisdiction": "US"}},
		{"Clean Air Act (42 U.S.C. §§ 7401 et seq.)", "42 U.S.C. § 7401 et seq.", "", map[string]string{"title": "42", "code": "U.S.C.", "section": "7401", "name": "Clean Air Act", "jurisdiction": "US"}},
		{"49 CFR (S)387 et seq.", "49 C.F.R. § 387 et seq.", "", map[string]string{"title": "49", "code": "C.F.R.", "section": "387", "jurisdiction": "US"}},
		{"21 C.F.R. Part 600", "21 C.F.R. Part 600", "", map[string]string{"title": "21", "code": "C.F.R.", "section": "600", "unit": "part", "jurisdiction": "US"}},
		{"21 CFR §§ 600-610", "21 C.F.R. §§ 600 to 610", "", map[string]string{"title": "21", "code": "C.F.R.", "section": "600 to 610", "jurisdiction": "US"}},
		{"17 C.F.R. Sections 200.80(b)(4) and 240.24b-2", "17 C.F.R. §§ 200.80(b)(4), 240.24b-2", "", map[string]string{"title": "17", "code": "C.F.R.", "section": "200.80(b)(4), 240.24b-2", "jurisdiction": "US"}},
		{"FAR 52.202-1", "48 C.F.R. § 52.202-1", "", map[string]string{"title": "48", "code": "C.F.R.", "section": "52.202-1", "name": "Federal Acquisition Regulation", "jurisdiction": "US"}},
		{"Rule 144", "Rule 144", "", map[string]string{"section": "144", "unit": "rule"}},
		{"Rule 24b- 2 of the Securities Exchange Act of 1934", "Securities Exchange Act of 1934 Rule 24b-2", "", map[string]string{"section": "24b-2", "unit": "rule", "name": "Securities Exchange Act of 1934", "year": "1934", "jurisdiction": "US"}},
		{"RULE 406 UNDER THE SECURITIES ACT OF 1933", "Securities Act of 1933 Rule 406", "", map[string]string{"section": "406", "unit": "rule", "name": "Securities Act of 1933", "year": "1933", "jurisdiction": "US"}},
		{"Rule 506(b) of Regulation D", "Regulation D Rule 506(b)", "", map[string]string{"section": "506(b)", "unit": "rule", "name": "Regulation D"}},
		{"Regulation D under the United States Securities Act of 1933", "Regulation D", "", map[string]string{"name": "Regulation D", "under": "Securities Act of 1933"}},
		{"Regulation S-K, Item 601(a)(5)", "Regulation S-K Item 601(a)(5)", "", map[string]string{"section": "601(a)(5)", "unit": "item", "name": "Regulation S-K"}},
		{"Section 13 or Section 16 of the Exchange Act", "Securities Exchange Act of 1934 §§ 13, 16", "", map[string]string{"section": "13, 16", "name": "Securities Exchange Act of 1934", "year": "1934", "jurisdiction": "US"}},
		{"Section 4(a) (2) of the U.S. Securities Act", "Securities Act of 1933 § 4(a)(2)", "", map[string]string{"section": "4(a)(2)", "name": "Securities Act of 1933", "year": "1933", "jurisdiction": "US"}},
		{"Minn. Stat. § 80C.17", "Minnesota Statutes § 80C.17", "", map[string]string{"section": "80C.17", "name": "Minnesota Statutes", "jurisdiction": "US-MN"}},
		{"N.Y. Gen. Oblig. Law § 5-1401", "New York General Obligations Law § 5-1401", "", map[string]string{"section": "5-1401", "name": "New York General Obligations Law", "jurisdiction": "US-NY"}},
		{"Tex. Bus. & Com. Code § 15.50", "Texas Business and Commerce Code § 15.50", "", map[string]string{"section": "15.50", "name": "Texas Business and Commerce Code", "code": "Texas Business and Commerce Code", "jurisdiction": "US-TX"}},
		{"6 Del. C. § 2708", "6 Del. C. § 2708", "", map[string]string{"title": "6", "code": "Del. C.", "section": "2708", "jurisdiction": "US-DE"}},
		{"California Corporations Code 31000 through 31516", "California Corporations Code §§ 31000 to 31516", "", map[string]string{"section": "31000 to 31516", "name": "California Corporations Code", "code": "California Corporations Code", "jurisdiction": "US-CA"}},
		{"California Financial Code Section17000 et seq.", "California Financial Code § 17000 et seq.", "", map[string]string{"section": "17000", "name": "California Financial Code", "code": "California Financial Code", "jurisdiction": "US-CA"}},
		{"HIPAA", "Health Insurance Portability and Accountability Act of 1996", "", map[string]string{"name": "Health Insurance Portability and Accountability Act of 1996", "year": "1996", "jurisdiction": "US"}},
		{"UCC", "Uniform Commercial Code", "", map[string]string{"name": "Uniform Commercial Code", "jurisdiction": "US"}},
		{"Section 2-609 of the Illinois Uniform Commercial Code", "Illinois Uniform Commercial Code § 2-609", "", map[string]string{"section": "2-609", "name": "Illinois Uniform Commercial Code", "code": "Illinois Uniform Commercial Code", "jurisdiction": "US-IL"}},
		{"1980 U.N. CONVENTION ON CONTRACTS FOR THE INTERNATIONAL SALE OF GOODS", "United Nations Convention on Contracts for the International Sale of Goods", "", map[string]string{"name": "United Nations Convention on Contracts for the International Sale of Goods", "year": "1980", "jurisdiction": "UN"}},
		{"EU 2016/679", "General Data Protection Regulation", "", map[string]string{"name": "General Data Protection Regulation", "number": "2016/679", "year": "2016", "jurisdiction": "EU"}},
		{"European Community Directive No. 95/46/EEC", "European Community Directive No. 95/46/EEC", "", map[string]string{"name": "European Community Directive No. 95/46/EEC", "number": "95/46/EEC", "year": "1995", "jurisdiction": "EU"}},
		{"Companies Act 1985 (England)", "Companies Act 1985 (England)", "", map[string]string{"name": "Companies Act 1985 (England)", "year": "1985", "jurisdiction": "GB-EAW"}},
		{"$1159 Companies Act 2006", "Companies Act 2006 § 1159", "", map[string]string{"section": "1159", "name": "Companies Act 2006", "year": "2006", "jurisdiction": "GB"}},
		{"Part IV of the Financial Services and Markets Act 2000", "Financial Services and Markets Act 2000 Part IV", "", map[string]string{"section": "IV", "unit": "part", "name": "Financial Services and Markets Act 2000", "year": "2000"}},
		{"Article 27-6 of the FIEL", "FIEL Article 27-6", "", map[string]string{"section": "27-6", "unit": "article", "name": "FIEL"}},
		{"Dutch Competition Act", "Dutch Competition Act", "", map[string]string{"name": "Dutch Competition Act", "jurisdiction": "NL"}},
		{"U.S. Public Law 106-229", "Pub. L. 106-229", "", map[string]string{"code": "Pub. L.", "number": "106-229", "jurisdiction": "US"}},
		{"Vienna Convention", "Vienna Convention", "", map[string]string{"name": "Vienna Convention"}},
		{" ,", "", "unparsed", nil},
	}
	check(t, rows, Law)
	for _, r := range rows {
		if again := Law(r.value).Value; again != r.value {
			t.Errorf("the value %q reads back as %q", r.value, again)
		}
	}
}

// TestKnownLawsReadBack holds the table of laws together.
func TestKnownLawsReadBack(t *testing.T) {
	if len(knownLaws()) < 150 {
		t.Errorf("only %d names of laws", len(knownLaws()))
	}
	for k, l := range knownLaws() {
		if v := Law(l.name); v.Value != l.name || v.Attributes["jurisdiction"] != l.jurisdiction || v.Attributes["year"] != l.year {
			t.Errorf("%s: %q reads back as %q %v", k, l.name, v.Value, v.Attributes)
		}
	}
}

func TestDocumentsExplainNamesOfLaws(t *testing.T) {
	for _, c := range []struct{ name, text, cited, want string }{
		{"the year stands elsewhere", "the Securities Act\nof 1933. Rule 144 under the Securities Act", "Rule 144 under the Securities Act", "Securities Act of 1933 Rule 144"},
		{"the year stands nowhere", "Rule 144 under the Securities Act", "Rule 144 under the Securities Act", "Securities Act Rule 144"},
		{"a definition", `the Internal Revenue Code of 1986, as amended (the "Code"). Section 409A of the Code`, "Section 409A of the Code", "26 U.S.C. § 409A"},
		{"a definition of the Act", `the Investment Company Act of 1940 (hereinafter the “Act”). Section 31(a) of the Act`, "Section 31(a) of the Act", "Investment Company Act of 1940 § 31(a)"},
		{"of a law that is not known", `the Franchise Act of 1971 (the "Act"). Section 31 of the Act`, "Section 31 of the Act", "Act § 31"},
		{"a regulation is not its law", `Subpart 229 under the Exchange Act ("Regulation AB"). Under Regulation AB the`, "Regulation AB", "Regulation AB"},
		{"of another country", `the Securities Act (Ontario) (the "Securities Act"). Section 15 of the Securities Act`, "Section 15 of the Securities Act", "Securities Act § 15"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, es := elementsOf(t, c.text, [2]string{"LAW", c.cited})
			Elements(d, nil, es)
			if es[0].Value != c.want {
				t.Errorf("%q is %q, want %q", c.cited, es[0].Value, c.want)
			}
		})
	}
}
