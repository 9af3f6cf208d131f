// Package classify decides what a marked stretch of a contract is: the role of a
// date, a duration, an amount or a court. A question is a [Task] with its classes
// by name; one network serves several tasks.
//
//	sentence and mark --feature--> ids --nn.Classifier--> a class's probabilities
//	                                                  and the words that decided
//
// The network reads the words around the mark with stacked recurrent layers, makes
// one vector of them by global max pooling or self-attention, and has a linear
// layer and a softmax for each task. The mark is two more fields of every token
// (see [Model.window]), not tokens put into the text: what the words are and where
// they stand stays as it is, so that a decisive token is a place in the document.
//
// A decision never depends on the other marks that are asked about with it.
// [Train] makes a model, [Model.Encode] a file of it, which is read back exactly or
// refused.
package classify
