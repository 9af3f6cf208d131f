package classify

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"

	"covenant/extract"
	"covenant/extract/token"
	"covenant/tagger/feature"
	"covenant/tagger/nn"
)

// small returns a model of two tasks with random weights.
func small(t testing.TB, pool nn.PoolKind) *Model {
	t.Helper()
	x, err := feature.NewExtractor([][]string{{"this", "agreement", "may", "<&>"}, {"Agr"}, {"ent"}, {"Xxxxx"}}, []string{"word", "shape", "space"})
	if err != nil {
		t.Fatal(err)
	}
	tasks := []Task{{Name: "DATE", Classes: []string{"agreement", "other"}}, {Name: "COURT", Classes: []string{"a", "b", "c"}}}
	cfg := nn.ClassifierConfig{Pool: pool, Config: nn.Config{Cell: nn.CellGRU, Hidden: 3, Layers: 2, Dropout: 0.25}}
	cfg.Fields = fields(x, len(tasks), func(name string) int { return 2 + len(name)%2 })
	if pool == nn.PoolAttention {
		cfg.Attention, cfg.Gate = 3, true
	}
	m, err := NewModel(Info{Name: "small", Seed: math.MaxUint64, Context: 2, Reach: 5}, tasks, x, cfg)
	if err != nil {
		t.Fatal(err)
	}
	m.Net.Prepare(false)
	return m
}

var pools = []nn.PoolKind{nn.PoolMax, nn.PoolAttention}

