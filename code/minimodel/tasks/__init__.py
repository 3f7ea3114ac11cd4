"""Small tasks of the theory chapter, each with its data, its training and what it measures."""
