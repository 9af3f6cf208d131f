package normal

import "testing"

func TestParty(t *testing.T) {
	for text, want := range map[string]string{ // value; name; form
		"Armstrong\nFlooring,  Inc.":             "Armstrong Flooring, Inc.; Armstrong Flooring; Inc.",
		"Phreesia, lnc.":                         "Phreesia, Inc.; Phreesia; Inc.", // as scanners read it
		"“ACME LLC”,":                            "ACME LLC; ACME; LLC",
		"NEW MOUNTAIN CAPITAL, L.L.C.":           "NEW MOUNTAIN CAPITAL, L.L.C.; NEW MOUNTAIN CAPITAL; LLC",
		"Oncology Impact Fund Management L. P":   "Oncology Impact Fund Management L. P; Oncology Impact Fund Management; L.P.",
		"Acme Limited Partnership":               "Acme Limited Partnership; Acme; L.P.",
		"SKYPE TECHNOLOGIES , S.A.":              "SKYPE TECHNOLOGIES, S.A.; SKYPE TECHNOLOGIES; S.A.",
		"EP INVESTMENT S.À R.L.":                 "EP INVESTMENT S.À R.L.; EP INVESTMENT; S.A.R.L.",
		"WPD Pharmaceuticals sp. z o.o":          "WPD Pharmaceuticals sp. z o.o; WPD Pharmaceuticals; sp. z o.o.",
		"SIEMENS AKTIENGESELLSCHAFT":             "SIEMENS AKTIENGESELLSCHAFT; SIEMENS; AG",
		"Müller GmbH & Co. KG":                   "Müller GmbH & Co. KG; Müller; GmbH & Co. KG",
		"Nanjing Tuniu Technology Co., Ltd.":     "Nanjing Tuniu Technology Co., Ltd.; Nanjing Tuniu Technology; Co., Ltd.",
		"Acme (Australia) Pty Ltd":               "Acme (Australia) Pty Ltd; Acme (Australia); Pty Ltd",
		"Acme India Private Limited":             "Acme India Private Limited; Acme India; Pvt Ltd",
		"Acme S.A. de C.V.":                      "Acme S.A. de C.V.; Acme; S.A. de C.V.",
		"Nihon Acme Kabushiki Kaisha":            "Nihon Acme Kabushiki Kaisha; Nihon Acme; K.K.",
		"Nihon Acme K.K.":                        "Nihon Acme K.K.; Nihon Acme; K.K.",
		"TRANSMONTAIGNE MANAGEMENT COMPANY, LLC": "TRANSMONTAIGNE MANAGEMENT COMPANY, LLC; TRANSMONTAIGNE MANAGEMENT COMPANY; LLC",
		"Morgan Stanley & Co. Incorporated":      "Morgan Stanley & Co. Incorporated; Morgan Stanley & Co.; Inc.",
		"U.S. BANK NATIONAL ASSOCIATION":         "U.S. BANK NATIONAL ASSOCIATION; U.S. BANK; N.A.",
		"JSC Karakudukmunay":                     "JSC Karakudukmunay; Karakudukmunay; JSC",
		"经纬恒通科技（深圳）有限公司":                         "经纬恒通科技（深圳）有限公司; 经纬恒通科技（深圳）; 有限公司",
		"Mail      ------- Boxes Etc. USA, Inc.": "Mail Boxes Etc. USA, Inc.; Mail Boxes Etc. USA; Inc.",
		"Michael T. Murray, N.D.":                "Michael T. Murray, N.D.; ; ",
		"Smith & Co., Ltd.":                      "Smith & Co., Ltd.; Smith & Co.; Ltd.",
		"Jane Doe":                               "Jane Doe; ; ",
		"Royal Hotel and Spa":                    "Royal Hotel and Spa; ; ",
		"Such As":                                "Such As; ; ",
		"Inc.":                                   "Inc.; ; ",
	} {
		v := Party(text)
		if got := v.Value + "; " + v.Attributes["name"] + "; " + v.Attributes["form"]; got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
		if v.Attributes["key"] != PartyKey(text) {
			t.Errorf("%q has the key %q, its value %q", text, PartyKey(text), v.Attributes["key"])
		}
	}
	if v := Party(" ,"); v.Value != "" || joinFlags(v.Flags) != FlagUnparsed {
		t.Errorf("a comma is the party %+v", v)
	}
}

func TestPartyKeyJoinsSpellings(t *testing.T) {
	for _, same := range [][]string{
		{"Acme, Inc.", "ACME INC", "The Acme  Incorporated", "Acmé, Inc"},
		{"Smith & Co. L.L.C.", "SMITH LLC"},
		{"Phreesia, Inc.", "PHREESIA, lnc.", "Phreesia,\nInc", "Phreesia, I nc ."},
		{"The University of Texas M. D. Anderson Cancer Center", "UNIVERSITY OF TEXAS M.D. ANDERSON CANCER CENTER"},
		{"HealthCentral.com", "HEALTHCENTRAL COM"},
		{"WPD Pharmaceuticals", "WPD Pharmaceuticals Sp. z o.o.", "WPD PHARMACEUTICALS SP. Z O.O"},
		{"EP Investment S.à r.l.", "EP INVESTMENT SARL"},
		{"Blackstone / GSO Fund", "BLACKSTONE/ GSO FUND"},
		{"Daniel Křetínský", "DANIEL KRETINSKY"},
		{"Xinyu New Energy Co., Ltd.", "XINYU NEW ENERGY CO LTD", "Xinyu New Energy Company Limited"},
	} {
		for _, s := range same[1:] {
			if PartyKey(s) != PartyKey(same[0]) {
				t.Errorf("%q is %q, %q is %q", s, PartyKey(s), same[0], PartyKey(same[0]))
			}
		}
	}
	if PartyKey("Acme North, Inc.") == PartyKey("Acme South, Inc.") {
		t.Error("two parties have one key")
	}
	for _, pair := range [][2]string{{"PT Holdings Inc.", "AB Holdings Inc."}, {"Fund II, L.P.", "Fund III, L.P."}} {
		if PartyKey(pair[0]) == PartyKey(pair[1]) {
			t.Errorf("%q and %q have one key", pair[0], pair[1])
		}
	}
	for _, s := range []string{"the Company", "Company", "The Corporation"} {
		if k := PartyKey(s); k != "" {
			t.Errorf("%q, which names nobody, has the key %q", s, k)
		}
	}
}

func TestSameParty(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"", "", true},
		{"acme", "", false},
		{"acme", "acme", true},
		{"inde living holdings", "indeliving holdings", true},
		{"acme", "acme north", false},
		{"networks associates", "network associates", true},
		{"networks associates", "networks associatse", true},
		{"networks associates", "networks assosiatse", false},
		{"networks associates", "associates networks", false},
		{"alder bank", "elder bank", false},       // short words tell apart
		{"fund iv", "fund vi", false},             // and these
		{"growth 201801", "growth 201901", false}, // and numbers
		{"müller söhne", "muller söhne", false},
	} {
		for _, pair := range [][2]string{{tt.a, tt.b}, {tt.b, tt.a}} {
			if got := SameParty(pair[0], pair[1]); got != tt.want {
				t.Errorf("%q and %q the same party: %v, want %v", pair[0], pair[1], got, tt.want)
			}
		}
	}
}
