"""Every mark of a page moved and stretched from the top-left corner, so that a printer's offset cancels out."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from letters.marks import Code, Dots, Fill, Flow, Mark, Outline, Page, Rule, Shared, Text
from letters.paper import Box
from letters.store.printers.offsets import Offset


def shifted(page: Page, offset: Offset) -> Page:
    """The page, not yet placed on another, with its marks moved; what is then over an edge is for `check_edges`."""
    return replace(page, marks=tuple(_moved(mark, offset) for mark in page.marks))


def _moved(mark: Mark, offset: Offset) -> Mark:
    if isinstance(mark, Shared):
        return _moved_shared(mark, offset)
    moved: Mark = _MOVES[type(mark)](mark, offset)
    return moved


@lru_cache(64)
def _moved_shared(mark: Shared, offset: Offset) -> Shared:
    return Shared(tuple(_moved(inner, offset) for inner in mark.marks))


def _x(left: float, offset: Offset) -> float:
    return left * offset.sx + offset.dx


def _y(top: float, offset: Offset) -> float:
    return top * offset.sy + offset.dy


def _text(mark: Text, offset: Offset) -> Text:
    """Letters grow with the width of the page alone: they keep their shape."""
    left, baseline = _x(mark.left, offset), _y(mark.baseline, offset)
    return replace(mark, left=left, baseline=baseline, font_size=mark.font_size * offset.sx)


def _rule(mark: Rule, offset: Offset) -> Rule:
    left, right = _x(mark.left, offset), _x(mark.right, offset)
    return replace(mark, left=left, top=_y(mark.top, offset), right=right, bottom=_y(mark.bottom, offset))


def _boxed(mark: Any, offset: Offset) -> Any:
    box = mark.box
    edges = _x(box.left, offset), _y(box.top, offset), _x(box.right, offset), _y(box.bottom, offset)
    return replace(mark, box=Box.between(*edges))


def _flow(mark: Flow, offset: Offset) -> Flow:
    """Set text keeps its line breaks, and so its size."""
    box = mark.box
    return replace(mark, box=replace(box, left=_x(box.left, offset), top=_y(box.top, offset)))


def _dots(mark: Dots, offset: Offset) -> Dots:
    return replace(mark, centres=tuple((_x(left, offset), _y(top, offset)) for left, top in mark.centres))


def _code(mark: Code, offset: Offset) -> Code:
    """Modules stay square."""
    return replace(mark, left=_x(mark.left, offset), top=_y(mark.top, offset), module=mark.module * offset.sx)


_MOVES: dict[type, Callable[[Any, Offset], Any]] = {
    Text: _text,
    Rule: _rule,
    Fill: _boxed,
    Outline: _boxed,
    Flow: _flow,
    Dots: _dots,
    Code: _code,
}
