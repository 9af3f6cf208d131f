// Package nn holds the layers of the networks: embeddings, encoders of a token's
// characters, dropout, the recurrent cells (RNN, GRU, LSTM), layers that run them
// forward, backward or both ways, stacks of layers, a linear projection. A [Network]
// tags with them, by a linear-chain CRF or a softmax; a [Classifier] decides on
// whole sequences, by global max pooling or self-attention. Each layer is a plain
// struct of parameters with a forward pass, which fills a pass value with what the
// backward pass needs, and a backward pass, which adds to the gradients and gives
// the gradient of its input.
//
// Parameters are shared and read-only during a pass; everything that a pass
// writes lives in its own pass value and [Grads], so that any number of passes
// may run at once over one network.
//
// A batch of sequences is stored without padding in the time-major order of
// [Layout]. Matrices are row-major []float32; [N×D] means N rows of D.
package nn
