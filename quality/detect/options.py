"""What a rule's options say of themselves: the docstring below each field, read from the source."""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any


def notes(options: type[Any]) -> dict[str, str]:
    """Docstring of every field of a dataclass and of those it is made from; fields without one are left out."""
    return {name: said for kind in reversed(options.__mro__) for name, said in _own_notes(kind).items()}


def _own_notes(options: type[Any]) -> dict[str, str]:
    try:
        source = textwrap.dedent(inspect.getsource(options))
    except (OSError, TypeError):
        return {}
    body = ast.parse(source).body[0]
    found: dict[str, str] = {}
    last = ""
    for node in body.body if isinstance(body, ast.ClassDef) else []:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            last = node.target.id
        elif last and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[last] = " ".join(str(node.value.value).split())
            last = ""
        else:
            last = ""
    return found
