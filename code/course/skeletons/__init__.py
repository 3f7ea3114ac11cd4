"""What an author begins with: pages, labs and languages as drafts, written whole or not at all."""
