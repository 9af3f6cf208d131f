package pipeline

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"covenant/extract"
	"covenant/extract/resolve"
	"covenant/extract/resolve/fit"
	"covenant/extract/score"
)

// answered makes answers for files, which say nothing else.
func answered(files ...string) []score.Answers {
	var out []score.Answers
	for _, f := range files {
		out = append(out, score.Answers{File: f, Parties: "Acme"})
	}
	return out
}

func TestAnsweredContracts(t *testing.T) {
	dir := folder(t, map[string]string{
		"b.txt": contract, "a.v2.txt": contract, "sub/c.html": "<p>" + contract, "unasked.txt": contract,
		"empty.txt": "", "nobody.txt": "No name.", "picture.png": picture, "broken.txt": contract, "upset.txt": contract,
	})
	upset := wordTagger{hook: func(_ context.Context, d *extract.Document) error {
		switch filepath.Base(d.Path) {
		case "broken.txt":
			return errors.New("no")
		case "upset.txt":
			panic("at the disco")
		}
		return nil
	}}
	for _, test := range []struct {
		name           string
		asked          []string
		found, missing []string
	}{
		{"nothing", nil, nil, nil},
		{"in order of their names", []string{"c", "b", "a.v2"}, []string{"a.v2", "b", "c"}, nil},
		{"not there, in the order of the answers", []string{"z", "b", "a"}, []string{"b"}, []string{"z", "a"}},
		{"without text or elements", []string{"empty", "nobody", "b"}, []string{"b"}, []string{"empty", "nobody"}},
		{"no contract", []string{"picture"}, nil, []string{"picture"}},
		{"failed in the middle", []string{"broken", "b", "upset"}, []string{"b"}, []string{"broken", "upset"}},
		{"answered twice", []string{"b", "b"}, []string{"b", "b"}, nil},
	} {
		contracts, missing, err := Answered(t.Context(), dir, answered(test.asked...), Options{Tagger: upset})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		var found []string
		for _, c := range contracts {
			found = append(found, c.Answers.File)
			if parties := c.Case.Candidates(resolve.Default(), extract.FieldParty); len(parties) != 1 || parties[0].Value != "Acme" {
				t.Errorf("%s: %s names %v", test.name, c.Answers.File, parties)
			}
		}
		if diff := cmp.Diff(test.found, found); diff != "" {
			t.Errorf("%s, found: %s", test.name, diff)
		}
		if diff := cmp.Diff(test.missing, missing); diff != "" {
			t.Errorf("%s, missing: %s", test.name, diff)
		}
	}
}

// What is learned does not depend on which worker is quicker.
func TestOfContractsWithOneNameTheFirstCounts(t *testing.T) {
	dir := folder(t, map[string]string{"1/a.txt": "Acme alone.", "2/a.txt": "Nobody but Acme and Acme.", "3/a.txt": "No name."})
	for _, slow := range []string{"1", "2", "3"} {
		late := wordTagger{hook: func(_ context.Context, d *extract.Document) error {
			if filepath.Base(filepath.Dir(d.Path)) == slow {
				time.Sleep(20 * time.Millisecond)
			}
			return nil
		}}
		contracts, missing, err := Answered(t.Context(), dir, answered("a"), Options{Tagger: late, Workers: 3})
		if err != nil || len(missing) > 0 || len(contracts) != 1 {
			t.Fatalf("%d contracts, missing %v, error %v", len(contracts), missing, err)
		}
		if got, want := contracts[0].Case.Contract(resolve.Default()).Span.End, len("Acme alone."); got != want {
			t.Errorf("folder %s last: took the contract of %d bytes, want that of %d", slow, got, want)
		}
	}
}

func TestAnsweredErrors(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": contract})
	if _, _, err := Answered(t.Context(), filepath.Join(dir, "nowhere"), answered("a"), Options{Tagger: wordTagger{}}); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("no such folder: %v", err)
	}
	if _, _, err := Answered(t.Context(), dir, answered("a"), Options{}); err == nil {
		t.Error("no tagger, no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancelling := wordTagger{hook: func(context.Context, *extract.Document) error { cancel(); return ctx.Err() }}
	if _, _, err := Answered(ctx, dir, answered("a"), Options{Tagger: cancelling}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// From a folder and answers to weights that resolve the records of a run.
func TestWeightsOfAnsweredContractsResolveTheRun(t *testing.T) {
	files := map[string]string{}
	var names []string
	for i := range 8 {
		name := string(rune('a' + i))
		files[name+".txt"], names = contract, append(names, name)
	}
	dir := folder(t, files)
	against := resolve.Weights{extract.FieldParty: {"bias": -9}}
	path := filepath.Join(t.TempDir(), "contracts.db")
	runOn(t, path, dir, Options{Weights: against})
	if got := rows(t, path, "select count(*) from contract_parties"); got[0] != "0" {
		t.Errorf("with weights against them, there are %s parties", got[0])
	}
	cases, _, err := Answered(t.Context(), dir, answered(names...), Options{Tagger: wordTagger{}, Weights: against})
	if err != nil {
		t.Fatal(err)
	}
	w, err := fit.Learn(t.Context(), cases, against)
	if err != nil {
		t.Fatal(err)
	}
	runOn(t, path, dir, Options{Weights: w})
	if got := rows(t, path, "select name from contract_parties"); len(got) != 8 || got[0] != "Acme" {
		t.Errorf("with what was learned, the parties are %v", got)
	}
	sound(t, path)
}
