"""What is known before the gate looks: files that are exempt, decisions, the baseline."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quality.cli.guard import say
from quality.engine.known import baseline, decisions
from quality.engine.known.gate import without_ignored
from quality.errors import ConfigError
from quality.message import counted

if TYPE_CHECKING:
    from quality.config import Settings
    from quality.engine.plan import Plan
    from quality.model import Examination, Page


@dataclass(kw_only=True)
class Judge:
    """Marks what is known; reads its files once."""

    settings: Settings
    plan: Plan
    baseline_file: Path | None
    decisions_file: Path | None
    writes: bool = False
    """The baseline is about to be written: a missing one is none."""
    entries: tuple[baseline.Entry, ...] = ()
    over: tuple[baseline.Entry, ...] = ()
    """Entries that matched nothing at the last examination although their page was examined, or is gone."""
    page: Page | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.page = decisions.read(self.decisions_file) if self.decisions_file else None
        if self.baseline_file and not (self.writes and not self.baseline_file.exists()):
            self.entries = baseline.read(self.baseline_file)

    def __call__(self, examination: Examination) -> Examination:
        """The examination with everything marked that is known."""
        examination = without_ignored(examination, self.settings.config.per_file_ignores)
        if self.page is not None:
            examination = decisions.apply(examination, self.page, self.plan, datetime.now(UTC).date())
        examination, unmatched = baseline.apply(examination, self.entries)
        missing = {e.path for e in unmatched if not Path(e.path).exists()}
        self.over = baseline.stale(unmatched, examination, missing)
        return examination


def judge_of(
    settings: Settings, plan: Plan, given: str | None, decided: str | None, *, write: bool, prune: bool
) -> Judge:
    """The judge of a run; what the command line names comes before what the configuration names.

    Raises:
        ConfigError: a file is missing or wrong, or a baseline shall be written and none is named.
    """
    path = Path(given) if given else settings.path(settings.config.baseline)
    if (write or prune) and path is None:
        option = "--write-baseline" if write else "--prune-baseline"
        raise ConfigError(
            f"which baseline? Name it, as in `{option} quality-baseline.json`, or once and for all as `baseline` in quality.toml"
        )
    decisions_file = Path(decided) if decided else settings.path(settings.config.decisions)
    return Judge(settings=settings, plan=plan, baseline_file=path, decisions_file=decisions_file, writes=write)


def update_baseline(judge: Judge, examination: Examination, *, write: bool, prune: bool) -> None:
    """Writes all findings of the examined pages, or only takes stale entries out; entries of other pages stay."""
    if judge.baseline_file is None or not (write or prune):
        return
    gone = set(judge.over)
    kept = [entry for entry in judge.entries if entry not in gone]
    if write:
        examined = {page.path for page in examination.pages}
        decided = {f.fingerprint for f in examination.findings if f.known and f.reason != baseline.REASON}
        of_others = [e for e in kept if e.path not in {baseline.normal(p) for p in examined}]
        found = [baseline.Entry.of(f) for f in examination.findings if f.fingerprint not in decided]
        kept = [*of_others, *(e for e in found if not e.rule.startswith("DEC"))]
    baseline.write(judge.baseline_file, kept)
    say(f"{judge.baseline_file}: {counted(len(set(kept)), 'known finding')} written, {len(gone):,} stale taken out")


def tell_stale(judge: Judge, paths: tuple[str, ...]) -> None:
    """Says how to take stale entries out."""
    if judge.over:
        command = f"quality check {' '.join(map(shlex.quote, paths))} --prune-baseline"
        if judge.settings.config.baseline is None:
            command += f" --baseline {shlex.quote(str(judge.baseline_file))}"
        one = len(judge.over) == 1
        words = "1 entry matches" if one else f"{len(judge.over):,} entries match"
        say(f"{judge.baseline_file}: {words} nothing any more; take {'it' if one else 'them'} out: {command}")
