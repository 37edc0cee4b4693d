"""Sets values into templates for one language; knows every page's address, numbers and lines."""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from quality.publish import names
from quality.publish.bytecode import bytecode
from quality.publish.cards import Card, Place, evidence, joins_only, swaps
from quality.publish.escape import escape, one_line, plain
from quality.publish.marks import Layers, Mark
from quality.publish.summary import SETTLED, by_page
from quality.publish.words import Words
from quality.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jinja2 import Environment
    from markupsafe import Markup

    from quality.cleaned import CleanedPage
    from quality.model import Alignment, Finding, Page, Related, Span
    from quality.publish.corpus import Corpus, PageKey
    from quality.publish.summary import Score, Tally

PARTNERS = 2
"""Other places that a note links to."""


class Press:
    """One corpus in one language."""

    def __init__(self, corpus: Corpus, language: str) -> None:
        self.corpus = corpus
        self.words = Words(language)
        self.lines = Lines()
        self._page_keys: dict[PageKey, str] = {}

    @cached_property
    def environment(self) -> Environment:
        """Jinja with every value escaped by `escape`, and undefined names an error."""
        from jinja2 import Environment, PackageLoader, StrictUndefined

        environment = Environment(
            loader=PackageLoader("quality.publish"),
            autoescape=True,
            bytecode_cache=bytecode(),
            finalize=escape,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(
            t=self.words, language=self.words.language, corpus=self.corpus, rule_title=self.words.rule
        )
        environment.filters.update(number="{:,}".format, plain=plain, tell=self.words.tell)
        environment.tests["done"] = SETTLED.__contains__
        return environment

    def render(self, template: str, address: str, **values: Any) -> Markup:
        """A template as one line of HTML; `to(address, fragment)` in it gives links relative to this page."""

        def to(target: str, fragment: str = "") -> str:
            return names.link(address, target, fragment)

        html = self.environment.get_template(template).render(to=to, here=address, **values)
        return one_line(html)

    @cached_property
    def numbers(self) -> Mapping[PageKey, Mapping[str, int]]:
        """Each page's findings by fingerprint with their numbers, from 1, in order of place."""
        return {
            key: {f.fingerprint: number for number, f in enumerate(rows, 1)}
            for key, rows in self.corpus.findings_of.items()
        }

    @cached_property
    def version(self) -> str:
        """Names the renderer: its phrases, messages, templates and code."""
        folder = files("quality.publish")
        told = [e for d in (folder, folder / "templates") for e in d.iterdir()]
        told += [e for e in files("quality.data").iterdir() if e.name.startswith("messages.")]
        parts = sorted((e.name, e.read_bytes()) for e in told if e.is_file())
        return names.digest(self.words.language, *parts)

    def page_key(self, cleaned: CleanedPage) -> str:
        """Names all that the pages of one source page are made from."""
        page, corpus = cleaned.page, self.corpus
        key = self._page_keys.get(page.key)
        if key is None:
            key = self._page_keys[page.key] = names.digest(
                self.version,
                *page.key,
                page.text,
                *((a.id, *((b.role, len(b.runs)) for b in a.blocks)) for a in cleaned.articles),
                *((r.span, r.after, r.status) for r in cleaned.repairs),
                *(self.finding_key(f) for f in corpus.findings_of.get(page.key, ())),
                *(v.message for v in corpus.verified_of.get(page.key, ())),
                *(names.copy_address(p) for p in corpus.copies_of.get(page.key, ())),
            )
        return key

    def finding_key(self, finding: Finding) -> str:
        """Names a finding as a note shows it: its place, what became of it, and the places elsewhere that it points at."""
        hit, page = finding.hit, finding.page
        places = [self._place_text(r, finding) for r in hit.related[:PARTNERS]]
        new = bool(self.corpus.change and finding.fingerprint in self.corpus.change.new)
        return names.digest(
            finding.fingerprint, *page.key, self.line_range(page, finding.span), self.number(finding), *evidence(finding), finding.severity,
            hit.message, hit.confidence, self.corpus.status(finding), finding.reason, new, *places,
        )  # fmt: skip

    @cached_property
    def page_rows(self) -> tuple[tuple[CleanedPage, Tally, Score], ...]:
        """Every page with its tally and score, in input order."""
        return tuple(by_page(self.corpus))

    def number(self, finding: Finding) -> int:
        """The finding's number on its page."""
        return self.numbers[finding.page.key][finding.fingerprint]

    def card(self, finding: Finding, address: str) -> Card:
        """A finding as a page at this address shows it."""
        number = self.number(finding)
        pair = self._pair(finding)
        lines = self.line_range(finding.page, finding.span)
        return Card(
            number=number,
            finding=finding,
            title=self.words.rule(finding.rule, finding.name),
            rule_href=names.link(address, names.rule_address(finding.rule)),
            status=self.corpus.status(finding),
            swaps=tuple(swaps(finding)),
            lines=lines,
            place=f"{label(finding.page)} {self.words('line', a=lines[0])}",
            page_label=label(finding.page),
            source_href=names.link(address, self.home_of(finding.page), f"f{number}"),
            partners=tuple(self._places(finding, address)),
            copies_href=names.link(address, names.copy_address(pair)) if pair else "",
            change="new" if self.corpus.change and finding.fingerprint in self.corpus.change.new else "",
        )

    def home_of(self, page: Page) -> str:
        """The page that shows a source page: line by line, or its one article where it is a record that is no more than that."""
        cleaned = self.corpus.page_of.get(page.key)
        if cleaned is not None and has_own_page(cleaned):
            return names.page_address(page)
        return names.article_address(cleaned.articles[0].article) if cleaned else names.page_address(page)

    def line_href(self, page: Page, line: int, address: str) -> str:
        """A link to a line of a source page, or to the article that is all of it: articles do not count the page's lines."""
        home = self.home_of(page)
        return names.link(address, home, f"l{line}" if home == names.page_address(page) else "")

    def line_range(self, page: Page, span: Span) -> tuple[int, int]:
        """First and last line of a span."""
        return self.lines.at(page, span.start)[0], self.lines.at(page, max(span.end - 1, span.start))[0]

    def layers(self, page: Page, findings: Iterable[Finding]) -> Layers:
        """The page's text cut at these findings' places; a break is marked by its place alone."""
        return Layers(page, [m for f in findings for m in self._marks(f)])

    def evidence(self, finding: Finding) -> tuple[str, str, str]:
        """The place in one line."""
        return evidence(finding)

    def _marks(self, finding: Finding) -> Iterator[Mark]:
        number = self.number(finding)
        if finding.hit.fix and joins_only(finding):
            at = finding.hit.fix.edits[0].span.start
            yield Mark(type(finding.span)(at, at), "finding", finding, number=number)
            return
        yield Mark(finding.span, "finding", finding, number=number)
        for related in finding.related:
            if related.message == "continues" and related.page.key == finding.page.key:
                yield Mark(related.span, "finding", finding)

    def _places(self, finding: Finding, address: str) -> Iterator[Place]:
        own = self.line_range(finding.page, finding.span)
        for related in finding.hit.related[:PARTNERS]:
            if related.page.key == finding.page.key and self.line_range(related.page, related.span) == own:
                continue  # on the same line there is nothing else to look at
            yield Place(self._place_href(related, address), self._place_text(related, finding))

    def _place_href(self, related: Related, address: str) -> str:
        line = self.lines.at(related.page, related.span.start)[0]
        return self.line_href(related.page, line, address)

    def _place_text(self, related: Related, finding: Finding) -> str:
        first, last = self.line_range(related.page, related.span)
        lines = self.words("line", a=first) if first == last else self.words("lines", a=first, b=last)
        return lines if related.page.key == finding.page.key else f"{label(related.page)} {lines}"

    def _pair(self, finding: Finding) -> Alignment | None:
        """The pair of copies that a DUP finding or a difference comes from."""
        if not finding.rule.startswith("DUP") and finding.rule != "ENU405":
            return None
        places = {(r.page.key, r.span) for r in finding.hit.related[:1]}
        best = None
        for pair in self.corpus.copies_of.get(finding.page.key, ()):
            for own, other in ((pair.left, pair.right), (pair.right, pair.left)):
                if own.page.key == finding.page.key and any(s.overlaps(finding.span) for s in own.spans):
                    best = best or pair
                    if any(other.page.key == k and any(s.overlaps(p) for s in other.spans) for k, p in places):
                        return pair
        return best


def has_own_page(cleaned: CleanedPage) -> bool:
    """False for a record of a container that is one article: its article's page shows all of it."""
    return cleaned.page.record is None or len(cleaned.articles) != 1


def label(page: Page) -> str:
    """A page's short name: the record's id, or the file's name."""
    return page.record if page.record is not None else page.path.rsplit("/", 1)[-1]
