"""A PDF file to which pages are added one after the other."""

from collections import defaultdict
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from letters.draw.blocks import DrawnPage
from letters.draw.document import StreamedDocument
from letters.draw.operators import draw_page
from letters.draw.reading import ReadAloud
from letters.draw.subsets import Characters
from letters.marks import KeptPage, Page

PAGES_AT_A_TIME = 256  # among which what repeats is looked for; memory does not grow beyond them


class PdfFile:
    """A PDF being written, into a file or into memory: `add` pages, then leave the `with` block.

    It has no metadata and no structure, unless it is given a `reading`, and then only of its kept pages.
    """

    def __init__(self, target: Path | BinaryIO, reading: ReadAloud | None = None) -> None:
        self._closes = isinstance(target, Path)
        self._file: BinaryIO = target.open("wb") if isinstance(target, Path) else target
        self._reading = reading
        self._document = _document(self._file, reading)
        self._waiting: list[DrawnPage] = []
        self._shown: Characters = defaultdict(set)
        self.page_count = 0  # pages added so far

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: TracebackType | object) -> None:
        if kind is None:
            self._write_waiting()
            self._document.finish(self._shown)
            self._file.flush()
        if self._closes:
            self._file.close()

    def add(self, page: Page) -> None:
        """Draw one page; raises DataError for a character that no font has, and the page is left out."""
        language = self._reading.language if self._reading and isinstance(page, KeptPage) else None
        if language is None and self._reading and self._reading.title:
            raise TypeError("a posted page in a file of kept ones")
        drawn, characters = draw_page(page, language)
        self._waiting.append(drawn)
        for font, some in characters.items():
            self._shown[font] |= some
        self.page_count += 1
        if len(self._waiting) == PAGES_AT_A_TIME:
            self._write_waiting()

    def _write_waiting(self) -> None:
        self._document.add_pages(self._waiting)
        self._waiting = []


def _document(file: BinaryIO, reading: ReadAloud | None) -> StreamedDocument:
    if reading is None:
        return StreamedDocument(file)
    from letters.draw.tagged import TaggedDocument  # what is posted needs none of it

    return TaggedDocument(file, reading)
