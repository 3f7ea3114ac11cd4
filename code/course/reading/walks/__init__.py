"""The annotations of a source file: their keys, and where in the file each one stands."""
