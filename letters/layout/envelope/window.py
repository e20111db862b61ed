"""The address on the letter itself, where a window envelope shows it, and the marks by which the letter is folded."""

from collections.abc import Iterator

from letters.errors import DataError, Problem
from letters.layout.envelope.block import SIZES, block_marks, set_block
from letters.marks import Mark, Rule, Setter
from letters.paper import Window
from letters.russian.postal.block import Line
from letters.sentences import sentence

FOLD_MARK = (5.0, 10.0)  # mm from the left edge, where a household printer still prints
FOLD_GREY = 0.45


def layout_window(window: Window, lines: tuple[Line, ...], setter: Setter) -> tuple[Mark, ...]:
    """The address and short ticks at the folds; raises DataError when the address is too large for the window."""
    area = window.address_area
    block = set_block(lines, area, setter)
    if block is None:
        what = sentence(
            "the address does not fit the window ({width:g} x {height:g} mm) at {sizes:g} pt.",
            width=area.width,
            height=area.height,
            sizes=SIZES[-1],
        )
        hint = sentence("Take envelopes without a window for this letter: leave out ‹window›.")
        raise DataError(Problem("", what, hint, code="address-too-long"))
    return (*_fold_marks(window), *block_marks(block, area.left, area.top))


def _fold_marks(window: Window) -> Iterator[Rule]:
    left, right = FOLD_MARK
    for fold in window.folds:
        yield Rule(left, fold, right, fold, 0.2, FOLD_GREY)
