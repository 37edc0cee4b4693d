"""Builds `quality/data/words.txt.xz` from jieba's dictionary.

    python -m benchmarks.tables.words DICT [MINIMUM]

DICT is `jieba/dict.txt` of the distribution jieba. Words of one to four Han characters with a count of at least
MINIMUM stay (single characters always); a line holds a class, the base-2 logarithm of the count in quarter steps, and
its words without separators for equal lengths.
"""

from __future__ import annotations

import lzma
import math
import sys
from collections import defaultdict
from pathlib import Path

from quality.data import FOLDER
from quality.text.scripts import HAN

SOURCE = "# dict.txt of jieba 0.42.1 (https://github.com/fxsjy/jieba), MIT; Han words of 1 to 4; line: class, kind, length, words"
LONGEST = 4
PROPER = {"nr", "nrt", "nrfg", "ns", "nt", "nz"}
"""jieba's tags of names of people, places, organisations and other things."""


def main(path: str, minimum: str = "5") -> None:
    classes: dict[tuple[int, str, int], list[str]] = defaultdict(list)
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        if len(word) <= LONGEST and all(map(HAN.match, word)) and (int(count) >= int(minimum) or len(word) == 1):
            kind = "proper" if tag in PROPER else "plain"
            classes[round(4 * math.log2(max(int(count), 1))), kind, len(word)].append(word)
    lines = [f"{c}\t{kind}\t{n}\t{''.join(sorted(set(words)))}" for (c, kind, n), words in sorted(classes.items())]
    text = "\n".join([SOURCE, *lines]) + "\n"
    packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    (FOLDER / "words.txt.xz").write_bytes(packed)
    print(len(packed), sum(map(len, classes.values())))


if __name__ == "__main__":
    main(*sys.argv[1:])
