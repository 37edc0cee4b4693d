"""Generated and mutated files of every encoding and newline: cleaned and restored, nothing is lost."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

from tests.repair.pages import text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5", "cp1252", "utf-32")
SENTENCES = (
    "村里的路修通了，孩子们跑着去看。", "今年的收成比去年好，大家都很高兴。", "他说，今后卖果子不用再挑担子下山了。",
    "“五星级”“四星级”“五星级”的饭店都有。", "跟着走、跟着走、跟着走，", "两万万人，", "本报讯（记者 周小满）",
    "A line of Latin text,", "共有3人：甲、乙。",
)  # fmt: skip


def prose(random: Random) -> str:
    """Sentences, some torn, some repeated, a few of them whole paragraphs again."""
    newline = random.choice(("\n", "\n\n", "\r\n", "\r"))
    lines = [
        "".join(random.choice(SENTENCES) for _ in range(random.randrange(1, 9))) for _ in range(random.randrange(8))
    ]
    lines += [random.choice(lines) for _ in range(random.randrange(3)) if lines]
    torn = (
        line[: len(line) // 2] + newline + line[len(line) // 2 :] if random.random() < 0.3 else line for line in lines
    )
    return newline.join(torn) + random.choice(("", newline))


def contents(random: Random) -> bytes:
    data = (prose if random.random() < 0.6 else text)(random).encode(random.choice(ENCODINGS), "replace")
    for _ in range(random.choice((0, 0, 0, 1, 3))):
        at = random.randrange(len(data) + 1)
        data = data[:at] + bytes((random.randrange(128, 256),)) + data[at + random.randrange(2) :]
    return data


def rows(random: Random) -> bytes:
    """JSON Lines in several hands, some lines broken, half surrogates among them."""
    out = []
    for number in range(random.randrange(8)):
        told = {"id": number, "text": prose(random) + random.choice(("", "\ud83d", "\x00"))}
        line = json.dumps(told, ensure_ascii=True, indent=random.choice((None, None, 0))).replace("\n", " ")
        out.append(line if random.random() < 0.9 else line[:-3])
    return random.choice(("\n", "\r\n", "\n\n")).join(out).encode()


def test_hundreds_of_files_come_back_byte_for_byte(quality: Callable[..., Outcome], tmp_path: Path) -> None:
    random = Random("there and back")
    for run in range(2):
        files = {f"{n}.txt": contents(random) for n in range(80)} | {f"{n}.jsonl": rows(random) for n in range(5)}
        place = tmp_path / f"in{run}"
        place.mkdir()
        for name, data in files.items():
            (place / name).write_bytes(data)
        quality("clean", f"in{run}", "-o", "out", "--format", "jsonl", "--isolated")
        assert quality("verify", "out").err == ""
        assert quality("restore", "out", "-o", f"back{run}").code == 0
        told = json.loads((tmp_path / "out" / "manifest.json").read_bytes())["failures"]
        unread = {f["path"].split("/")[1] for f in told if f["path"].endswith(".txt")}
        back = {p.name: p.read_bytes() for p in (tmp_path / f"back{run}" / f"in{run}").iterdir()}
        assert {name: data for name, data in files.items() if name not in unread} == back
        assert len(unread) < 25
