"""Punctuation: lost partners, wrong width, doubled marks."""
