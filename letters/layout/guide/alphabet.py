"""The Russian letters in print, each with its rough sound, and those that are taken for each other; in mm."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from letters.layout.guide.page import GLOSS, HEADING, LEAD, PHRASE, set_flow
from letters.marks import Mark, Paragraph, Setter, Shared, Span, plain
from letters.paper import Box
from letters.wording import guide_texts

LETTERS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
IN_A_ROW, IN_A_LARGE_ROW = 11, 6
_LETTER = replace(PHRASE, font_size=15, leading=18, align="center")
_SOUND = replace(GLOSS, font_size=8, leading=9.5, align="center", space_after=0)


def letter_rows(language: str) -> tuple[tuple[str, str], ...]:
    """Each letter, large and small, with its rough sound."""
    sounds: Sequence[str] = guide_texts(language)["alphabet"]["sounds"]
    return tuple((f"{letter} {letter.lower()}", sound) for letter, sound in zip(LETTERS, sounds, strict=True))


def pair_rows(language: str) -> tuple[tuple[str, str], ...]:
    """Letters that look alike, and what tells them apart."""
    return tuple((letters, text) for letters, text in guide_texts(language)["alphabet"]["pairs"])


@cache
def layout_letters(language: str, top: float, setter: Setter, area: Box, large: bool = False) -> tuple[float, Shared]:
    """The card across `area` from `top` downwards: the bottom it reaches in mm, and its marks, the same for all."""
    texts = guide_texts(language)["alphabet"]
    bottom, head = set_flow(
        (plain(texts["heading"], HEADING), plain(texts["lead"], LEAD)), area.left, top, area.width, setter
    )
    marks: list[Mark] = [head]
    rows, in_a_row = letter_rows(language), IN_A_LARGE_ROW if large else IN_A_ROW
    for first in range(0, len(rows), in_a_row):
        some = rows[first : first + in_a_row]
        bottom, cells = _row(some, bottom + 1.4, setter, area.left, area.width / in_a_row)
        marks += cells
    bottom, pairs = set_flow((_pairs(language),), area.left, bottom + 3, area.width, setter)
    return bottom, Shared((*marks, pairs))


def _row(
    rows: Sequence[tuple[str, str]], top: float, setter: Setter, left: float, cell: float
) -> tuple[float, list[Mark]]:
    cells = [
        set_flow((plain(letter, _LETTER), plain(sound, _SOUND)), left + number * cell, top, cell, setter)
        for number, (letter, sound) in enumerate(rows)
    ]
    return max(bottom for bottom, _ in cells), [mark for _, mark in cells]


def _pairs(language: str) -> Paragraph:
    """Run on in one paragraph, the letters bold."""
    colon = guide_texts(language)["colon"]
    pairs = [(Span(letters, "serif-bold"), Span(f"{colon}{text}   ")) for letters, text in pair_rows(language)]
    return Paragraph(tuple(span for pair in pairs for span in pair), LEAD)
