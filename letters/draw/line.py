"""A paragraph that fits on one line: nothing is to be broken, so it is drawn as it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reportlab.lib.units import mm

from letters.draw.codes import shown
from letters.draw.fonts import text_width
from letters.marks import Font, Paragraph, Span

_NEARLY = 0.05  # points; a text that comes so near to the width is left to the paragraph breaker
_SOFT_HYPHEN = "\u00ad"
# White space only between words, and one space at a time: a breaker would take the rest out.
_TIDY = re.compile(r"[\S\xa0]+(?: [\S\xa0]+)*")
_START = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}  # of what is left of the width; a last line


@dataclass(frozen=True, eq=False)
class Line:
    """One line of text in a box; equal only to itself, for a paragraph is set once."""

    paragraph: Paragraph
    left: float  # points from the left edge of the box
    texts: tuple[tuple[Font, str], ...]  # what is drawn

    @property
    def height(self) -> float:
        """Points."""
        return float(self.paragraph.style.leading)

    @property
    def space_after(self) -> float:
        """Points."""
        return float(self.paragraph.style.space_after * mm)

    @cached_property
    def code(self) -> str:
        """The operators that draw it below and to the right of the origin."""
        style = self.paragraph.style
        words = " ".join(shown(text, font, style.font_size) for font, text in self.texts)
        return f"{style.grey:g} g BT {self.left:.5f} {-style.font_size:g} Td {words} ET"

    def split(self, room: float) -> tuple["Line", ...]:
        """Nothing: a line cannot be split."""
        return ()


def single_line(paragraph: Paragraph, width: float) -> Line | None:
    """The paragraph as one line of a box `width` points wide; `None` if it must be broken, or has a bullet."""
    style = paragraph.style
    texts = tuple(_texts(paragraph.spans, style.font))
    if paragraph.bullet or not _TIDY.fullmatch("".join(text for _, text in texts)):
        return None
    indent = (style.indent + style.hanging) * mm
    rest = width - indent - sum(text_width(text, font, style.font_size) for font, text in texts) * mm
    start = _START[style.align]
    if rest < _NEARLY or (indent and start):
        return None
    return Line(paragraph, indent + start * rest, texts)


def _texts(spans: tuple[Span, ...], font: Font) -> Iterator[tuple[Font, str]]:
    return ((span.font or font, span.text.replace(_SOFT_HYPHEN, "")) for span in spans if span.text)
