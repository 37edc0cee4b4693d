"""Which whole records are one text: clusters for DUP103."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.model import Cluster, Segmentation


def find_clusters(segmentations: Sequence[Segmentation]) -> tuple[Cluster, ...]:
    """Clusters of pages and records that hold one text, from verified pairs only."""
    del segmentations
    return ()
