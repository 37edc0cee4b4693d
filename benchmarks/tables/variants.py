"""Builds `quality/data/traditional.tsv` and `simplified.tsv` from the tables of OpenCC.

    python -m benchmarks.tables.variants FOLDER

FOLDER holds TSCharacters.txt and STCharacters.txt, e.g. `opencc/dictionary` of the distribution
opencc-python-reimplemented.
"""

from __future__ import annotations

import sys
from pathlib import Path

from quality.data import FOLDER

SOURCE = "# {name} of OpenCC (https://github.com/BYVoid/OpenCC), Apache-2.0; characters that their first target changes"


def pairs(path: Path) -> list[tuple[str, str]]:
    """(character, its first target) where they differ."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return sorted({(a, b.split(" ")[0]) for a, b in rows if len(a) == 1 and a not in b.split(" ")})


def main(folder: str) -> None:
    for name, target in (("TSCharacters.txt", "traditional.tsv"), ("STCharacters.txt", "simplified.tsv")):
        lines = [SOURCE.format(name=name), *("\t".join(pair) for pair in pairs(Path(folder) / name))]
        (FOLDER / target).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
