"""Bytes to text and back: byte-order marks, UTF-8, detection, and the bytes that no encoding explains."""

from __future__ import annotations

import codecs

from quality.errors import InputError
from quality.model import Encoding

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, name: str) -> tuple[str, Encoding]:
    """The text of a file and how it was decoded; an undecodable byte is one U+FFFD.

    Raises:
        InputError: the bytes are no text.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding), Encoding(encoding, bom)
    try:
        return data.decode("utf-8"), Encoding()
    except UnicodeDecodeError as error:
        raise InputError(name, f"is not UTF-8 (byte {error.start}): convert it") from error


def encode(text: str, encoding: Encoding) -> bytes:
    """The bytes that `decode` read."""
    return encoding.bom + text.encode(encoding.name)
