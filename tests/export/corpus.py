"""A small examined corpus of generated pages, with findings whose edits collide."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from random import Random

from quality.model import Examination, Page
from quality.read import read_file
from tests.repair.pages import findings, segmentation, text


def examination(word: str, pages: int, folder: Path | None = None) -> Examination:
    """Pages that hold `word`, written below a folder and read back."""
    random = Random(word)
    place = folder or Path(tempfile.mkdtemp())
    told: list[Page] = []
    for number in range(pages):
        name = place / f"{number}.txt"
        name.write_bytes((word + "\n" + text(random, 30)).encode())
        told += [p for p in read_file(os.fspath(name)) if isinstance(p, Page)]
    return Examination(tuple(segmentation(random, p) for p in told), tuple(findings(random, told)))
