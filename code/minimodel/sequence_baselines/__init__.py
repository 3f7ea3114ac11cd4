"""Sequence models small enough to read: a vanilla RNN, a GRU, and how to train the first."""
