"""The sources, terms and symbols of the course: read from their files, held against the pages."""
