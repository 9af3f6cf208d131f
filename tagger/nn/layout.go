package nn

import "sort"

// A Layout says where the tokens of a batch of sequences stand in the rows of
// a matrix. Sequences are ordered by falling length; rows are time-major: row
// Off[t]+i holds step t of the i-th longest sequence, for the Active(t)
// sequences that are longer than t. There is no padding.
type Layout struct {
	Lens  []int // by falling length
	Order []int // Order[i]: index, as given by the caller, of sequence i
	Off   []int // Off[t]: first row of step t; len(Off) = T+1
}

// NewLayout lays out sequences of the given lengths (each at least 1).
func NewLayout(lens []int) *Layout {
	l := &Layout{Order: make([]int, len(lens)), Lens: make([]int, len(lens))}
	for i := range lens {
		l.Order[i] = i
	}
	sort.SliceStable(l.Order, func(a, b int) bool { return lens[l.Order[a]] > lens[l.Order[b]] })
	longest := 0
	for i, o := range l.Order {
		l.Lens[i] = lens[o]
		longest = max(longest, lens[o])
	}
	l.Off = make([]int, longest+1)
	active := len(lens)
	for t := range longest {
		for active > 0 && l.Lens[active-1] <= t {
			active--
		}
		l.Off[t+1] = l.Off[t] + active
	}
	return l
}

// Steps returns the length of the longest sequence.
func (l *Layout) Steps() int { return len(l.Off) - 1 }

// Rows returns the number of tokens in the batch.
func (l *Layout) Rows() int { return l.Off[len(l.Off)-1] }

// Active returns how many sequences have a step t; 0 out of range.
func (l *Layout) Active(t int) int {
	if t < 0 || t >= l.Steps() {
		return 0
	}
	return l.Off[t+1] - l.Off[t]
}
