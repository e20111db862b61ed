"""A PDF file to which pages are added one after the other."""

from collections import defaultdict
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from letters.draw.blocks import DrawnPage
from letters.draw.document import StreamedDocument
from letters.draw.operators import draw_page
from letters.draw.subsets import Characters
from letters.marks import Page

PAGES_AT_A_TIME = 256  # among which what repeats is looked for; memory does not grow beyond them


class PdfFile:
    """A PDF being written, into a file or into memory: `add` pages, then leave the `with` block; it has no metadata."""

    def __init__(self, target: Path | BinaryIO) -> None:
        self._closes = isinstance(target, Path)
        self._file: BinaryIO = target.open("wb") if isinstance(target, Path) else target
        self._document = StreamedDocument(self._file)
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
        drawn, characters = draw_page(page)
        self._waiting.append(drawn)
        for font, some in characters.items():
            self._shown[font] |= some
        self.page_count += 1
        if len(self._waiting) == PAGES_AT_A_TIME:
            self._write_waiting()

    def _write_waiting(self) -> None:
        self._document.add_pages(self._waiting)
        self._waiting = []
