"""Passages and stories that stand twice on pages: proposed, judged, grouped, with the copy that stays."""
