"""Every word and number of the teaching code in a language; knows the catalogue, no matplotlib."""
