// Package compare trains the network family on the same data, one factor changed
// at a time from the default, and sets the results beside each other: a table of
// means and spreads over seeds, and a plot of the learning curves.
//
//	Variants × seeds --train, judge--> Results in a folder --> Table, Plot
//
// Every finished run is a file of its own, and a run that is stopped keeps its
// checkpoint: calling Run again goes on with what is missing.
package compare
