"""Layers to be composed, of any depth and kind, a batch at a time: unlike `sequence_baselines`.

There two whole models stand in one file, to be read from top to bottom. The rooms share no code
but `mathematics`, so that each of them is a check on the other.
"""
