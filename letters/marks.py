"""What can stand on a page: frozen marks in millimetres from the top-left corner, and nothing about PDF.

Font sizes and leadings are in points, everything else in millimetres. Grey runs from 0 (black) to 1 (white).
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from letters.paper import Box

POINT = 25.4 / 72  # mm
Font = Literal["sans", "sans-bold", "sans-italic", "serif", "serif-bold", "serif-italic"]
Align = Literal["left", "right", "center", "justify"]
# What a stretch of text is, for who has a kept page read aloud; `label` = the number of an entry.
Role = Literal["title", "heading", "text", "label"]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `left` is the point the line is aligned to, whatever `align` says."""

    left: float
    baseline: float
    text: str
    font: Font
    font_size: float
    grey: float = 0
    align: Align = "left"
    role: Role = "text"


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `dash` is on and off length, round caps where a stroke ends in the open."""

    left: float
    top: float
    right: float
    bottom: float
    thickness: float = 0.2
    grey: float = 0
    dash: tuple[float, float] | None = None
    round_caps: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle."""

    box: Box
    grey: float = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a rectangle, the line lying inside it."""

    box: Box
    thickness: float = 0.2
    grey: float = 0


@dataclass(frozen=True, slots=True)
class Dots:
    """Round dots by their centres."""

    centres: tuple[tuple[float, float], ...]
    diameter: float


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, a square, by its rows of modules, `#` = dark; `module` is the side of one, `url` what it holds."""

    left: float
    top: float
    module: float
    rows: tuple[str, ...]
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set."""

    font: Font
    font_size: float
    leading: float
    align: Align = "left"
    indent: float = 0  # first line, mm
    space_after: float = 0  # mm
    grey: float = 0
    hanging: float = 0  # left indent of all lines but the bullet, mm
    role: Role = "text"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one font; `None` = the font of the paragraph. Markup inside is plain text."""

    text: str
    font: Font | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text to be broken into lines; soft hyphens mark where a word may break, "\\n" is a forced break."""

    spans: tuple[Span, ...]
    style: Style
    bullet: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Set text in a box; `content` comes from a `Setter` and is opaque to layout."""

    box: Box
    content: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Marks that many pages repeat, all at the same place: drawn once in a file, then referred to."""

    marks: tuple["Mark", ...]


@dataclass(frozen=True, slots=True)
class ListEntry:
    """Marks that together are one entry of a list: a person, a step, a thing to buy."""

    marks: tuple["Mark", ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A page lying on a larger one, its top-left corner at `left`, `top`, turned clockwise about it (degrees)."""

    page: "Page"
    left: float
    top: float
    turn: float = 0
    again: bool = False  # it says what another one says: nobody wants to hear it twice

    def at(self, left: float, top: float) -> tuple[float, float]:
        """Where a point of the page comes to lie on the paper below, in mm from that paper's top-left corner."""
        across, down = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        return self.left + left * across - top * down, self.top + left * down + top * across


_DARK = re.compile("#+")


def dark_runs(modules: str) -> Iterator[tuple[int, int]]:
    """Where the dark modules of a row stand: the first of each run, counted from 0, and how many there are."""
    return ((run.start(), run.end() - run.start()) for run in _DARK.finditer(modules))


@dataclass(frozen=True, slots=True)
class CodeOnPage:
    """A QR code and the address it holds: its rows of modules, `#` = dark, without the quiet zone."""

    url: str
    rows: tuple[str, ...]

    @property
    def size(self) -> int:
        """Modules along one side."""
        return len(self.rows)

    def at(self, left: float, top: float, module: float) -> Code:
        """The code with its first module at `left`, `top`; whoever places it keeps the quiet zone free."""
        return Code(left, top, module, self.rows, self.url)


Mark = Text | Rule | Fill | Outline | Dots | Code | Flow | Shared | ListEntry | Placed


@dataclass(frozen=True, slots=True)
class Page:
    """One side of paper with all that stands on it."""

    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class KeptPage(Page):
    """A page that stays with the writer or the host. No other page can be tagged: nothing that is posted is one."""


class Setter(Protocol):
    """What layout may ask about text: its width, its height when broken, and how it falls into boxes."""

    def __hash__(self) -> int:
        """Layouts that are the same for everybody are remembered by their setter."""

    def text_width(self, text: str, font: Font, font_size: float) -> float:
        """Width in mm of one line of text."""

    def height(self, paragraphs: Sequence[Paragraph], width: float) -> float:
        """Height in mm of paragraphs broken to `width` mm, the last one's `space_after` left out."""

    def stack(self, paragraphs: Sequence[Paragraph], width: float) -> tuple[float, tuple[object, ...]]:
        """Their height, and what draws them below each other in one box, however high."""

    def content_height(self, content: Sequence[object], width: float) -> float:
        """Height in mm of what `fill` has put into one box, with the space after the last paragraph."""

    def fill(
        self, paragraphs: Sequence[Paragraph], width: float, heights: Iterable[float]
    ) -> tuple[tuple[object, ...], ...]:
        """Break paragraphs to `width` and deal them over boxes of the given heights, one tuple a box."""


def plain(text: str, style: Style, bullet: str | None = None) -> Paragraph:
    """A paragraph in one font."""
    return Paragraph((Span(text),), style, bullet)
