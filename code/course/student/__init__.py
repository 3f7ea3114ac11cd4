"""A student's loop in a terminal: starter files, and a check of what was made of them."""
