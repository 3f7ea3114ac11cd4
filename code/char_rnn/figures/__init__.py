"""Figures of the character RNN: matplotlib, in the course's style, in each language."""
