"""Annotated views of a source file: each annotation keyed by the text of the code it explains."""
