"""What reporters use of `quality.text.visible`."""

from quality.text.visible import dump, one_line, visible

__all__ = ["dump", "one_line", "visible"]
