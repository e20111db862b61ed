"""A page as it will be printed, as a small picture for a screen: drawn by PDFium, written as PNG.

PNG (ISO/IEC 15948) without a library for pictures: the browser edition has none.
"""

import struct
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from letters.errors import CommandError, Problem
from letters.sentences import sentence

if TYPE_CHECKING:
    import pypdfium2

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY = 0  # colour type: one byte a pixel, 0 = black
_QUICK = 3  # of zlib: white paper is small at any level
_PDFIUM = threading.Lock()  # it draws one page at a time


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG and its size in pixels."""

    png: bytes
    width: int
    height: int


def pictures(pdf: bytes, width: int) -> Iterator[Picture]:
    """Every page of a PDF as a picture so many pixels wide, in grey; raises CommandError where nothing can draw it."""
    try:
        import pypdfium2  # only who looks at pages needs it
    except ImportError as error:
        what = sentence("there is nothing here that can draw pages ({name} is not installed).", name=error.name)
        raise CommandError(
            Problem("", what, sentence("The files themselves can be made all the same."), code="no-pictures")
        ) from error
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield from [_picture(document[number], width) for number in range(len(document))]
        finally:
            document.close()


def _picture(page: "pypdfium2.PdfPage", width: int) -> Picture:
    bitmap = page.render(scale=width / page.get_width(), grayscale=True)
    return Picture(_png(bytes(bitmap.buffer), bitmap), bitmap.width, bitmap.height)


def _png(pixels: bytes, bitmap: "pypdfium2.PdfBitmap") -> bytes:
    """Header, rows each behind a byte that says «unfiltered», end (clauses 11.2.2, 11.2.4, 9.2)."""
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, height * stride, stride))
    header = struct.pack(">IIBBBBB", width, height, 8, _GREY, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, _QUICK)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
