"""Which articles and passages stand twice: candidates from the matchers, verified pairs, and the copy that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.model import Alignment, Cluster, Hit, Segmentation


def find_copies(
    segmentations: Sequence[Segmentation], hits: Sequence[Hit]
) -> tuple[tuple[Alignment, ...], tuple[Cluster, ...]]:
    """Verified pairs of articles and passages, and clusters of whole records.

    `hits` are those of all other rules: the survivor is the copy with the fewest inside.
    """
    del segmentations, hits
    return (), ()
