"""The finished site, to be taken along: a PDF a language, and a folder that works from disk."""
