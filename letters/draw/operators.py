"""Marks as the operators of a PDF: here alone do millimetres become points and does the y axis turn."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from reportlab.lib.units import mm

from letters.draw.blocks import Area, Content, DrawnPage, RepeatedBlock, written
from letters.draw.fonts import glyph_problem, missing_glyphs, text_width
from letters.draw.setter import Piece
from letters.draw.subsets import Characters, shown
from letters.errors import DataError
from letters.marks import Code, Dots, Fill, Flow, Font, Mark, Outline, Page, Placed, Rule, Shared, Text, dark_runs

Texts = tuple[tuple[Font, str], ...]  # each in its face
_LARGEST = 14400.0  # points; no page is wider (ISO 32000-1, annex C.2)
_SHIFT = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}  # of the width of a line
_BEYOND = 20.0  # points; how far a letter may reach over the edge of its box


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is drawn of a page so far."""

    height: float  # points
    operators: list[str | RepeatedBlock] = field(default_factory=list)
    characters: Characters = field(default_factory=lambda: defaultdict(set))


def draw_page(page: Page) -> tuple[DrawnPage, Characters]:
    """The page, drawn, and what it shows; raises DataError for a character that no font has."""
    drawing = _drawn(page.marks, page.height * mm)
    return DrawnPage(page.width * mm, drawing.height, drawing.operators), drawing.characters


def _drawn(marks: Iterable[Mark], height: float) -> _Drawing:
    drawing = _Drawing(height)
    _draw(marks, drawing)
    return drawing


def _draw(marks: Iterable[Mark], drawing: _Drawing) -> None:
    for mark in marks:
        _DRAWINGS[type(mark)](mark, drawing)


def _draw_text(mark: Text, drawing: _Drawing) -> None:
    line = _line(mark.text, mark.font, mark.font_size)
    drawing.characters[mark.font].update(mark.text)
    shift = _SHIFT[mark.align]
    left = mark.left - (shift * text_width(mark.text, mark.font, mark.font_size) if shift else 0)
    drawing.operators.append(
        f"{mark.grey:g} g BT {left * mm:.5f} {drawing.height - mark.baseline * mm:.5f} Td {line} ET"
    )


@lru_cache(maxsize=4096)
def _line(text: str, font: Font, font_size: float) -> str:
    """Operators that show a line; most lines of an address come again for other people of the same prison."""
    if missing := missing_glyphs(text):
        raise DataError(glyph_problem("", text, missing[0]))
    return shown(text, font, font_size)


def _draw_rule(mark: Rule, drawing: _Drawing) -> None:
    dash = " ".join(f"{length * mm:.5f}" for length in mark.dash or ())
    drawing.operators.append(
        f"{mark.grey:g} G {mark.thickness * mm:.6f} w {1 if mark.round_caps else 0} J [{dash}] 0 d "
        f"{mark.left * mm:.5f} {drawing.height - mark.top * mm:.5f} m "
        f"{mark.right * mm:.5f} {drawing.height - mark.bottom * mm:.5f} l S"
    )


def _draw_fill(mark: Fill, drawing: _Drawing) -> None:
    box = mark.box
    drawing.operators.append(
        f"{mark.grey:g} g {box.left * mm:.5f} {drawing.height - box.bottom * mm:.5f} "
        f"{box.width * mm:.5f} {box.height * mm:.5f} re f"
    )


def _draw_outline(mark: Outline, drawing: _Drawing) -> None:
    box, inset = mark.box, mark.thickness / 2
    drawing.operators.append(
        f"{mark.grey:g} G {mark.thickness * mm:.6f} w [] 0 d "
        f"{(box.left + inset) * mm:.5f} {drawing.height - (box.bottom - inset) * mm:.5f} "
        f"{(box.width - mark.thickness) * mm:.5f} {(box.height - mark.thickness) * mm:.5f} re S"
    )


