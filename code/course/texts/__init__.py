"""What the machinery says: languages, messages, errors, numbers and signs; imports no room."""
