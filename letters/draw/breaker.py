"""A paragraph broken into lines by ReportLab, which hyphenates, justifies and mixes faces."""

import re
from dataclasses import replace
from functools import cache, cached_property
from html import escape
from io import BytesIO
from itertools import accumulate, islice
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Paragraph as SetParagraph

from letters.draw.fonts import face
from letters.draw.subsets import PreparedDocument, shown
from letters.marks import Align, Font, Paragraph, Role, Span, Style

_ALIGNMENT: dict[Align, int] = {
    "left": TA_LEFT,
    "right": TA_RIGHT,
    "center": TA_CENTER,
    "justify": TA_JUSTIFY,
}
_SOFT_HYPHEN = "\u00ad"
_WORD_AND_SPACES = re.compile(r"([^ \n]+) +")
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


class _Kerned(SetParagraph):  # type: ignore[misc]  # ReportLab is not typed
    """ReportLab's paragraph, in which a line is as wide as what is drawn of it.

    Where faces are mixed ReportLab takes a hyphenated word for two halves of one width; kerned, they are not.
    """

    def breakLines(self, width: float | list[float]) -> Any:  # noqa: N802  # ReportLab's name
        found = super().breakLines(width)
        for line in found.lines if found.kind else ():
            drawn = sum(face(part.fontName).stringWidth(part.text, part.fontSize) for part in line.words)
            line.extraSpace = line.maxWidth - drawn
        return found


class _KernedText(PDFTextObject):  # type: ignore[misc]
    """ReportLab's text operators, with every text shown as this program shows text."""

    def _formatText(self, text: str) -> str:  # noqa: N802  # ReportLab's name
        return f"{self._leading:g} TL {shown(text, self._fontname, self._fontsize)}" if text else ""


class _Slate(Canvas):  # type: ignore[misc]
    """A canvas on which nothing but operators is made."""

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> _KernedText:  # noqa: N802
        return _KernedText(self, x, y, direction)


class Broken:
    """A paragraph, or a part of one, broken to a width; equal only to itself, for a paragraph is set once."""

    def __init__(self, paragraph: SetParagraph, width: float, texts: tuple[tuple[Font, str], ...], role: Role) -> None:
        self._paragraph = paragraph
        self.role = role  # what it is, for who has it read aloud
        self.is_point = bool(paragraph.bulletText)
        self._width = width
        self.texts = texts  # what may stand in it, for the fonts
        self.height = float(paragraph.wrap(width, _ENDLESS)[1])  # points
        self.space_after = float(paragraph.style.spaceAfter)  # points
        self._splits: dict[float, tuple[Broken, ...]] = {}  # by room
        self._wrapped = True  # as the whole piece; `split` wraps it otherwise

    @cached_property
    def code(self) -> str:
        """The operators that draw it below and to the right of the origin."""
        canvas = _canvas()
        canvas._code = []
        canvas.init_graphics_state()
        if not self._wrapped:
            self._paragraph.wrap(self._width, _ENDLESS)
        self._paragraph.drawOn(canvas, 0, -self.height)
        return " ".join(canvas._code)

    def split(self, room: float) -> tuple["Broken", ...]:
        """The piece that fits `room` points and the rest; nothing or one piece if it cannot be split there."""
        if room not in self._splits:
            self._wrapped = False
            self._paragraph.wrap(self._width, room)
            parts = self._paragraph.split(self._width, room)
            self._splits[room] = tuple(Broken(part, self._width, self.texts, self.role) for part in parts)
        return self._splits[room]


@cache
def _canvas() -> _Slate:
    canvas = _Slate(BytesIO(), initialFontName=face("sans").fontName, pageCompression=0)
    canvas._doc = PreparedDocument()
    return canvas


def broken(paragraph: Paragraph, width: float) -> Broken:
    """The paragraph broken to `width` points."""
    markup = "".join(map(_markup, _firm(paragraph.spans)))
    style = paragraph.style
    texts = tuple((span.font or style.font, span.text) for span in paragraph.spans)
    bullet = ((style.font, paragraph.bullet),) if paragraph.bullet else ()
    hyphen: tuple[tuple[Font, str], ...] = tuple((font, "-") for font, text in texts if _SOFT_HYPHEN in text)
    kerned = _Kerned(markup, _paragraph_style(style), bulletText=paragraph.bullet)
    return Broken(kerned, width, (*texts, *bullet, *hyphen), style.role)


def _firm(spans: tuple[Span, ...]) -> list[Span]:
    """The spans, where a word and a space before another face has no soft hyphens.

    Of such a word ReportLab loses the space, or draws two.
    """
    letters = list("".join(span.text for span in spans))
    ends = list(accumulate(len(span.text) for span in spans))
    for word in _WORD_AND_SPACES.finditer("".join(letters)):
        if any(word.end(1) <= end <= word.end() for end in ends):
            letters[slice(*word.span(1))] = [letter.strip(_SOFT_HYPHEN) for letter in word[1]]
    rest = iter(letters)
    return [replace(span, text="".join(islice(rest, len(span.text)))) for span in spans]


def _markup(span: Span) -> str:
    """The span as ReportLab's markup with everything in it that could be markup made plain."""
    text = escape(span.text, quote=True).replace("\n", "<br/>")
    if span.font is None:
        return text
    return f'<font name="{face(span.font).fontName}">{text}</font>'
