"""What judges a probe's results: each exercise's stop conditions, as a checklist."""
