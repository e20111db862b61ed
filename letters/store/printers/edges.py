"""How far the marks of a page reach, and which way one would fall off."""

from collections.abc import Callable, Iterator
from typing import Any

from letters.errors import DataError, Problem
from letters.marks import Code, Dots, Fill, Flow, Mark, Outline, Page, Rule, Setter, Shared, Text
from letters.paper import Box
from letters.sentences import both, sentence

ASCENT, DESCENT = 0.95, 0.3  # of the font size: more than any letter of the program's fonts needs
SLACK = 0.01  # mm
_POINT = 25.4 / 72
_BEFORE = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}


def check_edges(page: Page, setter: Setter, moved_by: str) -> None:
    """Raise DataError when a mark reaches over an edge of the page: which edge, and by how many mm."""
    boxes = [box for mark in page.marks for box in _boxes(mark, setter)]
    over = {
        "left": -min((box.left for box in boxes), default=0),
        "top": -min((box.top for box in boxes), default=0),
        "right": max((box.right for box in boxes), default=0) - page.width,
        "bottom": max((box.bottom for box in boxes), default=0) - page.height,
    }
    falls = [_edges(much)[edge] for edge, much in over.items() if much > SLACK]
    if falls:
        what = sentence("moved by {offset} the print would fall off {edges}.", offset=moved_by, edges=both(falls))
        hint = sentence("Measure the test sheet again, or turn the envelope round in the tray.")
        raise DataError(Problem("", what, hint, code="print-falls-off", field="printer"))


def _edges(much: float) -> dict[str, str]:
    return {
        "left": sentence("the left edge by {much:.1f} mm", much=much),
        "top": sentence("the top edge by {much:.1f} mm", much=much),
        "right": sentence("the right edge by {much:.1f} mm", much=much),
        "bottom": sentence("the bottom edge by {much:.1f} mm", much=much),
    }


def _boxes(mark: Mark, setter: Setter) -> Iterator[Box]:
    if isinstance(mark, Shared):
        for inner in mark.marks:
            yield from _boxes(inner, setter)
    elif isinstance(mark, Text):
        yield _text_box(mark, setter)
    else:
        yield _BOXES[type(mark)](mark)


def _text_box(mark: Text, setter: Setter) -> Box:
    width = setter.text_width(mark.text, mark.font, mark.font_size)
    size = mark.font_size * _POINT
    return Box(mark.left - _BEFORE[mark.align] * width, mark.baseline - ASCENT * size, width, (ASCENT + DESCENT) * size)


def _rule_box(mark: Rule) -> Box:
    half = mark.thickness / 2
    left, right = sorted((mark.left, mark.right))
    top, bottom = sorted((mark.top, mark.bottom))
    return Box.between(left - half, top - half, right + half, bottom + half)


def _dots_box(mark: Dots) -> Box:
    half = mark.diameter / 2
    lefts, tops = zip(*mark.centres, strict=True)
    return Box.between(min(lefts) - half, min(tops) - half, max(lefts) + half, max(tops) + half)


def _code_box(mark: Code) -> Box:
    """The finder patterns reach all four edges."""
    side = len(mark.rows) * mark.module
    return Box(mark.left, mark.top, side, side)


def _own_box(mark: Any) -> Box:
    box: Box = mark.box
    return box


_BOXES: dict[type, Callable[[Any], Box]] = {
    Rule: _rule_box,
    Fill: _own_box,
    Outline: _own_box,
    Flow: _own_box,
    Dots: _dots_box,
    Code: _code_box,
}
