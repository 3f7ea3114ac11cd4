"""Small models, corpora and experiments of the course, in NumPy, with every gradient by hand."""
