"""Where two copies differ in print: letters, digits and marks count; space, width and the shape of a quotation mark do not."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from quality.match.align import gaps
from quality.model import Difference, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.engine.copies.reading import Reading, Stretch

OPENING = frozenset('"(《〈[【')
"""In print form; a mark that is missing belongs before the next character, anything else after the last one."""
SAME_MARK = str.maketrans("“”„‟〝〞＂「」『』‘’´`—–―─－·•・∙⋅", '"""""""""""' + "''''" + "-----·····")


def differences(left: Stretch, right: Stretch) -> tuple[Difference, ...]:
    """Every place where the two differ, in reading order."""
    return tuple(_differences(left, right))


def _differences(left: Stretch, right: Stretch) -> Iterator[Difference]:
    print_left, at_left = _printed(left)
    print_right, at_right = _printed(right)
    for gap in gaps(print_left, print_right, glue=1):
        yield Difference(
            _place(left.reading, at_left, gap.left, gap.left_end, print_right[gap.right : gap.right_end]),
            _place(right.reading, at_right, gap.right, gap.right_end, print_left[gap.left : gap.left_end]),
        )


def _printed(stretch: Stretch) -> tuple[str, list[int]]:
    """The stretch as it is compared, and the place of each character."""
    found = [(c, stretch.first + at) for at, char in enumerate(stretch.text) for c in _print_form(char)]
    return "".join(c for c, _ in found), [at for _, at in found]


@lru_cache(maxsize=1 << 14)
def _print_form(char: str) -> str:
    if char.isspace() or unicodedata.category(char) in ("Cf", "Cc"):
        return ""
    return unicodedata.normalize("NFKC", char.translate(SAME_MARK)).translate(SAME_MARK)


def _place(reading: Reading, places: list[int], low: int, high: int, missing: str) -> Span:
    """The source span of the printed characters `low:high`; where nothing stands there, the place for what is missing."""
    if low < high:
        spans = reading.spans(places[low], places[high - 1] + 1)
        return Span(
            spans[0].start, max(spans[0].end, spans[-1].end) if spans[-1].start >= spans[0].start else spans[0].end
        )
    if low and not (missing[:1] in OPENING and missing[-1:] in OPENING and low < len(places)):
        at = reading.spans(places[low - 1], places[low - 1] + 1)[0].end
    else:
        at = reading.source(places[low]) if places else 0
    return Span(at, at)
