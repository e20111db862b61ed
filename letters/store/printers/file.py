"""How many pages a PDF of this program has and how big they are, read without a PDF library."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from letters.errors import FileError, Problem
from letters.sentences import sentence
from letters.textfile import opened

# A page as letters/draw/document.py writes it.
_PAGE = re.compile(rb"obj\n<</Type/Page/Parent \d+ 0 R/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]")
_POINT = 25.4 / 72
_LONGEST = 200  # bytes that a match can have
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PrintFile:
    """A file to be printed: all its pages have one size, in mm."""

    path: Path
    pages: int
    width: float
    height: float

    @property
    def size(self) -> str:
        """The size in words."""
        return f"{self.width:g} × {self.height:g} mm"


def read_print_file(path: Path) -> PrintFile:
    """The pages of a PDF; raises FileError when this program has not written it."""
    sizes: dict[tuple[bytes, bytes], int] = {}
    try:
        for found in _matches(path):
            sizes[found] = sizes.get(found, 0) + 1
    except FileError as error:
        hint = sentence("‹make› writes it; or name the file.")
        raise FileError(replace(error.problems[0], hint=hint)) from error
    if len(sizes) != 1:
        what = (
            sentence("has pages of several sizes.")
            if sizes
            else sentence("is not a PDF that this program has written.")
        )
        raise FileError(
            Problem(str(path), what, sentence("Print a file of ‹make› or ‹calibrate›."), code="not-to-print")
        )
    [((width, height), pages)] = sizes.items()
    return PrintFile(path, pages, _mm(width), _mm(height))


def _mm(points: bytes) -> float:
    return round(float(points) * _POINT, 1)


def _matches(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """The page sizes in points, in flat memory; what lies across two chunks is found in the second."""
    with opened(path) as file:
        kept = b""
        while chunk := file.read(_CHUNK):
            text = kept + chunk
            end = 0
            for found in _PAGE.finditer(text):
                yield found[1], found[2]
                end = found.end()
            kept = text[max(end, len(text) - _LONGEST) :]
