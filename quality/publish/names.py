"""Names and addresses of generated pages: from hashes, never from the corpus's own names."""

from __future__ import annotations

import hashlib
import posixpath
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quality.model import Alignment, Article, Cluster, Page

ROOT = "generated"
"""The folder below `docs_dir` that holds every generated page; git ignores it."""


def digest(*parts: object) -> str:
    """Twelve hex digits that name these parts."""
    joined = "\x1f".join(map(str, parts))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def page_address(page: Page) -> str:
    """Where a source page is shown, relative to the site's root, without suffix."""
    return f"{ROOT}/pages/{digest(*page.key)}"


def article_address(article: Article) -> str:
    """Where an article is shown; stable while its page keeps its path and its place in the page's order."""
    return f"{ROOT}/articles/{digest(*article.page.key, article.position)}"


def copy_address(alignment: Alignment) -> str:
    """Where a pair of copies is shown."""
    return f"{ROOT}/clusters/{digest('copy', *(p for c in (alignment.left, alignment.right) for p in (*c.page.key, c.spans)))}"


def cluster_address(cluster: Cluster) -> str:
    """Where a cluster of records is shown."""
    return f"{ROOT}/clusters/{digest('cluster', *cluster.keeper.key)}"


def rule_address(code: str) -> str:
    """Where a rule's manual page is shown."""
    return f"{ROOT}/rules/{code.lower() if code.isalnum() and code.isascii() else digest(code)}"


def link(source: str, target: str, fragment: str = "") -> str:
    """A relative address from one page to another; both without suffix."""
    path = f"{_way(source.rpartition('/')[0], target.rpartition('/')[0])}{target.rpartition('/')[2]}.html"
    return f"{path}#{fragment}" if fragment else path


def asset(source: str, target: str) -> str:
    """A relative address from a page to a file."""
    return f"{_way(source.rpartition('/')[0], target.rpartition('/')[0])}{target.rpartition('/')[2]}"


@cache
def _way(source: str, target: str) -> str:
    """From folder to folder, with a slash at its end unless it is empty; the folders of a site are few."""
    way = posixpath.relpath(target or ".", source or ".")
    return "" if way == "." else f"{way}/"
