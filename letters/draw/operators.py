"""Marks as the operators of a PDF: here alone do millimetres become points and does the y axis turn."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from reportlab.lib.units import mm

from letters.draw.blocks import END, Area, DrawnPage, RepeatedBlock, written
from letters.draw.fonts import glyph_problem, missing_glyphs, text_width
from letters.draw.reading import DECORATION, PageReading, is_russian
from letters.draw.setter import Piece
from letters.draw.subsets import Characters, shown
from letters.errors import DataError
from letters.marks import (
    Code,
    Dots,
    Fill,
    Flow,
    Font,
    ListEntry,
    Mark,
    Outline,
    Page,
    Placed,
    Role,
    Rule,
    Shared,
    Text,
    dark_runs,
)

Texts = tuple[tuple[Font, str], ...]  # each in its face
_LARGEST = 14400.0  # points; no page is wider (ISO 32000-1, annex C.2)
_SHIFT = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}  # of the width of a line
_LINE_END = re.compile(r"(?<!\\)\)\]TJ(?= T\*)")  # no bracket that is itself shown
_BEYOND = 20.0  # points; how far a letter may reach over the edge of its box


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is drawn of a page so far."""

    height: float  # points
    operators: list[str | RepeatedBlock] = field(default_factory=list)
    characters: Characters = field(default_factory=lambda: defaultdict(set))
    reading: PageReading | None = None  # of a page that is tagged

    def add(self, begin: str | None, drawn: str | RepeatedBlock) -> None:
        """What is drawn, between the operators that say what it is; `None` = nothing is said."""
        if begin is not None:
            drawn = f"{begin}\n{drawn}\n{END}" if isinstance(drawn, str) else drawn._replace(begin=begin)
        self.operators.append(drawn)

    def begin(self, role: Role, text: str) -> str | None:
        """The operator before what is read aloud as `text`."""
        return self.reading.begin(role, is_russian(text)) if self.reading else None

    def decorate(self, drawn: str | RepeatedBlock) -> None:
        """What nobody reads aloud."""
        self.add(DECORATION if self.reading else None, drawn)


def draw_page(page: Page, language: str | None = None) -> tuple[DrawnPage, Characters]:
    """The page, drawn, and what it shows, tagged if it has a language; raises DataError for a missing character."""
    drawing = _Drawing(page.height * mm, reading=PageReading(language) if language else None)
    _draw(page.marks, drawing)
    elements = drawing.reading.elements if drawing.reading else ()
    return DrawnPage(page.width * mm, drawing.height, drawing.operators, elements), drawing.characters


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
    drawing.add(
        drawing.begin(mark.role, mark.text),
        f"{mark.grey:g} g BT {left * mm:.5f} {drawing.height - mark.baseline * mm:.5f} Td {line} ET",
    )


@lru_cache(maxsize=4096)
def _line(text: str, font: Font, font_size: float) -> str:
    """Operators that show a line; most lines of an address come again for other people of the same prison."""
    if missing := missing_glyphs(text):
        raise DataError(glyph_problem("", text, missing[0]))
    return shown(text, font, font_size)


def _draw_rule(mark: Rule, drawing: _Drawing) -> None:
    dash = " ".join(f"{length * mm:.5f}" for length in mark.dash or ())
    drawing.decorate(
        f"{mark.grey:g} G {mark.thickness * mm:.6f} w {1 if mark.round_caps else 0} J [{dash}] 0 d "
        f"{mark.left * mm:.5f} {drawing.height - mark.top * mm:.5f} m "
        f"{mark.right * mm:.5f} {drawing.height - mark.bottom * mm:.5f} l S"
    )


def _draw_fill(mark: Fill, drawing: _Drawing) -> None:
    box = mark.box
    drawing.decorate(
        f"{mark.grey:g} g {box.left * mm:.5f} {drawing.height - box.bottom * mm:.5f} "
        f"{box.width * mm:.5f} {box.height * mm:.5f} re f"
    )


def _draw_outline(mark: Outline, drawing: _Drawing) -> None:
    box, inset = mark.box, mark.thickness / 2
    drawing.decorate(
        f"{mark.grey:g} G {mark.thickness * mm:.6f} w [] 0 d "
        f"{(box.left + inset) * mm:.5f} {drawing.height - (box.bottom - inset) * mm:.5f} "
        f"{(box.width - mark.thickness) * mm:.5f} {(box.height - mark.thickness) * mm:.5f} re S"
    )


def _draw_dots(mark: Dots, drawing: _Drawing) -> None:
    """A dot is a line of no length with round caps (ISO 32000-1, 8.4.3.3)."""
    points = ((f"{left * mm:.5f}", f"{drawing.height - top * mm:.5f}") for left, top in mark.centres)
    lines = " ".join(f"{x} {y} m {x} {y} l" for x, y in points)
    drawing.decorate(f"0 G {mark.diameter * mm:.6f} w 1 J [] 0 d {lines} S")


