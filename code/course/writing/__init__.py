"""What a page that was read and run becomes: HTML, notebooks, the search index, a site."""
