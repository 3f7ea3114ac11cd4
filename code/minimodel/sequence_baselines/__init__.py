"""Two models to be read from top to bottom, a sequence at a time: unlike `nn`, to be composed.

There each layer stands in a file of its own and takes any other on top of it. The rooms share no
code but `mathematics`, so that each of them is a check on the other.
"""
