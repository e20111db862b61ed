"""Envelope fronts side by side on A4 with marks for a guillotine; neighbours share a cut, every sheet is cut alike."""

from collections.abc import Iterator

from letters.errors import CommandError, Problem
from letters.layout.sheet.imposition import Imposition, Place, turned_right
from letters.marks import Rule, Shared
from letters.paper import A4_HEIGHT, A4_WIDTH, Envelope
from letters.sentences import sentence

LINE = 0.2  # mm
AWAY, LENGTH = 2.0, 5.0  # mm from the fronts to a crop mark, and its length
MARGIN = 13.0  # mm beside the fronts at least: a mark, and 6 mm that a printer may leave white


def cut_imposition(envelope: Envelope) -> Imposition:
    """As many fronts as an upright A4 page holds, all turned alike; raises CommandError when not even one fits."""
    width, height = envelope.width, envelope.height
    upright, turned = _grid(width, height), _grid(height, width)
    if max(upright[0] * upright[1], turned[0] * turned[1]) == 0:
        what = sentence(
            "{envelope} ({width:g} x {height:g} mm) does not fit A4 with marks to cut along.",
            envelope=envelope.name,
            width=width,
            height=height,
        )
        hint = sentence("Take a smaller envelope, such as ‹envelope=C6›.")
        raise CommandError(Problem("", what, hint, code="cut-envelope", field="sheet", value="cut"))
    if upright[0] * upright[1] >= turned[0] * turned[1]:
        return _imposition(envelope, upright, (width, height), 0)
    return _imposition(envelope, turned, (height, width), 90)


def _grid(across: float, down: float) -> tuple[int, int]:
    """Columns and rows of boxes of that size."""
    return int((A4_WIDTH - 2 * MARGIN) / across), int((A4_HEIGHT - 2 * MARGIN) / down)


def _imposition(envelope: Envelope, grid: tuple[int, int], size: tuple[float, float], turn: int) -> Imposition:
    xs = _cuts(A4_WIDTH, grid[0], size[0])
    ys = _cuts(A4_HEIGHT, grid[1], size[1])
    places = tuple(_place(envelope, x, y, turn) for y in ys[:-1] for x in xs[:-1])
    return Imposition(A4_WIDTH, A4_HEIGHT, places, (Shared(tuple(_crop_marks(xs, ys))),))


def _place(envelope: Envelope, left: float, top: float, turn: int) -> Place:
    return turned_right(left, top, envelope.width, envelope.height, turn)


def _cuts(paper: float, count: int, size: float) -> tuple[float, ...]:
    """Where the knife goes, along one edge: the fronts stand in the middle."""
    first = (paper - count * size) / 2
    return tuple(round(first + number * size, 3) for number in range(count + 1))


def _crop_marks(xs: tuple[float, ...], ys: tuple[float, ...]) -> Iterator[Rule]:
    for x in xs:
        yield Rule(x, ys[0] - AWAY - LENGTH, x, ys[0] - AWAY, LINE)
        yield Rule(x, ys[-1] + AWAY, x, ys[-1] + AWAY + LENGTH, LINE)
    for y in ys:
        yield Rule(xs[0] - AWAY - LENGTH, y, xs[0] - AWAY, y, LINE)
        yield Rule(xs[-1] + AWAY, y, xs[-1] + AWAY + LENGTH, y, LINE)
