"""Remedies against vanishing and exploding gradients, and what each does in a measurement."""
