"""Text that was decoded in the wrong encoding, and what it was.

UTF-8 read as a single-byte encoding is ftfy's subject (https://ftfy.readthedocs.io), and ftfy is asked. The
multi-byte confusions of Chinese are ours: UTF-8 or Big5 read as GBK, GBK read as Latin-1 or Big5. They are believed
only where the way back works and gives common characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quality.message import say
from quality.text.plausible import is_ideograph, likeness

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Mojibake:
    """A wrongly decoded place and what stood there; `original` is None where that is lost for good."""

    start: int
    end: int
    original: str | None
    exact: bool
    """True where encoding the original again and reading it wrongly gives the same characters."""
    how: str


_FOREIGN = re.compile("[\x80-\x9f\xa1-\xb6\xb8-\xd6\xd8-\u052f\u0590-\u06ff√◊─-╿\U00010000-\U0010ffff]")
"""Characters without which a line of text cannot be mojibake of UTF-8; · and × and non-breaking spaces are common in Chinese."""
_LATIN = re.compile("[\xa1-\xff]{4,2000}")
_REPLACED = re.compile("(?:锟斤拷|锟斤)+|(?:�?锟){2,}")
LINE = re.compile(r"[^\n]{8,2000}")
STRANGE = 0.6
"""Likeness below which a line may be Chinese in the wrong multi-byte encoding; the lowest of 60,000 lines of clean news has 0.69."""
COMMON = 0.65
"""Likeness that the original must have."""
LOST = "\ufffd"
CROSSED = (
    ("gb18030", "cp950"),
    ("cp950", "gb18030"),
    ("cp932", "gb18030"),
    ("cp949", "gb18030"),
    ("cp949", "cp950"),
    ("big5hkscs", "gb18030"),
)
"""(read as, was) for whole lines."""


def mojibake(text: str) -> list[Mojibake]:
    """Every wrongly decoded place, in order, none overlapping another."""
    found = [*_of_utf8(text), *_of_gbk_in_latin(text), *_of_utf8_in_gbk(text), *_lost(text), *_crossed(text)]
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Mojibake] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _of_utf8(text: str) -> Iterator[Mojibake]:
    """UTF-8 read in an encoding of one byte per character, by ftfy's rules, run by run between Chinese characters."""
    if not _FOREIGN.search(text):
        return
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    config = TextFixerConfig(explain=True)
    for chunk in _chunk().finditer(text):
        if _FOREIGN.search(chunk[0]):
            fixed, plan = fix_encoding_and_explain(chunk[0], config)
            if fixed != chunk[0]:
                codecs = [step.parameter for step in plan or () if step.action == "encode"]
                how = (
                    say("{was} read as {codec}", was="UTF-8", codec=codecs[0].removeprefix("sloppy-"))
                    if codecs
                    else say("control codes of Windows-1252")
                )
                yield from _differences(chunk[0], fixed, chunk.start(), how)


@cache
def _chunk() -> re.Pattern[str]:
    """A run between characters of East Asia; rarely asked for, and slow to compile."""
    return re.compile("[^\n\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]{2,4000}")


def _differences(old: str, new: str, base: int, how: str) -> Iterator[Mojibake]:
    """The changed words; the whole changed range where the words do not correspond."""
    left, right = old.split(" "), new.split(" ")
    if len(left) != len(right):
        yield _difference(old, new, base, how)
        return
    at = 0
    for one, other in zip(left, right, strict=True):
        if one != other:
            yield _difference(one, other, base + at, how)
        at += len(one) + 1


def _difference(old: str, new: str, base: int, how: str) -> Mojibake:
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    wrong, right = old[head : len(old) - tail], new[head : len(new) - tail]
    return Mojibake(base + head, base + len(old) - tail, right, exact=_exact(wrong, right), how=how)


def _exact(wrong: str, right: str) -> bool:
    data = right.encode("utf-8", "surrogatepass")
    for codec in ("latin-1", "sloppy-windows-1252", "sloppy-windows-1251", "sloppy-windows-1250", "macroman", "cp437"):
        try:
            if data.decode(codec) == wrong:
                return True
        except UnicodeDecodeError:
            continue
    return False


