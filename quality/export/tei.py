"""An article as TEI for archives (TEI P5, 3.5 "Simple Editorial Changes"): what was printed and what stands there now, side by side.

A replaced text is `<choice><sic/><corr/></choice>`, a removed one `<surplus>`, an added one `<supplied>`, a joined line `<lb break="no"/>`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from quality import __version__
from quality.model import Move, Role
from quality.text.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.cleaned import CleanedArticle, CleanedBlock, Run

_FORBIDDEN = re.compile("[\ufffe\uffff]")
_HEADS = {Role.KICKER: "kicker", Role.LABEL: "label", Role.HEADLINE: "main", Role.SUBHEAD: "sub"}
_PARAGRAPHS = {Role.STANDFIRST: "standfirst", Role.CAPTION: "caption", Role.CREDIT: "credit", Role.BYLINE: "byline"}


def render(article: CleanedArticle) -> str:
    """One TEI document."""
    page = article.page.path if article.page.record is None else f"{article.page.path} ({article.page.record})"
    parts = [part for block in article.blocks if block.runs and (part := _part(block))]
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>',
            f"<titleStmt><title>{_text(article.title)}</title></titleStmt>",
            f"<publicationStmt><p>Written by corpus-quality {__version__}.</p></publicationStmt>",
            f"<sourceDesc><p>{_text(page)}, article {article.article.position}</p></sourceDesc>",
            "</fileDesc></teiHeader><text><body><div>",
            *parts,
            "</div></body></text></TEI>\n",
        )
    )


def _part(block: CleanedBlock) -> str:
    inner = "".join(_runs(block))
    if block.role in _HEADS:
        return f'<ab type="{_HEADS[block.role]}">{inner}</ab>'  # <head> must stand first, and these may not
    kind = _PARAGRAPHS.get(block.role)
    return f'<p rend="{kind}">{inner}</p>' if kind else f"<p>{inner}</p>"


def _runs(block: CleanedBlock) -> Iterator[str]:
    for run in block.runs:
        if run.glue:
            yield '<lb break="no"/>' if not run.text else f"<lb/>{_text(run.text)}"
        elif run.repair is None or isinstance(run.repair.edit, Move):
            yield _text(run.text)
        else:
            yield _changed(run, f"ana={quoteattr('#' + run.repair.rule)}")


def _changed(run: Run, rule: str) -> str:
    if run.text and run.printed:
        return f"<choice {rule}><sic>{_text(run.printed)}</sic><corr>{_text(run.text)}</corr></choice>"
    return (
        f"<supplied {rule}>{_text(run.text)}</supplied>"
        if run.text
        else f"<surplus {rule}>{_text(run.printed)}</surplus>"
    )


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", "\n".join(map(visible, text.split("\n")))))
