"""The site machinery: what turns code and prose into pages, notebooks and checks."""

from course import arithmetic

arithmetic.settle()