def _of_gbk_in_latin(text: str) -> Iterator[Mojibake]:
    for run in _LATIN.finditer(text):
        original = _recoded(run[0][: len(run[0]) // 2 * 2], "latin-1", "gb18030")
        if original and _is_chinese(original):
            yield Mojibake(
                run.start(),
                run.start() + 2 * len(original),
                original,
                exact=True,
                how=say("{was} read as {codec}", was="GBK", codec="Latin-1"),
            )


def _of_utf8_in_gbk(text: str) -> Iterator[Mojibake]:
    if not _gbk_leads().search(text):
        return  # the long pattern takes as long to compile as some hundred pages to read
    for run in _gbk_run().finditer(text):
        data = run[0].encode("gb18030", "replace")
        original = data.decode("utf-8", "replace")
        clean = original.rstrip("\ufffd")
        if len(clean) >= 2 and clean.count("\ufffd") * 4 <= len(clean) and _is_chinese(clean.replace("\ufffd", "")):
            exact = _recoded(original, "utf-8", "gb18030") == run[0]
            yield Mojibake(
                run.start(),
                run.end(),
                original,
                exact=exact,
                how=say("{was} read as {codec}", was="UTF-8", codec="GBK"),
            )


@cache
def _gbk_run() -> re.Pattern[str]:
    """Three or more characters that GBK makes of UTF-8: the first two bytes of one character, then the third and the first of the next."""
    lead = _gbk_leads().pattern[1:-1]
    trail = "".join(_gbk(range(0x81, 0xC0), range(0x80, 0x100))) + "€"
    first, second = f"[{lead}]", f"[{trail}?]"
    return re.compile(f"{first}{second}(?:{first}{second})*[{trail}{lead}]+\\??")


@cache
def _gbk_leads() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_gbk(range(0xE3, 0xEA), range(0x80, 0xC0)))}锛銆]")


def _gbk(leads: range, trails: range) -> Iterator[str]:
    for first in leads:
        for second in trails:
            char = bytes((first, second)).decode("gbk", "ignore")
            if len(char) == 1:
                yield char


def _lost(text: str) -> Iterator[Mojibake]:
    if "锟" in text:
        for match in _REPLACED.finditer(text):
            how = say("replacement characters read as GBK")
            yield Mojibake(match.start(), match.end(), None, exact=False, how=how)


def _crossed(text: str) -> Iterator[Mojibake]:
    for line in LINE.finditer(text):
        known = line[0].replace(LOST, "")
        old = likeness(known)
        if not 0 < old < STRANGE or len(known) - len(known.encode("ascii", "ignore")) < 8:
            continue
        for wrong, right in CROSSED:
            original = _recoded(line[0], wrong, right) if len(known) == len(line[0]) else _mended(line[0], wrong, right)
            if original and likeness(original.replace(LOST, "")) >= max(COMMON, old + 0.2) and _is_chinese(original):
                how = say("{was} read as {codec}", was=right, codec=wrong)
                yield Mojibake(line.start(), line.end(), original, exact=len(known) == len(line[0]), how=how)
                break


def _mended(text: str, wrong: str, right: str) -> str | None:
    """`_recoded` of a text some bytes of which are lost; after a lost one, the pairs of bytes may have been read out of step."""
    pieces = []
    for piece in text.split(LOST):
        try:
            data = piece.encode(wrong)
        except UnicodeError:
            return None
        whole, late = (data[step:].decode(right, "replace").strip(LOST) for step in (0, 1))
        pieces.append(late if likeness(late) > likeness(whole) else whole)
    mended = LOST.join(pieces)
    return mended if mended.count(LOST) * 4 <= len(mended) else None


def _recoded(text: str, wrong: str, right: str) -> str | None:
    """The text whose bytes were read wrongly; None where they cannot have been."""
    try:
        return text.encode(wrong).decode(right)
    except UnicodeError:
        return None


def _is_chinese(text: str) -> bool:
    text = text.replace(LOST, "")
    other = [char for char in text if char >= "\x80"]
    return sum(map(is_ideograph, text)) * 2 >= len(other) > 0 and likeness(text) >= COMMON - 0.1
