"""Text that stands twice: records, articles, passages, and where the copies disagree."""
