"""What `mkdocs serve` adds: the last good pages at any time, and faults over them."""
