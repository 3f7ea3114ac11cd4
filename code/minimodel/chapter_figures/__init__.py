"""Diagrams and figures that belong to one page alone; nothing else imports them."""