def _draw_code(mark: Code, drawing: _Drawing) -> None:
    """The modules as whole numbers under one change of the axes: a module is the unit, y runs down."""
    side = mark.module * mm
    place = f"{mark.left * mm:.5f} {drawing.height - mark.top * mm:.5f}"
    dark = [f" {first} {top} {count} 1 re" for top, row in enumerate(mark.rows) for first, count in dark_runs(row)]
    alt, area = f"QR: {mark.url}", _code_area(mark, drawing.height)
    begin = drawing.reading.begin_figure(alt, area) if drawing.reading else None
    drawing.add(begin, f"q 0 g {side:.5f} 0 0 {-side:.5f} {place} cm{''.join(dark)} f Q")


def _code_area(mark: Code, height: float) -> Area:
    left, top, side = mark.left * mm, height - mark.top * mm, mark.module * len(mark.rows) * mm
    return left, top - side, left + side, top


def _draw_flow(mark: Flow, drawing: _Drawing) -> None:
    pieces = cast(tuple[Piece, ...], mark.content)
    content, area, texts = _flow(pieces, mark.box.width * mm)
    left, top = mark.box.left * mm, drawing.height - mark.box.top * mm
    _note(texts, drawing.characters)
    if drawing.reading is None:
        drawing.operators.append(RepeatedBlock(left, top, content, area))
        return
    drawing.operators.append(f"q 1 0 0 1 {left:.5f} {top:.5f} cm")
    for block, role, said_in_russian in _heard_flow(pieces, mark.box.width * mm):
        begin = drawing.reading.begin(role, said_in_russian) if role else drawing.reading.begin_point(said_in_russian)
        drawing.add(begin, block)
    drawing.operators.append("Q")


@lru_cache(maxsize=1024)
def _heard_flow(pieces: tuple[Piece, ...], width: float) -> tuple[tuple[RepeatedBlock, Role | None, bool], ...]:
    """Each paragraph of a flow with what it is, `None` = a point of a list, and whether it is said in Russian.

    A paragraph has its place below the others in itself, so that a page need not say it.
    """
    blocks, _, _ = _flow(pieces, width)
    return tuple((_in_place(block), *_heard(piece)) for block, piece in zip(blocks, pieces, strict=True))


def _heard(piece: Piece) -> tuple[Role | None, bool]:
    return None if piece.is_point else piece.role, is_russian("".join(text for _, text in piece.texts))


def _in_place(block: RepeatedBlock) -> RepeatedBlock:
    """The block drawn from where its flow begins; a space where a line ends, so that no two words are heard as one.

    ISO 32000-1, 14.8.2.5.
    """
    move = f"1 0 0 1 0 {block.y:.5f} cm " if block.y else ""
    left, bottom, right, top = block.area
    area = (left, bottom + block.y, right, top + block.y)
    return RepeatedBlock(0, 0, move + _LINE_END.sub(" )]TJ", str(block.content)), area)


@lru_cache(maxsize=1024)
def _flow(pieces: tuple[Piece, ...], width: float) -> tuple[tuple[RepeatedBlock, ...], Area, Texts]:
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
    if drawing.reading and any(isinstance(one, Shared) for one in mark.marks):
        _draw(mark.marks, drawing)
        return
    content, texts = _shared(mark, drawing.height)
    drawing.add(
        drawing.begin("text", "".join(text for _, text in texts)),
        RepeatedBlock(0, 0, content, (0.0, 0.0, _LARGEST, drawing.height)),
    )
    _note(texts, drawing.characters)


@lru_cache(maxsize=1024)
def _shared(mark: Shared, height: float) -> tuple[str, Texts]:
    """Marks that many pages repeat as one block, and what they show."""
    drawing = _drawn(mark.marks, height)
    return written(drawing.operators, {}), _each_once(drawing.characters)


def _draw_entry(mark: ListEntry, drawing: _Drawing) -> None:
    with drawing.reading.entry() if drawing.reading else nullcontext():
        _draw(mark.marks, drawing)


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
    heard = None if mark.again else drawing.reading
    begin, end = (DECORATION, END) if drawing.reading and mark.again else ("", "")
    drawing.operators.append(f"{begin} q {turn} {x * mm:.5f} {drawing.height - y * mm:.5f} cm".lstrip())
    _draw(page.marks, _Drawing(page.height * mm, drawing.operators, drawing.characters, heard))
    drawing.operators.append(f"Q {end}".rstrip())


_DRAWINGS: dict[type, Callable[..., None]] = {
    Text: _draw_text,
    Rule: _draw_rule,
    Fill: _draw_fill,
    Outline: _draw_outline,
    Dots: _draw_dots,
    Code: _draw_code,
    Flow: _draw_flow,
    Shared: _draw_shared,
    ListEntry: _draw_entry,
    Placed: _draw_placed,
}
