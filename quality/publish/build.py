"""Builds a rendered project with MkDocs and seals the result."""

from __future__ import annotations

import json
import logging
import os
import shutil
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quality.errors import ConfigError
from quality.publish.names import ROOT
from quality.publish.standing import MARK, SEARCH, remember, standing

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = Path(str(files("quality.publish")))
THEME = PACKAGE / "theme"


@dataclass(frozen=True, slots=True)
class Project:
    """A MkDocs project: its configuration file, and where it keeps sources and site."""

    config: Path
    docs: Path
    site: Path
    language: str


def standing_of(config: Path, site: Path) -> Mapping[str, str]:
    """Keys of a built site's pages that need not be made again under a configuration as long as they are the same."""
    return standing(_load(config), site).keys


def project(config: Path) -> Project:
    """The project of a configuration file.

    Raises:
        ConfigError: MkDocs cannot read it.
    """
    loaded = _load(config)
    return Project(config, Path(loaded["docs_dir"]), Path(loaded["site_dir"]), str(loaded.theme["language"]))


def build(config: Path, keys: Mapping[str, str], *, site: Path | None = None, earlier: Path | None = None) -> Path:
    """Builds a project strictly, every page with its policy; gives the built site's folder.

    `keys` name what each generated page is made from. Pages of the site that is there, or of an `earlier` one, stay where their
    keys are the same and nothing around them changed.

    Raises:
        ConfigError: the configuration is wrong, or the build warned.
    """
    from quality.publish.shortcut import Shortcut

    loaded = _load(config, **({"site_dir": str(site)} if site else {}))
    built = Path(loaded["site_dir"])
    stands = standing(loaded, earlier or built)
    stays = stands.still(keys)
    index = _index(stands.site) if stays else []
    _clear(built, stays)
    if earlier and earlier != built:
        _take_over(earlier, built, stays)
    loaded.plugins["corpus-quality"] = Shortcut()
    _run(loaded, config, dirty=bool(stays))
    _merge_index(built / SEARCH, index, stays)
    remember(built, stands.surroundings, keys)
    return built


def _run(loaded: Any, config: Path, *, dirty: bool) -> None:
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.exceptions import Abort, MkDocsException

    log = logging.getLogger("mkdocs.commands.build")
    log.addFilter(_expected)
    loaded.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(loaded, dirty=dirty)
    except (MkDocsException, Abort) as error:
        raise ConfigError(f"{config}: the site cannot be built: {error}") from error
    finally:
        loaded.plugins.on_shutdown()
        log.removeFilter(_expected)


def _expected(record: logging.LogRecord) -> bool:
    """False for MkDocs's word that a page which was not built again may have links to what is gone: here it has none."""
    return "'dirty' build" not in record.getMessage()


def _clear(site: Path, stays: frozenset[str]) -> None:
    """Takes everything out of a site but the pages that stay and a site in another language below it."""
    (site / MARK).unlink(missing_ok=True)
    kept = {f"{site}/{address}.html" for address in stays}
    for folder, below, names in os.walk(site if stays else ""):
        below[:] = [f for f in below if not Path(folder, f, MARK).is_file()]
        for path in (f"{folder}/{name}" for name in names):
            if path not in kept:
                Path(path).unlink()


def _take_over(earlier: Path, site: Path, stays: frozenset[str]) -> None:
    """Puts pages of an earlier site into this one; a second name of the same file where the disk knows that."""
    for folder in {(site / address).parent for address in stays}:
        folder.mkdir(parents=True, exist_ok=True)
    for address in stays:
        old, new = earlier / f"{address}.html", site / f"{address}.html"
        try:
            os.link(old, new)
        except OSError:
            shutil.copyfile(old, new)


def _index(site: Path) -> list[Any]:
    """The entries of a site's search index."""
    try:
        rows = json.loads((site / SEARCH).read_text(encoding="utf-8"))["docs"]
    except (OSError, ValueError, KeyError):
        return []
    return rows if isinstance(rows, list) else []


def _merge_index(path: Path, earlier: list[Any], stays: frozenset[str]) -> None:
    """Writes the search index with what is known of pages that stay, in an order of its own.

    It is UTF-8: Material escapes every Chinese character with six bytes.
    """
    if path.is_file():
        data = json.loads(path.read_text(encoding="utf-8"))
        built = {_page_of(row) for row in data["docs"]}
        kept = {f"{address}.html" for address in stays} - built
        rows = data["docs"] + [row for row in earlier if _page_of(row) in kept]
        data["docs"] = sorted(rows, key=lambda row: (_page_of(row).startswith(f"{ROOT}/"), _page_of(row)))
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        path.write_text(text, encoding="utf-8", errors="backslashreplace")


def _page_of(row: Any) -> str:
    return str(row["location"]).partition("#")[0]


def _load(config: Path, **over: Any) -> Any:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError

    # jieba tells of every start on its own logger.
    logging.getLogger("jieba").setLevel(logging.WARNING)
    try:
        loaded = load_config(str(config), strict=True, **over)
    except (Abort, ConfigurationError) as error:
        raise ConfigError(f"{config}: {error}") from error
    if str(THEME) not in loaded.theme.dirs:
        loaded.theme.dirs.insert(0, str(THEME))
    return loaded
