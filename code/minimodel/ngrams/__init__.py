"""n-grams: next-token probabilities from counts, the baseline that a network has to beat."""
