"""Layers, losses and optimizers of the theory chapter: forward and backward written by hand."""
