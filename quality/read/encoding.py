"""Bytes to text and back: byte-order marks, UTF-8, detection, and the bytes that no encoding explains.

The way back is exact: for every input that is accepted `encode(*decode(data, name)) == data`. A byte that the
encoding cannot explain becomes one U+FFFD and is kept in `Encoding.lost`; so do the bytes of a character that the
encoding would write otherwise (Big5 has some twice).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from quality.errors import InputError
from quality.model import Encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC = {
    b"%PDF-": "a PDF file", b"PK\x03\x04": "a ZIP archive (or an office document)", b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"II*\0": "a TIFF image", b"MM\0*": "a TIFF image",
    b"\x1f\x8b": "compressed with gzip", b"BZh": "compressed with bzip2", b"\xfd7zXZ": "compressed with xz",
    b"(\xb5/\xfd": "compressed with zstd", b"7z\xbc\xaf": "a 7-Zip archive", b"\x7fELF": "a program", b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file", b"RIFF": "a media file", b"ID3": "a sound file",
}  # fmt: skip
_TOLD = (*(bom for bom, _ in BOMS), *MAGIC)
CONTROL = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
HEAD = 1 << 16
BINARY = 0.1
"""Share of control bytes in the first 64 KB from which a file is no text; UTF-16 and UTF-32 aside."""

UNSURE, SOILED = 0.1, 0.03
"""Bytes that look like no writing in any encoding are no text from this share of control bytes on: chance alone makes a tenth."""


def decode(data: bytes, name: str) -> tuple[str, Encoding]:
    """The text of a file and how it was decoded; an undecodable byte is one U+FFFD.

    Raises:
        InputError: the bytes are no text.
    """
    if data.startswith(_TOLD):
        for bom, encoding in BOMS:
            if data.startswith(bom):
                return unmarked(marked_text(data[len(bom) :], encoding), Encoding(encoding, bom))
        kind = next(what for magic, what in MAGIC.items() if data.startswith(magic))
        raise InputError(name, f"is {kind}, not text: convert it or leave it out")
    head = data[:HEAD]
    control = (len(head) - len(head.translate(None, CONTROL))) / max(len(head), 1)
    if control <= BINARY:
        try:
            return data.decode("utf-8"), Encoding()
        except UnicodeDecodeError:
            pass
    from quality.read.detection import detect  # few corpora need it

    found = detect(data, wide_only=control > BINARY)
    if found is None or (found[1] <= UNSURE and control > SOILED):
        raise InputError(name, "is binary, not text: convert it or leave it out")
    encoding, confidence = found
    guessed = None if encoding == "utf-8" else confidence
    text, decoded = unmarked(marked_text(data, encoding), Encoding(encoding, guessed=guessed))
    if encode(text, decoded) != data:  # not met in tests; a wrong way back must never go unnoticed
        raise InputError(name, f"looks like {encoding}, but could not be written back: convert it to UTF-8")
    return text, decoded


def encode(text: str, encoding: Encoding) -> bytes:
    """The bytes that `decode` read."""
    return encoding.bom + b"".join(_pieces(text, encoding))


def marked(text: str, encoding: Encoding) -> str:
    """The text with every lost byte as the surrogate U+DC00 + byte, so that it can be told wherever the text is cut apart."""
    out, at = [], 0
    for offset, byte in encoding.lost:
        out += [text[at:offset], chr(0xDC00 + byte)]
        at = offset + 1
    return "".join([*out, text[at:]])


def unmarked(text: str, encoding: Encoding) -> tuple[str, Encoding]:
    """A part of a marked text as `decode` gives it: what is lost is U+FFFD, and kept beside it."""
    lost = tuple((m.start(), ord(m[0]) - 0xDC00) for m in _LOST.finditer(text))
    return (_LOST.sub("\ufffd", text), replace(encoding, lost=lost)) if lost else (text, encoding)


def _pieces(text: str, encoding: Encoding) -> Iterator[bytes]:
    at = 0
    for offset, byte in encoding.lost:
        yield text[at:offset].encode(encoding.name)
        yield bytes((byte,))
        at = offset + 1
    yield text[at:].encode(encoding.name)


_LOST = re.compile("[\udc00-\udcff]")


def marked_text(data: bytes, encoding: str) -> str:
    """The text of bytes in a known encoding, marked."""
    text = data.decode(encoding, _handler())
    return text if encoding == "utf-8" or _bytes_of(text, encoding) == data else _one_by_one(data, encoding)


def _bytes_of(text: str, encoding: str) -> bytes | None:
    """The way back while lost bytes are still surrogates; None where a piece has none."""
    out, at = [], 0
    try:
        for match in _LOST.finditer(text):
            out += [text[at : match.start()].encode(encoding), bytes((ord(match[0]) - 0xDC00,))]
            at = match.end()
        out.append(text[at:].encode(encoding))
    except UnicodeEncodeError:
        return None
    return b"".join(out)


def _one_by_one(data: bytes, encoding: str) -> str:
    """Decodes character by character; what would be written otherwise is lost, byte by byte."""
    decoder = codecs.getincrementaldecoder(encoding)(_handler())
    out: list[str] = []
    start = 0
    for at in range(len(data)):
        piece = decoder.decode(data[at : at + 1], final=at + 1 == len(data))
        if piece:
            consumed = data[start : at + 1]
            exact = _bytes_of(piece, encoding) == consumed
            out.append(piece if exact else "".join(chr(0xDC00 + byte) for byte in consumed))
            start = at + 1
    return "".join(out)


@cache
def _handler() -> str:
    """The name of the error handler that keeps an undecodable byte as the surrogate U+DC00 + byte."""
    name = "quality-keep-bytes"
    codecs.register_error(name, _keep)
    return name


def _keep(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end
