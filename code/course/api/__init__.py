"""What the teaching code defines: which names pages show, the entry of each, links to it."""
