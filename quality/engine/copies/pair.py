"""Two stretches that are alike, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from quality.engine.copies.borders import snapped
from quality.match.align import core, gaps
from quality.match.geometry import CUT, Geometry, geometry
from quality.model import Role

if TYPE_CHECKING:
    from quality.engine.copies.reading import Stretch
    from quality.match.align import Gap

GOES_ON = 0.8
"""A core of less than this share of what is alike stands in a mould if the rest does."""
LONG = 80
"""No core of so many characters is the slot of a mould."""
HAN = "\u2e80"
"""From here on characters say a word or a syllable each; before are alphabets."""
QUIET = frozenset({Role.KICKER, Role.HEADLINE, Role.SUBHEAD, Role.LABEL, Role.STANDFIRST, Role.BYLINE, Role.CREDIT})


@dataclass(frozen=True)
class Pair:
    """Two stretches and how they differ; the one that is read earlier is left."""

    left: Stretch
    right: Stretch
    gaps: tuple[Gap, ...]
    in_mould: bool = False
    """True where they go on alike behind slots that are filled anew."""
    found: tuple[Stretch, Stretch] | None = None
    """What is alike, before its ends were moved to borders of lines."""

    @classmethod
    def of(cls, left: Stretch, right: Stretch) -> Pair:
        """Aligns two stretches, reduced to what is alike, with their ends moved to borders of lines that nearly coincide."""
        whole = gaps(left.key, right.key)
        a, a_end, b, b_end = core(left.key, right.key, whole)
        if a == a_end or b == b_end:
            return cls(left, right, whole)
        inner = left.moved(left.low + a, left.low + a_end), right.moved(right.low + b, right.low + b_end)
        beyond = sum(g.edits > CUT and not (a <= g.left and g.left_end <= a_end) for g in whole)
        short = len(inner[0]) < min(GOES_ON * len(left), LONG)
        in_mould = beyond > 1 and short and geometry(left.key, right.key, whole).mould
        left, right = snapped(*inner)
        return cls(left, right, gaps(left.key, right.key), in_mould, inner)

    @cached_property
    def geometry(self) -> Geometry:
        """How the differences look."""
        return geometry(self.left.key, self.right.key, self.gaps)

    @cached_property
    def scale(self) -> int:
        """Letters that say as much as one Han character: three of an alphabet."""
        return 3 if 2 * sum(c < HAN for c in self.left.key) > len(self.left) else 1

    @property
    def size(self) -> int:
        """Equal characters, counted in Han characters."""
        return self.geometry.equal // self.scale

    @property
    def reach(self) -> int:
        """Length of the longer stretch that is alike, counted in Han characters."""
        return max(map(len, self.seams)) // self.scale

    @property
    def one_page(self) -> bool:
        """True where both stand on one page."""
        return self.left.reading.page is self.right.reading.page

    @property
    def quiet(self) -> bool:
        """True where one of the two is a heading, standfirst or credit: these restate."""
        return any(all(block.role in QUIET for _, block, _, _ in s.blocks) for s in self.sides)

    @property
    def adjacent(self) -> bool:
        """True where nothing but space and at most two marks stands between the copies."""
        if not self.one_page or self.left.high != self.right.low:
            return False
        between = self.left.reading.text[self.left.last : self.right.first]
        return len(between.split()) <= 2 and sum(not c.isspace() for c in between) <= 2

    @property
    def whole_sentences(self) -> bool:
        """True where both are one or more whole sentences."""
        return all(s.whole_sentences for s in self.sides)

    @property
    def seams(self) -> tuple[Stretch, Stretch]:
        """Left and right as far as they are alike: where copying began and ended, before the ends were moved to borders of lines."""
        return self.found or self.sides

    @property
    def sides(self) -> tuple[Stretch, Stretch]:
        """Left and right."""
        return self.left, self.right
