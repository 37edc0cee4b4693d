"""Garbled text: wrong, foreign and meaningless characters."""
