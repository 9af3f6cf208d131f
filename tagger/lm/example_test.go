package lm_test

import (
	"context"
	"fmt"
	"strings"

	"covenant/tagger/lm"
)

func ExampleTrain() {
	var corpus lm.Corpus
	for range 40 {
		corpus.Add([][]string{
			strings.Fields("this agreement is governed by the laws of france ."),
			strings.Fields("the buyer shall pay the price ."),
		}, false)
	}
	o := lm.DefaultOptions()
	o.Dim, o.Hidden, o.Lanes, o.Epochs, o.Rate = 8, 16, 4, 8, 0.02
	m, err := lm.Train(context.Background(), &corpus, o, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	list, err := m.Complete(context.Background(), [][]string{{"this", "agreement"}}, lm.DefaultCompleteOptions())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(lm.Join(list[0].Words))
	// Output: is governed by the laws of france.
}
