"""The exercises' reference solutions."""
