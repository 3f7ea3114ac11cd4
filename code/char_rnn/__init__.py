"""A character RNN: its corpus, its training by hand, and the tools that look inside it."""
