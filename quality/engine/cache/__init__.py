"""What was found before, kept on disk."""
