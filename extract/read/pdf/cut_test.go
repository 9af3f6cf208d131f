package pdf

import (
	"bytes"
	"context"
	"errors"
	"os"
	"testing"

	"covenant/extract"
)

// A file without its page tree may lack any number of pages: what single page
// objects still hold must not pass for the whole contract.
func TestFileWithoutPageTreeIsDamaged(t *testing.T) {
	data, err := os.ReadFile("../../../fixtures/contracts/supply.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Read(context.Background(), data[:len(data)/2]); !errors.Is(err, extract.ErrDamaged) {
		t.Errorf("half of a file: %v, want %v", err, extract.ErrDamaged)
	}
}

// A page that the page tree names but the file lacks stays in the list, failed.
func TestMissingPageIsAFailedPage(t *testing.T) {
	data, err := os.ReadFile("../../../fixtures/contracts/supply.pdf")
	if err != nil {
		t.Fatal(err)
	}
	_, whole, err := Read(context.Background(), data)
	if err != nil || len(whole) < 2 {
		t.Fatalf("%d pages, %v", len(whole), err)
	}
	at := bytes.Index(data, []byte("/Kids ["))
	if at < 0 {
		t.Fatal("the fixture has no list of pages")
	}
	// Name an object that does not exist instead of the first page.
	cut := bytes.Clone(data)
	for i := at + len("/Kids ["); cut[i] >= '0' && cut[i] <= '9'; i++ {
		cut[i] = '0' // object 0 is always free
	}
	if bytes.Equal(cut, data) {
		t.Fatal("nothing was changed")
	}
	_, pages, err := Read(context.Background(), cut)
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != len(whole) || pages[0].Status != extract.PageFailed || pages[0].Err == "" {
		t.Errorf("%d pages, the first %s %q; want %d, failed with a reason", len(pages), pages[0].Status, pages[0].Err, len(whole))
	}
}
