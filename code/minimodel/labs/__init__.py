"""The labs' reference experiments."""
