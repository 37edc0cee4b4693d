"""Where `quality publish -o DIR` builds: a folder of its own beside DIR, with the packaged project in it."""

from __future__ import annotations

import json
import shutil
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from quality.errors import OutputError
from quality.publish.build import PACKAGE, THEME, Project
from quality.publish.standing import MARK
from quality.publish.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTIONS = ("pages", "articles", "clusters", "worklist", "rules")


class Workshop:
    """A folder of our own beside the output, with the packaged project in it; the site is exchanged for the old one at the end."""

    def __init__(self, output: Path, title: str, languages: tuple[str, ...]) -> None:
        self._output = output.absolute()
        self._title = title
        self._languages = languages
        self._folder = Path()

    def __enter__(self) -> Workshop:
        check_replaceable(self._output)
        try:
            self._output.parent.mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix=f".{self._output.name}-", dir=self._output.parent))
        except OSError as error:
            raise OutputError(f"{self._output}: cannot be written ({error.strerror}): choose another folder") from error
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def projects(self) -> Iterator[tuple[Project, Path]]:
        """One project for each language, and what an earlier run built of it; the first is the site's root, the others lie below it."""
        for number, language in enumerate(self._languages):
            docs = self._folder / f"docs-{language}"
            docs.mkdir()
            place = language if number else ""
            site = self._folder / "site" / place
            config = self._folder / f"mkdocs-{language}.yml"
            config.write_text(self._config(language, docs, site), encoding="utf-8")
            (docs / "index.md").write_text(
                f"---\nfront: true\ntitle: {_quoted(self._title)}\nhide: [navigation, toc]\n---\n", encoding="utf-8"
            )
            yield Project(config, docs, site, language), self._output / place

    def finish(self) -> None:
        """Puts the built site in the output's place."""
        old = self._folder / "old"
        if self._output.exists():
            self._output.rename(old)
        try:
            (self._folder / "site").rename(self._output)
        except OSError:
            if old.exists():
                old.rename(self._output)  # or it would go with this folder
            raise

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


def _way(here: str, there: str, root: str) -> str:
    """From one language's root to another's."""
    up = "" if here == root else "../"
    return up if there == root else f"{up}{there}/"


def check_replaceable(folder: Path) -> None:
    """Makes sure that a site may take a folder's place.

    Raises:
        OutputError: the folder holds something that is no site of ours.
    """
    ours = folder.is_dir() and ((folder / MARK).is_file() or not any(folder.iterdir()))
    if folder.exists() and not ours:
        raise OutputError(f"{folder}: is not empty and holds no site of ours: name another folder")


def _quoted(text: str) -> str:
    return json.dumps(escape(text))
