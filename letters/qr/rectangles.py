"""The dark modules of a code as few rectangles."""

import re

from letters.qr.symbol import Matrix

_DARK = re.compile("#+")
Rectangle = tuple[int, int, int, int]  # left, top, width, height in modules from the top left of the matrix


def rectangles(code: Matrix) -> tuple[Rectangle, ...]:
    """The dark modules, each once: runs along a row, those repeated in the next row joined."""
    begun: dict[tuple[int, int], int] = {}  # the number of the rectangle that a run belongs to, by the run's ends
    found: list[Rectangle] = []
    for y, row in enumerate(code.rows):
        for match in _DARK.finditer(row):
            left, right = span = match.span()
            number = begun.get(span)
            if number is not None:
                _, top, width, height = found[number]
                if top + height == y:
                    found[number] = (left, top, width, height + 1)
                    continue
            begun[span] = len(found)
            found.append((left, y, right - left, 1))
    return tuple(found)
