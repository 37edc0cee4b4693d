"""Invented texts and noise for tests of matching."""

from __future__ import annotations

import random

import numpy as np

WORDS = (  # noqa: SIM905
    "江岸 清晨 渡船 汽笛 木板 潮水 老人 孩子 书包 桥头 茶馆 蒸笼 白汽 石阶 青苔 巷口 修鞋 铁锤 皮革 线轴 雨伞 屋檐 燕子 泥巢 "
    "田埂 水牛 犁铧 秧苗 夕阳 炊烟 灶台 柴火 井水 扁担 竹篮 集市 布匹 算盘 账本 邮差 信件 车站 月台 票根 行李 远山 云层 闪电"
).split()


def story(seed: int, size: int = 300) -> str:
    """A text of words in random order."""
    draw = random.Random(seed)
    text = ""
    while len(text) < size:
        text += draw.choice(WORDS) + draw.choice(["在", "的", "了", "和", "到", "从", "，", "。", "又", "便"])
    return text


def noisy(text: str, rate: float, seed: int) -> str:
    """Characters replaced, lost and inserted at that rate."""
    draw = random.Random(seed)
    out = []
    for char in text:
        if draw.random() < rate:
            other = chr(draw.randrange(0x4E00, 0x9F00))
            out.append(draw.choice([other, "", other + char]))
        else:
            out.append(char)
    return "".join(out)


def laid_out(keys: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Keys as UTF-16 units end to end, with their bounds."""
    parts = [np.frombuffer(k.encode("utf-16-le"), np.uint16) for k in keys]
    return np.concatenate([np.empty(0, np.uint16), *parts]), np.cumsum([0, *map(len, parts)]).astype(np.int64)


def utf8(texts: list[str | bytes]) -> tuple[np.ndarray, np.ndarray]:
    """Texts as one buffer of UTF-8 with offsets."""
    data = [t.encode() if isinstance(t, str) else t for t in texts]
    return np.frombuffer(b"".join(data), np.uint8), np.cumsum([0, *map(len, data)]).astype(np.int64)
