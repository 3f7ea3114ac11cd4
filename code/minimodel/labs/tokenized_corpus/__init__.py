"""The lab on the tokenized corpus: a solution of its four functions."""
