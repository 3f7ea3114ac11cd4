"""The lab on the tokenized corpus: a check of the student's own tokenizer and vocabulary."""
