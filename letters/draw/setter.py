"""Paragraphs broken into lines and dealt over boxes; the same one at the same width is broken and drawn once."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol, Self

from reportlab.lib.units import mm

from letters.draw.fonts import glyph_problem, missing_glyphs, text_width
from letters.draw.plain import set_plain
from letters.errors import DataError
from letters.marks import Font, Paragraph, Role

__all__ = ["content_height", "fill", "height", "stack", "text_width"]

_KEPT = 4096  # paragraphs known at a time; a page has about fifty


class Piece(Protocol):
    """A paragraph, or a part of one, broken to a width."""

    @property
    def height(self) -> float:
        """Points."""

    @property
    def space_after(self) -> float:
        """Points."""

    @property
    def texts(self) -> tuple[tuple[Font, str], ...]:
        """What stands in it, for the fonts."""

    @property
    def role(self) -> Role:
        """What it is, for who has it read aloud."""

    @property
    def is_point(self) -> bool:
        """Whether it has a bullet."""

    @property
    def code(self) -> str:
        """The operators that draw it below and to the right of the origin."""

    def split(self, room: float) -> tuple[Self, ...]:
        """The piece that fits `room` points and the rest; nothing or one piece if it cannot be split there."""


@lru_cache(maxsize=_KEPT)
def _set(paragraph: Paragraph, width: float) -> Piece:
    """The paragraph broken to `width` points; raises DataError for a character that no font has."""
    for span in paragraph.spans:
        if missing := missing_glyphs(span.text):
            raise DataError(glyph_problem("", span.text, missing[0]))
    if plain := set_plain(paragraph, width):
        return plain
    from letters.draw.breaker import broken  # slow to load, and an envelope does not need it

    return broken(paragraph, width)


def height(paragraphs: Sequence[Paragraph], width: float) -> float:
    """Height in mm of paragraphs broken to `width` mm, without the space after the last one."""
    return stack(paragraphs, width)[0]


def stack(paragraphs: Sequence[Paragraph], width: float) -> tuple[float, tuple[Piece, ...]]:
    """Paragraphs broken to `width` mm for one box: their height, and what draws them."""
    pieces = tuple([_set(paragraph, width * mm) for paragraph in paragraphs])
    return content_height(pieces, width) - (pieces[-1].space_after / mm if pieces else 0), pieces


def fill(paragraphs: Sequence[Paragraph], width: float, heights: Iterable[float]) -> tuple[tuple[Piece, ...], ...]:
    """Break paragraphs to `width` mm and deal them over boxes of the given heights, one tuple a box."""
    waiting = [_set(paragraph, width * mm) for paragraph in reversed(paragraphs)]
    rooms = iter(heights)
    boxes = []
    while waiting:
        boxes.append(tuple(_fill_one(waiting, next(rooms) * mm)))
    return tuple(boxes)


def content_height(content: Sequence[Any], width: float) -> float:
    """Height in mm of what stands in one box, with the space after the last paragraph."""
    return float(sum([piece.height + piece.space_after for piece in content]) / mm)


def _fill_one(waiting: list[Piece], room: float) -> Iterator[Piece]:
    """Take from the end of `waiting` what fits one box; a paragraph may be split, its rest goes back."""
    empty = True
    while waiting:
        piece = waiting.pop()
        if piece.height > room + 0.01:
            pieces = piece.split(round(room, 3))
            waiting.extend(reversed(pieces or [piece]))
            if len(pieces) > 1:
                yield waiting.pop()
            elif empty:
                raise ValueError("a line is taller than its box")
            return
        yield piece
        empty = False
        room -= piece.height + piece.space_after
