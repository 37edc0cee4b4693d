"""Builds a rendered project with MkDocs and seals the result."""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quality.errors import ConfigError, OutputError
from quality.publish.seal import seal
from quality.publish.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(str(files("quality.publish")))
THEME = PACKAGE / "theme"
SECTIONS = ("pages", "articles", "clusters", "worklist", "rules")


@dataclass(frozen=True, slots=True)
class Project:
    """A MkDocs project: its configuration file, and where it keeps sources and site."""

    config: Path
    docs: Path
    site: Path
    language: str


def project(config: Path) -> Project:
    """The project of a configuration file.

    Raises:
        ConfigError: MkDocs cannot read it.
    """
    loaded = _load(config)
    return Project(config, Path(loaded["docs_dir"]), Path(loaded["site_dir"]), str(loaded.theme["language"]))


def build(config: Path, *, site: Path | None = None) -> Path:
    """Builds a project strictly and writes each page's policy; gives the built site's folder.

    Raises:
        ConfigError: the configuration is wrong, or the build warned.
    """
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.exceptions import Abort, MkDocsException

    loaded = _load(config, **({"site_dir": str(site)} if site else {}))
    if str(THEME) not in loaded.theme.dirs:
        loaded.theme.dirs.insert(0, str(THEME))
    loaded.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(loaded)
    except (MkDocsException, Abort) as error:
        raise ConfigError(f"{config}: the site cannot be built: {error}") from error
    finally:
        loaded.plugins.on_shutdown()
    built = Path(loaded["site_dir"])
    _shrink(built / "search" / "search_index.json")
    seal(built)
    return built


def _shrink(index: Path) -> None:
    """Writes the search index as UTF-8: Material escapes every Chinese character with six bytes."""
    if index.is_file():
        data = json.loads(index.read_text(encoding="utf-8"))
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        index.write_text(text, encoding="utf-8", errors="backslashreplace")


def _load(config: Path, **over: Any) -> Any:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config
    from mkdocs.exceptions import ConfigurationError

    # jieba tells of every start on its own logger.
    logging.getLogger("jieba").setLevel(logging.WARNING)
    try:
        return load_config(str(config), strict=True, **over)
    except ConfigurationError as error:
        raise ConfigError(f"{config}: {error}") from error


class Workshop:
    """A folder of our own beside the output, with the packaged project in it; the site is exchanged for the old one at the end."""

    def __init__(self, output: Path, title: str, languages: tuple[str, ...]) -> None:
        self._output = output
        self._title = title
        self._languages = languages
        self._folder = Path()

    def __enter__(self) -> Workshop:
        if self._output.exists() and not _replaceable(self._output):
            raise OutputError(f"{self._output}: is not empty and holds no site of ours: name another folder")
        self._output.parent.mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix=f".{self._output.name}-", dir=self._output.parent))
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def projects(self) -> Iterator[tuple[str, Project]]:
        """One project for each language; the first is the site's root, the others lie below it."""
        for number, language in enumerate(self._languages):
            docs = self._folder / f"docs-{language}"
            docs.mkdir()
            site = self._folder / "site" / (language if number else "")
            config = self._folder / f"mkdocs-{language}.yml"
            config.write_text(self._config(language, docs, site), encoding="utf-8")
            (docs / "index.md").write_text(
                f"---\nfront: true\ntitle: {_quoted(self._title)}\nhide: [navigation, toc]\n---\n", encoding="utf-8"
            )
            yield language, Project(config, docs, site, language)

    def finish(self) -> None:
        """Puts the built site in the output's place."""
        (self._folder / "site" / MARK).write_text("made by corpus-quality\n", encoding="utf-8")
        old = self._folder / "old"
        if self._output.exists():
            self._output.rename(old)
        (self._folder / "site").rename(self._output)

    def _config(self, language: str, docs: Path, site: Path) -> str:
        t = Words(language)
        root = "generated"
        nav: list[dict[str, str]] = [{t("home"): "index.md"}, *({t(s): f"{root}/{s}/index.md"} for s in SECTIONS)]
        nav += [{t("reports"): f"{root}/reports.md"}, {t("downloads"): f"{root}/downloads/index.md"}]
        others = [
            {"name": "中文" if o == "zh" else "English", "lang": o, "link": _way(language, o, self._languages[0])}
            for o in self._languages
        ]
        values = {
            "INHERIT": str(PACKAGE / "project.yml"), "site_name": self._title, "docs_dir": str(docs), "site_dir": str(site), "nav": nav,
            "theme": {"language": language, "custom_dir": str(THEME)},
        }  # fmt: skip
        if len(others) > 1:
            values["extra"] = {"alternate": others}
        return json.dumps(values, ensure_ascii=False, indent=1)  # JSON is YAML


MARK = ".corpus-quality"
"""A file that tells a site of ours from a folder that is somebody's."""


def _way(here: str, there: str, root: str) -> str:
    """From one language's root to another's."""
    up = "" if here == root else "../"
    return up if there == root else f"{up}{there}/"


def _replaceable(folder: Path) -> bool:
    return folder.is_dir() and ((folder / MARK).is_file() or not any(folder.iterdir()))


def _quoted(text: str) -> str:
    return json.dumps(escape(text))
