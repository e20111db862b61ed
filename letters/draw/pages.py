"""Pages of marks drawn into a PDF file: millimetres become points and the y axis is turned over, here only."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from letters.draw import flow
from letters.draw.document import StreamedDocument
from letters.draw.fonts import face, glyph_problem, missing_glyphs, text_width
from letters.errors import DataError
from letters.marks import Code, Dots, Fill, Flow, Mark, Outline, Page, Placed, Rule, Shared, Text

_SHIFT = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}


class PdfFile:
    """A PDF being written: `add` pages, then leave the `with` block; what is written has no metadata."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self._document = StreamedDocument(self._file)
        self._canvas = Canvas(self._file, initialFontName=face("sans").fontName, pageCompression=1)
        self._canvas._doc = self._document
        self._shared: dict[tuple[Shared, float, float], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: TracebackType | object) -> None:
        if kind is None:
            self._document.finish()
            self._file.flush()
        self._file.close()

    @property
    def page_count(self) -> int:
        """Pages written so far."""
        return self._document.page_count

    def add(self, page: Page) -> None:
        """Draw one page and write it."""
        self._canvas.setPageSize((page.width * mm, page.height * mm))
        self._draw_marks(page.marks, page)
        self._canvas.showPage()

    def _draw_marks(self, marks: tuple[Mark, ...], page: Page) -> None:
        for mark in marks:
            if isinstance(mark, Shared):
                self._draw_shared(mark, page)
            elif isinstance(mark, Placed):
                self._draw_placed(mark, page)
            else:
                _DRAWINGS[type(mark)](self._canvas, mark, page.height * mm)

    def _draw_shared(self, shared: Shared, page: Page) -> None:
        """Marks that many pages repeat become one form XObject (ISO 32000-1, 8.10), drawn once."""
        name = self._shared.get(key := (shared, page.width, page.height))
        if name is None:
            name = self._shared[key] = f"b{len(self._shared)}"
            self._canvas.beginForm(name, 0, 0, page.width * mm, page.height * mm)
            self._draw_marks(shared.marks, page)
            self._canvas.endForm()
        self._canvas.doForm(name)

    def _draw_placed(self, placed: Placed, paper: Page) -> None:
        """A page on a page: the content is turned (ISO 32000-1, 8.4.4, cm), because drivers ignore a page's /Rotate."""
        page = placed.page
        (x, y), (x_right, y_right), (x_up, y_up) = (
            placed.at(*point) for point in ((0, page.height), (1, page.height), (0, page.height - 1))
        )
        self._canvas.saveState()
        self._canvas.transform(x_right - x, y - y_right, x_up - x, y - y_up, x * mm, (paper.height - y) * mm)
        self._draw_marks(page.marks, page)
        self._canvas.restoreState()


def _draw_text(canvas: Canvas, mark: Text, page_height: float) -> None:
    if missing := missing_glyphs(mark.text):
        raise DataError(glyph_problem("", mark.text, missing[0]))
    canvas.setFillGray(mark.grey)
    canvas.setFont(face(mark.font).fontName, mark.font_size)
    shift = _SHIFT[mark.align]
    left = mark.left - (shift * text_width(mark.text, mark.font, mark.font_size) if shift else 0)
    canvas.drawString(left * mm, page_height - mark.baseline * mm, mark.text)


def _draw_rule(canvas: Canvas, mark: Rule, page_height: float) -> None:
    canvas.setStrokeGray(mark.grey)
    canvas.setLineWidth(mark.thickness * mm)
    canvas.setLineCap(1 if mark.round_caps else 0)
    canvas.setDash([length * mm for length in mark.dash] if mark.dash else [])
    canvas.line(mark.left * mm, page_height - mark.top * mm, mark.right * mm, page_height - mark.bottom * mm)


def _draw_fill(canvas: Canvas, mark: Fill, page_height: float) -> None:
    canvas.setFillGray(mark.grey)
    box = mark.box
    canvas.rect(box.left * mm, page_height - box.bottom * mm, box.width * mm, box.height * mm, stroke=0, fill=1)


def _draw_outline(canvas: Canvas, mark: Outline, page_height: float) -> None:
    canvas.setStrokeGray(mark.grey)
    canvas.setLineWidth(mark.thickness * mm)
    canvas.setDash([])
    box, inset = mark.box, mark.thickness / 2
    canvas.rect(
        (box.left + inset) * mm,
        page_height - (box.bottom - inset) * mm,
        (box.width - mark.thickness) * mm,
        (box.height - mark.thickness) * mm,
    )


def _draw_dots(canvas: Canvas, mark: Dots, page_height: float) -> None:
    """A dot is a line of no length with round caps (ISO 32000-1, 8.4.3.3)."""
    canvas.setStrokeGray(0)
    canvas.setLineWidth(mark.diameter * mm)
    canvas.setLineCap(1)
    canvas.setDash([])
    points = [(left * mm, page_height - top * mm) for left, top in mark.centres]
    canvas.lines([(x, y, x, y) for x, y in points])


def _draw_code(canvas: Canvas, mark: Code, page_height: float) -> None:
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for left, top, width, height in mark.rectangles:
        x = (mark.left + left * mark.module) * mm
        y = page_height - (mark.top + (top + height) * mark.module) * mm
        path.rect(x, y, width * mark.module * mm, height * mark.module * mm)
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_flow(canvas: Canvas, mark: Flow, page_height: float) -> None:
    box = mark.box
    flow.draw_content(canvas, mark.content, box.left * mm, page_height - box.top * mm, box.width * mm)


_DRAWINGS: dict[type, Callable[..., None]] = {
    Text: _draw_text,
    Rule: _draw_rule,
    Fill: _draw_fill,
    Outline: _draw_outline,
    Dots: _draw_dots,
    Code: _draw_code,
    Flow: _draw_flow,
}
