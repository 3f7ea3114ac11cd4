"""The course's figures: one style, one catalogue of labels, one module per lab."""
