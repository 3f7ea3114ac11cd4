"""The usual mistakes, computed, so that a wrong result can be recognized by being equal to one."""
