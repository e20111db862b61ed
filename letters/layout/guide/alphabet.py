"""The Russian letters in print, each with its rough sound, and those that are taken for each other; in mm."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from letters.layout.guide.page import GLOSS, HEADING, LEAD, PHRASE, kept_text, set_flow
from letters.marks import Mark, Paragraph, Rule, Setter, Shared, Span, Style, plain
from letters.paper import Box
from letters.wording import guide_texts

LETTERS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
HANDWRITTEN = "г д и п т"  # letters that look otherwise when people write them
_IN_A_ROW, _IN_A_LARGE_ROW = 11, 6
_PAIRS_IN_A_ROW, _PAIRS_IN_A_LARGE_ROW = 6, 2
_LETTER = replace(PHRASE, font_size=17, leading=20, align="center")
_SOUND = replace(GLOSS, font_size=9, leading=10.5, grey=0, align="center", space_after=0)
_LARGE_LETTER = replace(_LETTER, font_size=13, leading=15)  # before large print makes it larger
_HINT = replace(_SOUND, align="left")
_GRID = 0.7  # grey of the thin lines between the letters
_BESIDE = 1.2  # mm between a line of the grid and the words in a cell

Cell = tuple[Paragraph, ...]


def letter_rows(language: str) -> tuple[tuple[str, str], ...]:
    """Each letter, large and small, with its rough sound."""
    sounds: Sequence[str] = guide_texts(language)["alphabet"]["sounds"]
    return tuple((f"{letter} {letter.lower()}", sound) for letter, sound in zip(LETTERS, sounds, strict=True))


def pair_rows(language: str) -> tuple[tuple[str, str], ...]:
    """Letters that look alike, and what tells them apart."""
    return tuple((letters, text) for letters, text in guide_texts(language)["alphabet"]["pairs"])


@cache
def layout_letters(language: str, top: float, setter: Setter, area: Box, large: bool = False) -> tuple[float, Shared]:
    """The letters across `area` from `top` downwards: the bottom they reach in mm, and the marks, the same for all."""
    texts = guide_texts(language)["alphabet"]
    bottom, head = set_flow(
        (plain(texts["heading"], HEADING), plain(texts["lead"], LEAD)), area.left, top, area.width, setter
    )
    style = _LARGE_LETTER if large else _LETTER
    letters = [(plain(letter, style), plain(sound, _SOUND)) for letter, sound in letter_rows(language)]
    in_a_row, pairs_in_a_row = (_IN_A_LARGE_ROW, _PAIRS_IN_A_LARGE_ROW) if large else (_IN_A_ROW, _PAIRS_IN_A_ROW)
    below = Box.between(area.left, bottom + 1.5, area.right, area.bottom)
    bottom, cells = _grid(letters, in_a_row, below, setter)
    below = Box.between(area.left, bottom + 2, area.right, area.bottom)
    bottom, pairs = _grid(_pairs(language, replace(style, align="left")), pairs_in_a_row, below, setter)
    return bottom, Shared((head, *cells, *pairs))


def _pairs(language: str, style: Style) -> list[Cell]:
    """Each pair with its hint, and the letters that look otherwise in handwriting, in print and as they look there."""
    pairs = [(plain(letters, style), plain(kept_text(text), _HINT)) for letters, text in pair_rows(language)]
    shapes = Paragraph((Span(HANDWRITTEN), Span("\n"), Span(HANDWRITTEN, "serif-italic")), style)
    return [*pairs, (shapes, plain(guide_texts(language)["alphabet"]["hand"], _HINT))]


def _grid(cells: Sequence[Cell], in_a_row: int, area: Box, setter: Setter) -> tuple[float, list[Mark]]:
    """Cells side by side from the top of `area` downwards, with thin lines around each row and between its cells.

    Each row is one thing to hear.
    """
    width, top = area.width / in_a_row, area.top
    rows = list[Mark]()
    for first in range(0, len(cells), in_a_row):
        row = cells[first : first + in_a_row]
        laid = [
            set_flow(cell, area.left + place * width + _BESIDE, top + 0.4, width - 2 * _BESIDE, setter)
            for place, cell in enumerate(row)
        ]
        bottom = max(end for end, _ in laid) + 1
        ends = ((top, area.right),) if first == 0 else ()
        across = (*ends, (bottom, area.left + len(row) * width))
        lines = [Rule(area.left, height, right, height, grey=_GRID) for height, right in across]
        sides = (area.left + place * width for place in range(len(row) + 1))
        lines += [Rule(left, top, left, bottom, grey=_GRID) for left in sides]
        rows.append(Shared((*(flow for _, flow in laid), *lines)))
        top = bottom
    return top, rows
