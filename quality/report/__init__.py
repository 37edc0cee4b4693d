"""Findings for people and machines, one format per file."""