def _draw_dots(mark: Dots, drawing: _Drawing) -> None:
    """A dot is a line of no length with round caps (ISO 32000-1, 8.4.3.3)."""
    points = ((f"{left * mm:.5f}", f"{drawing.height - top * mm:.5f}") for left, top in mark.centres)
    lines = " ".join(f"{x} {y} m {x} {y} l" for x, y in points)
    drawing.operators.append(f"0 G {mark.diameter * mm:.6f} w 1 J [] 0 d {lines} S")


def _draw_code(mark: Code, drawing: _Drawing) -> None:
    """The modules as whole numbers under one change of the axes: a module is the unit, y runs down."""
    side = mark.module * mm
    place = f"{mark.left * mm:.5f} {drawing.height - mark.top * mm:.5f}"
    dark = [f" {first} {top} {count} 1 re" for top, row in enumerate(mark.rows) for first, count in dark_runs(row)]
    drawing.operators.append(f"q 0 g {side:.5f} 0 0 {-side:.5f} {place} cm{''.join(dark)} f Q")


def _draw_flow(mark: Flow, drawing: _Drawing) -> None:
    content, area, texts = _flow(cast(tuple[Piece, ...], mark.content), mark.box.width * mm)
    drawing.operators.append(RepeatedBlock(mark.box.left * mm, drawing.height - mark.box.top * mm, content, area))
    _note(texts, drawing.characters)


@lru_cache(maxsize=1024)
def _flow(pieces: tuple[Piece, ...], width: float) -> tuple[Content, Area, Texts]:
    """Paragraphs below each other, from the top left corner of their box on; what they cover and what they show."""
    blocks, top = [], 0.0
    for piece in pieces:
        area = (-_BEYOND, -piece.height - _BEYOND / 2, width + _BEYOND, _BEYOND)
        blocks.append(RepeatedBlock(0, top, piece.code, area))
        top -= piece.height + piece.space_after
    characters: Characters = defaultdict(set)
    _note((text for piece in pieces for text in piece.texts), characters)
    return tuple(blocks), (-_BEYOND, top - _BEYOND / 2, width + _BEYOND, _BEYOND), _each_once(characters)


def _draw_shared(mark: Shared, drawing: _Drawing) -> None:
    content, texts = _shared(mark, drawing.height)
    drawing.operators.append(RepeatedBlock(0, 0, content, (0.0, 0.0, _LARGEST, drawing.height)))
    _note(texts, drawing.characters)


@lru_cache(maxsize=1024)
def _shared(mark: Shared, height: float) -> tuple[str, Texts]:
    """Marks that many pages repeat as one block, and what they show."""
    drawing = _drawn(mark.marks, height)
    return written(drawing.operators, {}), _each_once(drawing.characters)


def _note(texts: Iterable[tuple[Font, str]], characters: Characters) -> None:
    for font, text in texts:
        characters[font].update(text)


def _each_once(characters: Characters) -> Texts:
    """As texts, which take less memory than sets."""
    return tuple((font, "".join(some)) for font, some in characters.items())


def _draw_placed(mark: Placed, drawing: _Drawing) -> None:
    """A page on a page: the content is turned (ISO 32000-1, 8.4.4, cm), because drivers ignore a page's /Rotate."""
    page = mark.page
    (x, y), (x_right, y_right), (x_up, y_up) = (
        mark.at(*point) for point in ((0, page.height), (1, page.height), (0, page.height - 1))
    )
    turn = " ".join(f"{number:.6f}" for number in (x_right - x, y - y_right, x_up - x, y - y_up))
    drawing.operators.append(f"q {turn} {x * mm:.5f} {drawing.height - y * mm:.5f} cm")
    _draw(page.marks, _Drawing(page.height * mm, drawing.operators, drawing.characters))
    drawing.operators.append("Q")


_DRAWINGS: dict[type, Callable[..., None]] = {
    Text: _draw_text,
    Rule: _draw_rule,
    Fill: _draw_fill,
    Outline: _draw_outline,
    Dots: _draw_dots,
    Code: _draw_code,
    Flow: _draw_flow,
    Shared: _draw_shared,
    Placed: _draw_placed,
}
