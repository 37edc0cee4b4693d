"""Findings about the decisions themselves."""
