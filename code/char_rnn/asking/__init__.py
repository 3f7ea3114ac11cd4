"""What one can ask a trained network in a terminal, answered as text."""
