"""The check as one call, for programs that have their own way to tell what was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quality.cli.gates import gate_of
from quality.cli.judging import judge_of
from quality.cli.plans import columns_of, plan
from quality.config import files_of, load
from quality.engine.cache.store import FOLDER, Cache
from quality.engine.local import examine
from quality.model import Failure, Page
from quality.read import read_paths
from quality.report import Look, Report, render
from quality.report.text import visible
from quality.text.lines import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.engine.known.gate import Gate
    from quality.model import Examination, Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """An examination as the configuration judges it."""

    examination: Examination
    gate: Gate
    language: str = "en"
    """Of what `render` shows."""

    @property
    def by_page(self) -> list[tuple[Page, list[Finding]]]:
        """Every page with the new findings that fail it."""
        failing: dict[tuple[str, str | None], list[Finding]] = {page.key: [] for page in self.examination.pages}
        for f in self.examination.findings:
            if not f.known and self.gate.fails(f):
                failing.setdefault(f.page.key, []).append(f)
        return [(page, failing[page.key]) for page in self.examination.pages]

    @property
    def failures(self) -> Sequence[Failure]:
        """What could not be read."""
        return self.examination.failures

    def render(self, findings: Sequence[Finding]) -> str:
        """Findings as the console shows them."""
        part = replace(self.examination, findings=tuple(findings))
        return render("console", Report(examination=part, look=Look(verbosity=-1, language=self.language)))

    @staticmethod
    def name_of(page: Page) -> str:
        """The page as people call it, harmless."""
        return visible(name_of(page))

    @staticmethod
    def shown(path: str) -> str:
        """A path, harmless."""
        return visible(path)


def check(paths: Sequence[str]) -> Checked:
    """Examines paths under the nearest configuration.

    Raises:
        ConfigError: the configuration, the baseline or the decisions are wrong.
    """
    settings = load()
    wanted = plan(settings)
    judge = judge_of(settings, wanted, None, None, write=False, prune=False)
    read = list(read_paths(paths, columns_of(settings), files_of(settings)))
    failures = [r for r in read if isinstance(r, Failure)]
    cache = Cache(folder=settings.folder / FOLDER, plan=wanted)
    examination = examine([r for r in read if isinstance(r, Page)], wanted, failures, cache)
    return Checked(judge(examination), gate_of(settings), settings.config.lang)
