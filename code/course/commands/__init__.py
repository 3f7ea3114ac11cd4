"""The verbs of the `course` command; each returns its exit status."""
