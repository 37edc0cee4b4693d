"""Text that says at once again what it has just said."""
