"""How a stutter is told and repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import article_hit
from quality.detect.stutters.judgement import stutters
from quality.message import say
from quality.model import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.detect.stutters.judgement import Kind, Stutter
    from quality.message import Message
    from quality.model import Article, Hit

_SHOWN = 24


def hits(article: Article, kind: Kind) -> Iterator[Hit]:
    """The article's stutters of one kind, each with the edit that leaves one unit."""
    for stutter in stutters(article.text):
        if stutter.kind is kind and not _is_heading(article, stutter):
            yield article_hit(
                article,
                stutter.start,
                stutter.end,
                _message(stutter),
                confidence=stutter.confidence,
                edits=((*stutter.cut, ""),),
                applicability=Applicability.UNSAFE,
            )


def _is_heading(article: Article, stutter: Stutter) -> bool:
    """True for what fills a line of the page, and what the next line begins with and goes on behind."""
    if stutter.copies > 2 or article.text[stutter.end : stutter.end + 1] in {"", "\n"}:
        return False
    start = article.view.source(stutter.start)
    lines = article.page.text[start : article.view.source(stutter.end - 1)].split("\n")
    return (
        len(lines) > 1
        and lines[0].strip() == stutter.unit
        and article.page.text[:start].rpartition("\n")[2].strip() == ""
    )


def _message(stutter: Stutter) -> Message:
    unit = " ".join(stutter.unit.split())
    shown = unit if len(unit) <= _SHOWN else f"{unit[:_SHOWN]}…"
    times = say("twice") if stutter.copies == 2 else say("{count} times", count=stutter.copies)
    told = say("‘{text}’ stands {times} in a row", text=shown, times=times)
    if stutter.wrong == 1:
        return say("{told}, but for one character", told=told)
    return say("{told}, but for {count} characters", told=told, count=stutter.wrong) if stutter.wrong else told