func sentences(t testing.TB, text string) []extract.Sentence {
	t.Helper()
	s, err := token.Sentences(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func spanOf(t testing.TB, text, part string) extract.ByteSpan {
	t.Helper()
	at := strings.Index(text, part)
	if at < 0 {
		t.Fatalf("%q is not in %q", part, text)
	}
	return extract.ByteSpan{Start: at, End: at + len(part)}
}

// A window is the sentence of the mark, at least Context tokens and at most Reach on
// either side.
func TestWindow(t *testing.T) {
	const text = "One two three. Four five six seven eight nine ten on May 1 of a year like no other was. Next one here.\n"
	m := small(t, nn.PoolMax)
	x, err := m.read(text, sentences(t, text))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		mark           string
		context, reach int
		want           string
	}{
		{"May 1", 0, 100, "Four five six seven eight nine ten on [May 1] of a year like no other was ."},
		{"May 1", 0, 3, "nine ten on [May 1] of a year"},
		{"May 1", 0, 0, "[May 1]"},
		{"May 1", 10, 100, "three . Four five six seven eight nine ten on [May 1] of a year like no other was . Next one"},
		{"Four", 2, 4, "three . [Four] five six seven eight"},
		{"ay", 0, 1, "on [May] 1"},
		{"here.\n", 1, 2, "Next one [here .]"},
		{"One", 0, 2, "[One] two three"},
		{"three. Four", 0, 100, "One two [three . Four] five six seven eight nine ten on May 1 of a year like no other was ."},
	} {
		m.Info.Context, m.Info.Reach = c.context, c.reach
		w, err := m.window(x, 1, spanOf(t, text, c.mark))
		if err != nil {
			t.Fatal(err)
		}
		mark := w.seq.IDs[len(w.seq.IDs)-2]
		var got []string
		for i, id := range mark {
			word := x.tokens[w.from+i].Of(text)
			if id != 0 && (i == 0 || mark[i-1] == 0) {
				word = "[" + word
			}
			if id != 0 && (i+1 == len(mark) || mark[i+1] == 0) {
				word += "]"
			}
			if id != 0 && id != 2 {
				t.Errorf("mark of task 1 has the id %d", id)
			}
			got = append(got, word)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s, context %d, reach %d:\ngot  %s\nwant %s", c.mark, c.context, c.reach, got, c.want)
		}
	}
	for _, s := range []extract.ByteSpan{{Start: 3, End: 4}, {Start: 5, End: 5}, {Start: 6, End: 5}, {Start: 400, End: 500}, {Start: -5, End: -1}} {
		if _, err := m.window(x, 0, s); !errors.Is(err, ErrSpan) {
			t.Errorf("mark %v: %v", s, err)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		t    int
		want int32
	}{
		{100, 0}, {101, 0},
		{99, 1}, {98, 2}, {97, 3}, {96, 3}, {95, 4}, {92, 4}, {91, 5}, {83, 6}, {67, 7}, {0, 7},
		{102, 8}, {103, 9}, {104, 10}, {105, 10}, {106, 11}, {1000, 14},
	} {
		if got := distance(c.t, 100, 102); got != c.want {
			t.Errorf("token %d: %d, want %d", c.t, got, c.want)
		}
	}
}

// Whatever is marked, the probabilities and the weights of the decisive tokens sum
// to one, the tokens are the document's, in order, and none is beyond the reach; and
// what else is asked changes nothing.
func TestDecisions(t *testing.T) {
	const text = "This Agreement is made on May 1, 2019 “by” Acme and Beta.\n\nIt ends in the courts of — Zürich. <&> It may end.\n"
	doc := &extract.Document{Path: "a.txt", Text: text}
	sents := sentences(t, text)
	for _, pool := range pools {
		m := small(t, pool)
		x, err := m.read(text, sents)
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(t *rapid.T) {
			var marks []Mark
			for range rapid.IntRange(1, 5).Draw(t, "marks") {
				a := rapid.IntRange(0, len(x.tokens)-1).Draw(t, "from")
				b := rapid.IntRange(a, min(a+4, len(x.tokens)-1)).Draw(t, "to")
				task := rapid.SampledFrom(m.Tasks).Draw(t, "task")
				marks = append(marks, Mark{task.Name, extract.ByteSpan{Start: x.tokens[a].Start, End: x.tokens[b].End}})
			}
			all, err := m.Decide(context.Background(), doc, sents, marks)
			if err != nil || len(all) != len(marks) {
				t.Fatalf("%d decisions on %d marks: %v", len(all), len(marks), err)
			}
			for i, d := range all {
				check(t, d, x.tokens)
				alone, err := m.Decide(context.Background(), doc, sents, marks[i:i+1])
				if err != nil || alone[0].Class != d.Class || math.Abs(alone[0].Probability-d.Probability) > 1e-5 {
					t.Fatalf("alone %+v, among others %+v: %v", alone, d, err)
				}
			}
		})
	}
}

func check(t *rapid.T, d Decision, tokens []extract.Token) {
	sum := 0.0
	for _, p := range d.Probabilities {
		sum += p
	}
	if math.Abs(sum-1) > 1e-9 || d.Class == "" || d.Probability <= 0 {
		t.Fatalf("probabilities %v of %q", d.Probabilities, d.Class)
	}
	sum = 0
	at := 0
	for _, p := range d.Decisive {
		for at < len(tokens) && tokens[at] != p.Span {
			at++
		}
		if at == len(tokens) || p.Weight <= 0 {
			t.Fatalf("decisive %+v is no token after the one before", p)
		}
		sum += p.Weight
	}
	if math.Abs(sum-1) > 1e-5 {
		t.Fatalf("weights sum to %g", sum)
	}
}

func TestDecideRefuses(t *testing.T) {
	const text = "This Agreement is made on May 1, 2019.\n"
	doc, sents := &extract.Document{Path: "a.txt", Text: text}, sentences(t, text)
	m := small(t, nn.PoolMax)
	ctx := context.Background()
	if _, err := m.Decide(ctx, doc, sents, []Mark{{"PARTY", spanOf(t, text, "May")}}); !errors.Is(err, ErrTask) || !strings.Contains(err.Error(), "DATE") {
		t.Errorf("an unknown task: %v", err)
	}
	if _, err := m.Decide(ctx, doc, sents, []Mark{{"DATE", extract.ByteSpan{Start: 4, End: 5}}}); !errors.Is(err, ErrSpan) || !strings.Contains(err.Error(), "a.txt") {
		t.Errorf("a mark on white space: %v", err)
	}
	if _, err := m.Decide(ctx, doc, nil, []Mark{{"DATE", spanOf(t, text, "May")}}); !errors.Is(err, ErrSpan) {
		t.Errorf("no tokens: %v", err)
	}
	if d, err := m.Decide(ctx, doc, sents, nil); err != nil || d != nil {
		t.Errorf("nothing asked: %v, %v", d, err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := m.Decide(stopped, doc, sents, []Mark{{"DATE", spanOf(t, text, "May")}}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Elements whose label has no task get no roles, nor those whose label has no roles;
// the others keep their order, and a role that is no class has no probability.
func TestRolesOfElements(t *testing.T) {
	const text = "This Agreement is made on May 1, 2019 by Acme.\n"
	doc, sents := &extract.Document{Path: "a.txt", Text: text}, sentences(t, text)
	m := small(t, nn.PoolMax)
	date := extract.Element{Label: extract.Date, Span: spanOf(t, text, "May 1, 2019")}
	roles, err := m.Roles(context.Background(), doc, sents, []extract.Element{
		{Label: extract.Party, Span: spanOf(t, text, "Acme")}, {Label: extract.Amount, Span: spanOf(t, text, "Acme")}, date,
	})
	if err != nil {
		t.Fatal(err)
	}
	d, err := m.Decide(context.Background(), doc, sents, []Mark{{"DATE", date.Span}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(roles), fmt.Sprint([][]float64{nil, nil, {d[0].Probabilities[0], 0, 0, d[0].Probabilities[1]}}); got != want {
		t.Errorf("roles %s, want %s", got, want)
	}
}

// Many at once get what one gets alone.
func TestDecideIsSafeForConcurrentUse(t *testing.T) {
	texts := []string{"This Agreement is made on May 1, 2019 by Acme.\n", strings.Repeat("May this be agreed. ", 60)}
	m := small(t, nn.PoolMax)
	decide := func(i int) (string, error) {
		s, err := token.Sentences(context.Background(), texts[i])
		if err != nil {
			return "", err
		}
		var marks []Mark
		for _, k := range s {
			marks = append(marks, Mark{"DATE", k.Tokens[0]})
		}
		d, err := m.Decide(context.Background(), &extract.Document{Text: texts[i]}, s, marks)
		return fmt.Sprint(d), err
	}
	var want [2]string
	for i := range want {
		var err error
		if want[i], err = decide(i); err != nil {
			t.Fatal(err)
		}
	}
	var g errgroup.Group
	for n := range 12 {
		g.Go(func() error {
			for i := range want {
				if got, err := decide((i + n) % 2); err != nil || got != want[(i+n)%2] {
					return fmt.Errorf("text %d: %s, alone %s (%v)", (i+n)%2, got, want[(i+n)%2], err)
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
}

// A classifier of something else, or of roles that there are not, is not taken for one
// of roles; one of a few roles is.
func TestCheckRoles(t *testing.T) {
	for _, c := range []struct {
		task Task
		want error
	}{
		{Task{Name: "DATE", Classes: []string{"agreement", "other"}}, nil},
		{Task{Name: "COURT", Classes: []string{"jurisdiction", "other"}}, nil},
		{Task{Name: "DATE", Classes: []string{"agreement", "cap"}}, ErrNotRoles},
		{Task{Name: "PARTY", Classes: []string{"yes", "no"}}, ErrNotRoles},
		{Task{Name: "kind", Classes: []string{"licence", "lease"}}, ErrNotRoles},
	} {
		m := &Model{Tasks: []Task{Roles()[3], c.task}}
		if err := m.CheckRoles(); !errors.Is(err, c.want) {
			t.Errorf("task %+v: %v, want %v", c.task, err, c.want)
		}
	}
}

// The embedded classifier decides on all roles, and does so where a rule of thumb would.
func TestDefaultRoles(t *testing.T) {
	m, err := DefaultRoles()
	if err != nil {
		t.Fatal(err)
	}
	if err := m.CheckRoles(); err != nil || len(m.Tasks) != len(Roles()) {
		t.Errorf("tasks %v: %v", names(m.Tasks), err)
	}
	if again, err := DefaultRoles(); err != nil || again.ID() != m.ID() {
		t.Errorf("opened twice it is %s and %s (%v)", m.ID(), again.ID(), err)
	}
	const text = "This Agreement is effective as of May 1, 2019 and shall expire on April 30, 2024. " +
		"Either party may terminate it on sixty (60) days prior written notice.\n"
	doc, sents := &extract.Document{Text: text}, sentences(t, text)
	elements := []extract.Element{
		{Label: extract.Date, Span: spanOf(t, text, "May 1, 2019")},
		{Label: extract.Date, Span: spanOf(t, text, "April 30, 2024")},
	}
	roles, err := m.Roles(context.Background(), doc, sents, elements)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []extract.Role{extract.RoleEffective, extract.RoleExpiration} {
		if elements[i].SetRoles(roles[i]); elements[i].Role != want {
			t.Errorf("%q is %s by %.3f, want %s", elements[i].Span.Of(text), elements[i].Role, roles[i], want)
		}
	}
}

func TestTasks(t *testing.T) {
	if got, want := fmt.Sprint(names(Roles())), "[COURT AMOUNT DURATION DATE]"; got != want {
		t.Errorf("tasks of roles %s, want %s", got, want)
	}
	if err := checkTasks(Roles()); err != nil {
		t.Error(err)
	}
	two := []string{"a", "b"}
	for name, tasks := range map[string][]Task{
		"none":          nil,
		"no name":       {{Name: "", Classes: two}},
		"a name twice":  {{Name: "x", Classes: two}, {Name: "x", Classes: two}},
		"one class":     {{Name: "x", Classes: two[:1]}},
		"a class twice": {{Name: "x", Classes: []string{"a", "a"}}},
		"an empty one":  {{Name: "x", Classes: []string{"a", ""}}},
		"very many":     make([]Task, maxTasks+1),
	} {
		if checkTasks(tasks) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
