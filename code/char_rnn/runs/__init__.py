"""A finished training run: read back, checked, and the default one; above train.py."""
