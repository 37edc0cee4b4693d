"""What still stands of an earlier build: pages that were made from the same, under the same configuration and theme.

A built site holds one small file that names, by digests, the surroundings it was built in (configuration, theme, hand-written pages,
versions) and what each generated page was made from. A page whose digest is the same is not built again.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quality.publish.documents import MADE
from quality.publish.names import ROOT, digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARK = ".corpus-quality"
"""Name of that file; it also tells a site of ours from a folder that is somebody's."""
SEARCH = "search/search_index.json"
KNOWN_PLUGINS = frozenset({"search", "material/search"})
"""Plugins that work page by page; with any other, every page is built."""
PACKAGE = Path(__file__).parent
LARGE = 1 << 20
"""Bytes from which a file is not read to be compared."""
PLACES = ("docs_dir", "site_dir")
"""Where things lie does not matter, what they are does."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Pages of a built site that need not be built again as long as their digests stay."""

    site: Path
    surroundings: str
    """Names the configuration, the theme and all pages that are not generated, as they are now."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Digests by address."""

    def still(self, keys: Mapping[str, str]) -> frozenset[str]:
        """Addresses that stay under these digests."""
        return frozenset(address for address, key in keys.items() if key and self.keys.get(address) == key)


def standing(loaded: Any, site: Path) -> Standing:
    """What stands of a site under a loaded MkDocs configuration; nothing where that cannot be known."""
    told, now = _read(site / MARK), surroundings(loaded)
    if _is_in_every_page(loaded) or loaded["use_directory_urls"] or not set(loaded["plugins"]) <= KNOWN_PLUGINS:
        return Standing(site, now)
    if told.get("surroundings") != now or not isinstance(told.get("keys"), dict):
        return Standing(site, now)
    named = named_in(loaded["nav"])
    keys = {a: k for a, k in told["keys"].items() if f"{a}.md" not in named and (site / f"{a}.html").is_file()}
    return Standing(site, now, keys)


def remember(site: Path, around: str, keys: Mapping[str, str]) -> None:
    """Writes down what a site was built from."""
    told = {"made": "by corpus-quality", "surroundings": around, "keys": dict(keys)}
    (site / MARK).write_text(json.dumps(told, indent=0), encoding="utf-8")


def surroundings(loaded: Any) -> str:
    """Names everything but the generated pages that a page's HTML depends on."""
    from mkdocs.utils.yaml import yaml_load

    with Path(loaded.config_file_path).open("rb") as file:
        given = {k: v for k, v in yaml_load(file).items() if k not in PLACES}
    told = json.dumps(given, default=lambda o: getattr(o, "__name__", type(o).__name__), sort_keys=True)
    versions = (version(name) for name in ("mkdocs", "mkdocs-material"))
    return digest(told, *versions, *_theme(loaded), *_tree(Path(loaded["docs_dir"]), leave=ROOT))


def _is_in_every_page(loaded: Any) -> bool:
    """True where MkDocs makes up the navigation and puts generated pages into it: then each page shows the titles of all."""
    outside = loaded["not_in_nav"]
    return loaded["nav"] is None and not (outside and outside.match_file(f"{ROOT}/pages/index.md"))


def named_in(nav: Any) -> Mapping[str, str | None]:
    """Every address in a `nav` with its title there."""
    return dict(_leaves(nav, None))


def _leaves(nav: Any, title: str | None) -> Iterator[tuple[str, str | None]]:
    if isinstance(nav, str):
        yield nav, title
    elif isinstance(nav, dict):
        for name, part in nav.items():
            yield from _leaves(part, name)
    elif isinstance(nav, list):
        for part in nav:
            yield from _leaves(part, None)


def _theme(loaded: Any) -> Iterator[object]:
    """Files of the theme's folders that come with no package of their own version."""
    for folder in map(Path, loaded["theme"].dirs):
        if "site-packages" not in folder.parts or PACKAGE in folder.parents:
            yield from _tree(folder)


def _tree(root: Path, leave: str = "") -> Iterator[object]:
    """Every file below a folder with what names its content; large files by size and time."""
    for folder, below, files in os.walk(root):
        below[:] = sorted(f for f in below if f != leave or not Path(folder, MADE).is_file())
        for path in (Path(folder, name) for name in sorted(files)):
            status = path.stat()
            large = status.st_size > LARGE
            yield path.relative_to(root), (status.st_size, status.st_mtime_ns) if large else digest(path.read_bytes())


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
