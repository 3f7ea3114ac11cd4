"""The code of pages, run: blocks, figures, long computations, approved output; imports reading."""
