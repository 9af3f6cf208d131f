package extract

// A Clause is a passage of a contract that settles something: one or more sentences
// that follow each other. A sentence may belong to clauses of several categories.
type Clause struct {
	Category string // such as "Exclusivity"
	Span     ByteSpan
	// Confidence is the model's probability that the passage is of the category,
	// between 0 and 1: that of its surest sentence.
	Confidence float64
}

// A Kind says of what kind a contract is.
type Kind struct {
	Name       string // such as "License"
	Confidence float64
}
