"""A small corpus of invented news in which everything stands that the rules of copies know across records, and what they must let pass."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from quality.detect.witnesses import NUMERAL
from quality.text.words import frequencies

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTICE = "本栏目文字如有转载，请注明来源并与编辑部联系，电话白天有人接听。投稿请寄县城解放路十二号，邮编写清楚，来稿一律不退，请自留底稿。"
"""What a paper prints below every story: nobody's copy."""


def sentence(draw: random.Random) -> str:
    """Clauses of usual words, some forty characters: no grammar, but words as they are written."""
    clauses = ["".join(_clause(draw)) for _ in range(3)]
    return "，".join(clauses) + "。"


def _clause(draw: random.Random) -> Iterator[str]:
    for word in draw.choices(_words(), k=4):
        yield word
        yield draw.choice(("", "", "的", "在", "和", "又", "把"))


@lru_cache(maxsize=1)
def _words() -> list[str]:
    known = frequencies()
    return sorted(w for w in sorted(known, key=known.__getitem__)[-6000:] if len(w) == 2 and not set(w) & set(NUMERAL))


def paragraph(draw: random.Random, count: int = 4) -> str:
    """Sentences that no other paragraph is likely to hold."""
    return "".join(sentence(draw) for _ in range(count))


def story(draw: random.Random, count: int = 2) -> str:
    """A story with its dateline."""
    name = draw.choice(("林晚", "俞山", "沈舟", "白露"))
    return f"本报讯（记者{name}）" + "\n".join(paragraph(draw) for _ in range(count))


def slips(text: str, draw: random.Random, count: int) -> str:
    """Wrong characters, as a scanner makes them."""
    chars = list(text)
    for at in draw.sample([n for n, c in enumerate(chars) if c.isalpha() and c not in NUMERAL], count):
        chars[at] = chr(ord(chars[at]) + 3)
    return "".join(chars)


def corpus(seed: int) -> dict[str, str]:
    """Records by id; ids say what stands in them."""
    draw = random.Random(seed)

    def others(count: int = 2) -> list[str]:
        return [paragraph(draw) for _ in range(count)]

    def page(*parts: str) -> str:
        return "\n\n".join(parts)

    texts = {f"alone-{n}": page(*others(3), NOTICE) for n in range(6)}
    one, two, three = (story(draw) for _ in range(3))
    texts |= {"story-a": page(one, *others(6)), "story-b": page(*others(6), slips(one, draw, 4))}
    texts["story-c"] = page(*others(3), re.sub("，", "", one, count=3), *others(4))
    two = two.replace("。", "，一共七百人。", 1)
    texts |= {
        "number-a": page("两年之间", slips(two, draw, 3).replace("七百", "六百"), *others(6)),
        "number-b": page(*others(6), two),
    }
    long = page(*others(1)) + paragraph(draw, 6)
    texts |= {"long-a": page(*others(), long, *others()), "long-b": page(*others(1), long, *others(1))}
    shared = paragraph(draw, 6)
    texts |= {f"shared-{n}": page(*others(), shared, *others(1)) for n in range(4)}
    quoted = f"“{sentence(draw)}{sentence(draw)}”"
    texts |= {f"quotation-{n}": page(others(1)[0] + quoted + paragraph(draw, 1), *others()) for n in range(2)}
    twice = others(1)[0]
    texts["twice"] = page(others(1)[0], twice, *others(), twice, *others(1))
    deck = sentence(draw)
    texts["deck"] = page("渡口与渠的故事", deck, *others(), paragraph(draw, 1) + deck[:-1] + "，" + sentence(draw))
    texts |= {"record-a": page(three, *others(3)), "record-b": ""}
    texts["record-b"] = slips(texts["record-a"], draw, 5)
    texts["record-c"] = texts["record-a"]
    texts |= {"empty": "", "short": "春风。"}
    order = list(texts)
    draw.shuffle(order)
    return {name: texts[name] for name in order}
