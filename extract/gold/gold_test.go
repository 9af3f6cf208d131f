package gold

import (
	"path/filepath"
	"strings"
	"testing"

	"covenant/extract"

	"github.com/google/go-cmp/cmp"
)

const header = "kind,passage,doc,start,end,label,role\n"

func TestRead(t *testing.T) {
	got, err := Read(strings.NewReader(header +
		"span,p1,Lease,20,25,DURATION,term\n" + // before its passage, and out of order
		"passage,p1,Lease,10,60,,\n" +
		"span,p1,Lease,10,15,PARTY,-\n" +
		"passage,p2,Lease,70,90,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Passage{
		{ID: "p1", Doc: "Lease", Span: extract.RuneSpan{Start: 10, End: 60}, Spans: []Span{
			{extract.RuneSpan{Start: 10, End: 15}, extract.Party, ""},
			{extract.RuneSpan{Start: 20, End: 25}, extract.Duration, extract.RoleTerm},
		}},
		{ID: "p2", Doc: "Lease", Span: extract.RuneSpan{Start: 70, End: 90}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Read (-want +got):\n%s", d)
	}
}

func TestReadRefuses(t *testing.T) {
	passage := header + "passage,p1,Lease,10,60,,\n"
	for name, c := range map[string]struct{ in, want string }{
		"empty file":              {"", "empty file"},
		"other columns":           {"kind,passage,document,start,end,label,role\n", "header is"},
		"short row":               {header + "passage,p1,Lease\n", "line 2"},
		"unknown kind":            {header + "note,p1,Lease,1,2,,\n", `line 2: kind is "note"`},
		"no number":               {header + "passage,p1,Lease,x,2,,\n", "line 2: start"},
		"empty span":              {header + "passage,p1,Lease,2,2,,\n", "line 2: span [2,2)"},
		"no passage name":         {header + "passage,,Lease,1,2,,\n", "line 2: passage and doc"},
		"passage twice":           {passage + "passage,p1,Lease,70,80,,\n", "line 3: passage p1"},
		"unknown label":           {passage + "span,p1,Lease,10,12,NAME,-\n", "line 3: unknown label"},
		"role of another label":   {passage + "span,p1,Lease,10,12,DATE,cap\n", "line 3: label DATE"},
		"span without passage":    {passage + "span,p2,Lease,10,12,DATE,other\n", "line 3: span of passage p2"},
		"span of other document":  {passage + "span,p1,Loan,10,12,DATE,other\n", "line 3: span is of document Loan"},
		"span leaves its passage": {passage + "span,p1,Lease,55,61,DATE,other\n", "line 3: span [55,61) lies outside"},
		"spans overlap": {passage + "span,p1,Lease,20,30,DATE,other\nspan,p1,Lease,29,35,PARTY,-\n",
			"line 4: span [29,35) overlaps the one of line 3"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(strings.NewReader(c.in))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestReadFiles(t *testing.T) {
	paths, err := filepath.Glob("../../../shared/gold/train/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skip("../shared/gold is not here")
	}
	passages, err := ReadFiles(paths...)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range passages {
		n += len(p.Spans)
	}
	if len(passages) < 1000 || n < 3000 {
		t.Errorf("%d passages with %d spans, want thousands", len(passages), n)
	}
	t.Logf("%d passages with %d spans", len(passages), n)
	if _, err := ReadFiles(filepath.Join(t.TempDir(), "none.csv")); err == nil || !strings.Contains(err.Error(), "none.csv") {
		t.Errorf("error is %v, want one that names the file", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(header + "passage,p1,Lease,10,60,,\nspan,p1,Lease,20,30,DATE,other\n")
	f.Add(header + "span,p1,\"Le\nase\",20,30,PARTY,-\n")
	f.Fuzz(func(t *testing.T, in string) {
		passages, err := Read(strings.NewReader(in))
		if err != nil {
			return
		}
		for _, p := range passages {
			end := p.Span.Start
			for _, s := range p.Spans {
				if s.Start < end || s.End <= s.Start || s.End > p.Span.End {
					t.Fatalf("span %v breaks the order in passage %v", s, p)
				}
				end = s.End
			}
		}
	})
}
