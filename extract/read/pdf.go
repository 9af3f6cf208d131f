package read

import (
	"context"

	"covenant/extract"
	"covenant/extract/read/pdf"
)

// readPDF is the reader of PDF files.
func readPDF(ctx context.Context, data []byte) (string, []extract.Page, error) {
	return pdf.Read(ctx, data)
}
