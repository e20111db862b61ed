"""The dark modules of a code as few rectangles."""

import re
from typing import NamedTuple

from letters.qr.symbol import Matrix

_DARK = re.compile("#+")


class Run(NamedTuple):
    """A rectangle of dark modules, in modules from the top left of the matrix."""

    x: int
    y: int
    width: int
    height: int


def runs(code: Matrix) -> tuple[Run, ...]:
    """The dark modules as rectangles that do not overlap: runs along a row, those repeated in the next row joined."""
    begun: dict[tuple[int, int], int] = {}  # the number of the rectangle that a run belongs to, by the run's ends
    found: list[tuple[int, int, int, int]] = []  # left, top, right, bottom
    for y, row in enumerate(code.rows):
        for match in _DARK.finditer(row):
            left, right = span = match.span()
            number = begun.get(span, -1)
            if number >= 0 and found[number][3] == y:
                found[number] = (left, found[number][1], right, y + 1)
            else:
                begun[span] = len(found)
                found.append((left, y, right, y + 1))
    return tuple(Run(left, top, right - left, bottom - top) for left, top, right, bottom in found)
