"""Offsets as lines and columns, as reports print them."""

from quality.text.lines import Lines

__all__ = ["Lines"]
