"""A PDF file of pages, as they come or drawn beforehand in parts."""

from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from letters.draw.document import StreamedDocument
from letters.draw.parts import Part, PartDrawing
from letters.marks import Page

PAGES_A_PART = 256


class PdfFile:
    """A PDF being written: `add` pages, then leave the `with` block; what is written has no metadata."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self._document = StreamedDocument(self._file)
        self._drawing = PartDrawing()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: TracebackType | object) -> None:
        if kind is None:
            self._write_part()
            self._document.finish()
            self._file.flush()
        self._file.close()

    @property
    def page_count(self) -> int:
        """Pages added so far."""
        return self._document.page_count + len(self._drawing)

    def add(self, page: Page) -> None:
        """Draw one page; some pages together are written as a part."""
        self._drawing.add(page)
        if len(self._drawing) == PAGES_A_PART:
            self._write_part()

    def add_part(self, part: Part) -> None:
        """Write pages that are drawn already."""
        self._document.add_part(part)

    def _write_part(self) -> None:
        self._document.add_part(self._drawing.finish())
        self._drawing = PartDrawing()
