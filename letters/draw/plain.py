"""Paragraphs that are set without a breaker: what fits on one line, and words flush left.

The breaker of the library reads markup, hyphenates and justifies; a line that needs none of this is a sum of widths.
Without this, envelopes, letters and guides for 500 people take about a quarter longer, guides most.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from reportlab.lib.units import mm

from letters.draw.fonts import text_width
from letters.draw.subsets import shown
from letters.marks import Font, Paragraph, Role, Span, Style

_NEARLY = 0.05  # points; a line that comes so near to the width is left to the breaker
_SQUEEZED = 0.05  # of a space, by which the breaker makes spaces narrower to keep a word on the line
_SOFT_HYPHEN = "\u00ad"
# White space only between words, and one space at a time: a breaker would take the rest out.
_TIDY = re.compile(r"[\S\xa0]+(?: [\S\xa0]+)*")
_START = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}  # of what is left of the width; a last line
Stretch = tuple[Font, str]


@dataclass(frozen=True, eq=False)
class Plain:
    """Lines of text in a box; equal only to itself, for a paragraph is set once."""

    style: Style
    left: float  # points from the left edge of the box
    lines: tuple[tuple[Stretch, ...], ...]

    @cached_property
    def height(self) -> float:
        """Points."""
        return float(self.style.leading * len(self.lines))

    @cached_property
    def space_after(self) -> float:
        """Points."""
        return float(self.style.space_after * mm)

    @property
    def texts(self) -> tuple[Stretch, ...]:
        """What stands in it, for the fonts."""
        return tuple(stretch for line in self.lines for stretch in line)

    @property
    def role(self) -> Role:
        """What it is, for who has it read aloud."""
        return self.style.role

    is_point = False  # a bullet needs the breaker

    @cached_property
    def code(self) -> str:
        """The operators that draw it below and to the right of the origin."""
        size, leading = self.style.font_size, self.style.leading
        lines = (" ".join(shown(text, font, size) for font, text in line) for line in self.lines)
        return f"{self.style.grey:g} g BT {self.left:.5f} {-size:g} Td {leading:g} TL {' T* '.join(lines)} ET"

    def split(self, room: float) -> tuple["Plain", ...]:
        """The lines that fit `room` points and the rest, never a line alone; nothing if it cannot be split there."""
        fitting, count = int(room / self.style.leading + 1e-6), len(self.lines)
        if count == fitting + 1:
            fitting -= 1
        if fitting < 2 or count - fitting < 2:
            return ()
        parts = (self.lines[:fitting], self.lines[fitting:])
        return tuple(Plain(self.style, self.left, lines) for lines in parts)


def set_plain(paragraph: Paragraph, width: float) -> Plain | None:
    """The paragraph in a box `width` points wide; `None` if it needs the breaker."""
    style = paragraph.style
    stretches = tuple(_stretches(paragraph.spans, style.font))
    if paragraph.bullet or not _TIDY.fullmatch("".join(text for _, text in stretches)):
        return None
    indent, start = (style.indent + style.hanging) * mm, _START[style.align]
    rest = width - indent - sum(_width(text, font, style) for font, text in stretches)
    if rest >= _NEARLY and not (indent and start):
        return Plain(style, indent + start * rest, (stretches,))
    return _flush_left(paragraph, width, stretches)


def _stretches(spans: tuple[Span, ...], font: Font) -> Iterator[Stretch]:
    """Texts of one face each; letters are kerned where spans of the same face meet, as the breaker has them."""
    for used, some in groupby(spans, lambda span: span.font or font):
        if text := "".join(span.text for span in some).replace(_SOFT_HYPHEN, ""):
            yield used, text


def _width(text: str, font: Font, style: Style) -> float:
    return float(text_width(text, font, style.font_size) * mm)


def _flush_left(paragraph: Paragraph, width: float, stretches: tuple[Stretch, ...]) -> Plain | None:
    """Several lines, as many words on each as go; `None` if a word may break, is too long or changes its face."""
    style = paragraph.style
    if style.align != "left" or style.indent or any(_SOFT_HYPHEN in span.text for span in paragraph.spans):
        return None
    if any(text[0] != " " for _, text in stretches[1:]):
        return None
    words = [(font, word) for font, text in stretches for word in text.split(" ") if word]
    lines = _lines(words, style, width - style.hanging * mm)
    return Plain(style, style.hanging * mm, tuple(map(_in_stretches, lines))) if lines else None


def _lines(words: list[Stretch], style: Style, width: float) -> list[list[Stretch]] | None:
    """The words on lines; `None` if a line is so full that a rounding could decide, or a hyphen could end it."""
    spaces = {font: _width(" ", font, style) for font, _ in words}
    widest = max(spaces.values())
    nearly = _NEARLY + widest - min(spaces.values())  # of two faces the breaker may take either space
    used, lines = 0.0, list[list[Stretch]]([[]])
    for font, word in words:
        before = spaces[font] if lines[-1] else 0
        taken = _width(word, font, style)
        rest = width - used - before - taken
        if -nearly - _SQUEEZED * widest * len(lines[-1]) < rest < nearly or taken > width:
            return None
        if rest < 0:
            if "-" in word:
                return None
            lines.append([])
            used, before = 0.0, 0
        lines[-1].append((font, word))
        used += before + taken
    return lines


def _in_stretches(line: list[Stretch]) -> tuple[Stretch, ...]:
    """Words of a line as texts of one face each; a space between two faces is of the second."""
    found = [(font, " ".join(word for _, word in some)) for font, some in groupby(line, lambda word: word[0])]
    return (found[0], *((font, f" {text}") for font, text in found[1:]))
