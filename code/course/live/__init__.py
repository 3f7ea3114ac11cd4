"""Pages that a reader runs: which blocks can, what a browser gets for it, and what runs them."""
