"""The Russian letters in print, each with its rough sound, and those that are taken for each other; in mm."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from letters.guide.page import GLOSS, HEADING, LEAD, LEFT, PHRASE, RIGHT, set_flow
from letters.marks import Mark, Paragraph, Setter, Shared, Span, plain
from letters.wording import guide_texts

LETTERS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
IN_A_ROW = 11
_CELL = (RIGHT - LEFT) / IN_A_ROW
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
def layout_letters(language: str, top: float, setter: Setter) -> tuple[float, Shared]:
    """The card across the page from `top` downwards: the bottom it reaches in mm, and its marks, the same for all."""
    texts = guide_texts(language)["alphabet"]
    bottom, head = set_flow(
        (plain(texts["heading"], HEADING), plain(texts["lead"], LEAD)), LEFT, top, RIGHT - LEFT, setter
    )
    marks: list[Mark] = [head]
    rows = letter_rows(language)
    for first in range(0, len(rows), IN_A_ROW):
        bottom, cells = _row(rows[first : first + IN_A_ROW], bottom + 1.4, setter)
        marks += cells
    bottom, pairs = set_flow((_pairs(language),), LEFT, bottom + 3, RIGHT - LEFT, setter)
    return bottom, Shared((*marks, pairs))


def _row(rows: Sequence[tuple[str, str]], top: float, setter: Setter) -> tuple[float, list[Mark]]:
    cells = [
        set_flow((plain(letter, _LETTER), plain(sound, _SOUND)), LEFT + number * _CELL, top, _CELL, setter)
        for number, (letter, sound) in enumerate(rows)
    ]
    return max(bottom for bottom, _ in cells), [mark for _, mark in cells]


def _pairs(language: str) -> Paragraph:
    """Run on in one paragraph, the letters bold."""
    pairs = [(Span(letters, "serif-bold"), Span(f": {text}   ")) for letters, text in pair_rows(language)]
    return Paragraph(tuple(span for pair in pairs for span in pair), LEAD)
