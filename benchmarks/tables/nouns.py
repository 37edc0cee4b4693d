"""Builds `quality/data/nouns.txt.xz` from jieba's dictionary.

    python -m benchmarks.tables.nouns DICT [MINIMUM]

DICT is `jieba/dict.txt` of the distribution jieba. Words of two Han characters that it tags as common nouns (n) or words of time (t),
with a count of at least MINIMUM, stay; a line of each, sorted, without separators. To the nouns come those that it tags as names, verbs or
adjectives only (`OTHERWISE`, read out of its 5,000 most frequent words of these kinds).
"""

from __future__ import annotations

import lzma
import sys
from pathlib import Path

from quality.data import FOLDER
from quality.text.scripts import HAN

SOURCE = (
    "# dict.txt of jieba 0.42.1 (https://github.com/fxsjy/jieba), MIT; Han words of 2; "
    "line 1: nouns (and some named by hand), line 2: words of time"
)

OTHERWISE = frozenset(Path(__file__).with_name("nouns_otherwise.txt").read_text(encoding="utf-8").split())
"""Nouns of two characters that jieba's dictionary gives another part of speech."""


def main(path: str, minimum: str = "3") -> None:
    rows = (line.split(" ") for line in Path(path).read_text(encoding="utf-8").splitlines())
    tagged = {
        (tag, word)
        for word, count, tag in rows
        if tag in {"n", "t"}
        and len(word) == 2
        and all(map(HAN.match, word))
        and word[0] != word[1]
        and int(count) >= int(minimum)
    }
    tagged |= {("n", word) for word in OTHERWISE}
    nouns, times = ("".join(sorted(word for tag, word in tagged if tag == kind)) for kind in "nt")
    text = f"{SOURCE}\n{nouns}\n{times}\n"
    (FOLDER / "nouns.txt.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(len(tagged))


if __name__ == "__main__":
    main(*sys.argv[1:])
