"""Flowing text: paragraphs broken into lines by ReportLab, dealt over boxes, and drawn inside them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph as SetParagraph

from letters.draw.fonts import face, glyph_problem, missing_glyphs, text_width
from letters.errors import DataError
from letters.marks import Align, Paragraph, Span, Style

__all__ = ["content_height", "draw_content", "fill", "height", "text_width"]

_ALIGNMENT: dict[Align, int] = {
    "left": TA_LEFT,
    "right": TA_RIGHT,
    "center": TA_CENTER,
    "justify": TA_JUSTIFY,
}
_ENDLESS = 1e6  # points; a height that nothing reaches


@cache
def _paragraph_style(style: Style) -> ParagraphStyle:
    return ParagraphStyle(
        "letters",
        fontName=face(style.font).fontName,
        fontSize=style.font_size,
        leading=style.leading,
        alignment=_ALIGNMENT[style.align],
        firstLineIndent=style.indent * mm,
        leftIndent=style.hanging * mm,
        bulletFontName=face(style.font).fontName,
        bulletFontSize=style.font_size,
        spaceAfter=style.space_after * mm,
        textColor=Color(style.grey, style.grey, style.grey),
        allowWidows=0,
        allowOrphans=0,
        embeddedHyphenation=1,
        splitLongWords=1,
    )


def _markup(span: Span) -> str:
    """The span as ReportLab's markup with everything in it that could be markup made plain."""
    if missing := missing_glyphs(span.text):
        raise DataError(glyph_problem("", span.text, missing[0]))
    text = escape(span.text, quote=True).replace("\n", "<br/>")
    if span.font is None:
        return text
    return f'<font name="{face(span.font).fontName}">{text}</font>'


def _set(paragraph: Paragraph) -> SetParagraph:
    markup = "".join(map(_markup, paragraph.spans))
    return SetParagraph(markup, _paragraph_style(paragraph.style), bulletText=paragraph.bullet)


def height(paragraphs: Sequence[Paragraph], width: float) -> float:
    """Height in mm of paragraphs broken to `width` mm, without the space after the last one."""
    total = 0.0
    for paragraph in paragraphs:
        total += _set(paragraph).wrap(width * mm, _ENDLESS)[1] / mm + paragraph.style.space_after
    return total - (paragraphs[-1].style.space_after if paragraphs else 0)


def fill(
    paragraphs: Sequence[Paragraph], width: float, heights: Iterable[float]
) -> tuple[tuple[SetParagraph, ...], ...]:
    """Break paragraphs to `width` mm and deal them over boxes of the given heights, one tuple a box."""
    waiting = [_set(paragraph) for paragraph in reversed(paragraphs)]
    rooms = iter(heights)
    boxes = []
    while waiting:
        boxes.append(tuple(_fill_one(waiting, width * mm, next(rooms) * mm)))
    return tuple(boxes)


def content_height(content: Sequence[SetParagraph], width: float) -> float:
    """Height in mm of what stands in one box, with the space after the last paragraph."""
    return float(sum(p.wrap(width * mm, _ENDLESS)[1] + p.style.spaceAfter for p in content) / mm)


def _fill_one(waiting: list[SetParagraph], width: float, room: float) -> Iterator[SetParagraph]:
    """Take from the end of `waiting` what fits one box; a paragraph may be split, its rest goes back."""
    empty = True
    while waiting:
        paragraph = waiting.pop()
        needed = paragraph.wrap(width, room)[1]
        if needed > room + 0.01:
            pieces = paragraph.split(width, room)
            waiting.extend(reversed(pieces or [paragraph]))
            if len(pieces) > 1:
                yield waiting.pop()
            elif empty:
                raise ValueError("a line is taller than its box")
            return
        yield paragraph
        empty = False
        room -= needed + paragraph.style.spaceAfter


def draw_content(canvas: Canvas, content: Iterable[SetParagraph], left: float, top: float, width: float) -> None:
    """Draw set paragraphs downwards from a point; all lengths here in points, y upwards."""
    for paragraph in content:
        used = paragraph.wrap(width, _ENDLESS)[1]
        paragraph.drawOn(canvas, left, top - used)
        top -= used + paragraph.style.spaceAfter
