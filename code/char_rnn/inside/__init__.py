"""What changes inside the character RNN while it learns: one run, seen at many of its steps."""
