package nn

// Windows cuts a run of tokens into windows [from, to) of at most size tokens.
// ends are the token counts at which sentences end, rising; windows end there
// where they can. Every token is in exactly one window.
func Windows(ends []int, size int) [][2]int {
	var out [][2]int
	from, last := 0, 0
	for _, end := range ends {
		if end-from > size && last > from {
			out = append(out, [2]int{from, last})
			from = last
		}
		for end-from > size {
			out = append(out, [2]int{from, from + size})
			from += size
		}
		last = end
	}
	if last > from {
		out = append(out, [2]int{from, last})
	}
	return out
}
