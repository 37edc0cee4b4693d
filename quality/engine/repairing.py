"""Pages with what becomes of their findings' edits, in order; of pages behind and ahead only what others point at is held."""

from __future__ import annotations

from array import array
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from quality.cleaned import Fixes
from quality.engine.cache.frozen import numbered
from quality.engine.settling import Settler
from quality.engine.shelf import Frozen
from quality.model import Span
from quality.repair.apply import clean_page
from quality.repair.ledger import witnessed
from quality.repair.policy import Policy
from quality.segment import segment

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from quality.cleaned import CleanedPage, Repair
    from quality.engine.plan import Plan
    from quality.model import Examination, Finding, Page, Segmentation

    Key = tuple[str, str | None]
    Settled = tuple[Segmentation, tuple[Repair, ...]]


class Repairing:
    """The pages of an examination after their repairs; known findings are not repaired."""

    def __init__(self, examination: Examination, plan: Plan, fixes: Fixes) -> None:
        self._examination, self._plan, self._fixes = examination, plan, fixes
        self.pages = [s.page for s in examination.segmentations]
        self.numbers = {page.key: number for number, page in enumerate(self.pages)}
        pairs = (*examination.copies, *(pair for cluster in examination.clusters for pair in cluster.pairs))
        self.partners = {pair.keeper.page.key for pair in pairs}
        """Pages that others point at."""
        self._counts = array("q", bytes(8 * len(self.pages)))
        known: set[str] = set()
        self._policy = Policy(self._open(known), fixes)
        self._starts = array("q", accumulate(self._counts, initial=0))
        self._settler = Settler.of(plan, fixes, known)
        self._ahead: dict[Key, int] = {}
        self._ids = numbered(self.pages)
        self._aside = self.frozen()
        self._witnessed: dict[Key, array[int]] = {}
        self._here: CleanedPage | None = None

    def frozen(self) -> Frozen[Any]:
        """Room for values that speak of these pages."""
        return Frozen(self.pages, self._ids)

    def _open(self, known: set[str]) -> Iterator[Finding]:
        """The findings that are to be repaired."""
        for finding in self._examination.findings:
            if finding.page.key in self.numbers:
                self._counts[self.numbers[finding.page.key]] += 1
            if finding.known:
                known.add(finding.fingerprint)
            else:
                if finding.hit.fix is not None:
                    self.partners.update(related.page.key for related in finding.hit.related[:1])
                yield finding

    def cleaned(self, seen: Counter[str]) -> Iterator[CleanedPage]:
        """Every page after its repairs, in order; `seen` counts the texts of articles."""
        for page in self.pages:
            self._here = clean_page(*self._settled(page), seen)
            yield self._here
            if page.key in self.partners:
                self.witness(page.key)
            else:
                self._witnessed.pop(page.key, None)

    def findings(self, page: Page) -> Sequence[Finding]:
        """The findings on a page."""
        number = self.numbers[page.key]
        return self._examination.findings[self._starts[number] : self._starts[number + 1]]

    @property
    def elsewhere(self) -> Sequence[Finding]:
        """Findings that stand on none of the pages."""
        return self._examination.findings[self._starts[-1] :]

    def witness(self, key: Key) -> tuple[str, Sequence[Span]]:
        """A page's text and its source spans that one look-up gives back (`witnessed`).

        Of the page at hand, of one ahead, or of one behind that others point at.
        """
        page = self.pages[self.numbers[key]]
        if key not in self._witnessed:
            here = self._here if self._here and self._here.page is page else clean_page(*self._put_aside(page))
            self._witnessed[key] = array("q", (end for span in witnessed(here) for end in (span.start, span.end)))
        ends = self._witnessed[key]
        return page.text, [*map(Span, ends[::2], ends[1::2])]

    def _put_aside(self, page: Page) -> Settled:
        """What is settled before its turn, and not again then."""
        settled = self._settled(page)
        self._ahead[page.key] = self._aside.groups
        self._aside.add(settled)
        return settled

    def _settled(self, page: Page) -> Settled:
        """The page without the decisions that the chosen fixes exclude, and its repairs with those that follow from them."""
        if page.key in self._ahead:
            order, repairs = self._aside.group(self._ahead.pop(page.key))
            return order, repairs
        if self._fixes is Fixes.UNSAFE:
            order = self._examination.segmentations[self.numbers[page.key]]
        else:
            habits = self._plan.layout.habits_of(page.path)
            order = segment(page, join=self._fixes is Fixes.SAFE, reorder=False, habits=habits)
        found = (f for f in self.findings(page) if not f.known)
        return self._settler.settle(order, self._policy.repairs(page.key, found))
