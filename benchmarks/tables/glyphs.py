"""Builds `quality/data/glyphs.tsv.xz`: what the characters of GB 2312 look like, from an open font.

    python -m benchmarks.tables.glyphs SERIF.ttc SANS.ttc

The fonts are Noto Serif CJK and Noto Sans CJK (OFL-1.1); Pillow draws them. A line holds a character and its picture:
the mean of both faces, blurred, as 10 x 10 points of sixteen greys, one hexadecimal digit each. Only these pictures
ship, no font. More points told confused characters apart no better.
"""

from __future__ import annotations

import lzma
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from quality.data import FOLDER
from quality.text.glyphs import SIDE

SOURCE = "# rendered from Noto Serif CJK and Noto Sans CJK (https://github.com/notofonts/noto-cjk), OFL-1.1; character, 10 x 10 greys"
SIZE = 96
FINE = 16
SIMPLIFIED = 2
"""Index of the mainland face in the font collections."""


def characters() -> list[str]:
    """The 6,763 Han characters of GB 2312."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return sorted(filter(None, (code.decode("gb2312", "ignore") for code in codes)))


def picture(char: str, fonts: list[ImageFont.FreeTypeFont]) -> np.ndarray:
    """The mean of all faces, 16 x 16 points, each point blurred with its neighbours (1 2 1 along both axes)."""
    greys = np.zeros((FINE, FINE))
    for font in fonts:
        image = Image.new("L", (SIZE, SIZE), 0)
        ImageDraw.Draw(image).text((SIZE / 2, SIZE / 2), char, font=font, fill=255, anchor="mm")
        greys += np.asarray(image.resize((FINE, FINE), Image.Resampling.BOX), dtype=np.float64) / 255 / len(fonts)
    wide = np.pad(greys, 1)
    across = wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]
    blurred = (across[:-2] + 2 * across[1:-1] + across[2:]) / 16
    return np.asarray(Image.fromarray(blurred.astype(np.float32)).resize((SIDE, SIDE), Image.Resampling.BOX))


def main(*paths: str) -> None:
    fonts = [ImageFont.truetype(path, SIZE, index=SIMPLIFIED) for path in paths]
    chars = characters()
    pictures = np.array([picture(char, fonts) for char in chars])
    levels = np.clip(np.round(pictures / pictures.max() * 15), 0, 15).astype(int).reshape(len(chars), -1)
    lines = [
        SOURCE,
        *(f"{char}\t{''.join(f'{grey:x}' for grey in greys)}" for char, greys in zip(chars, levels, strict=True)),
    ]
    data = lzma.compress(("\n".join(lines) + "\n").encode(), preset=9 | lzma.PRESET_EXTREME)
    (FOLDER / "glyphs.tsv.xz").write_bytes(data)
    print(len(data), len(chars))


if __name__ == "__main__":
    main(*sys.argv[1:])
