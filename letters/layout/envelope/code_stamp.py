"""The code stamp (кодовый штамп): six digits drawn as strokes on a lattice of dots, in mm."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from letters import shipped
from letters.marks import Dots, Fill, Mark, Rule, Shared
from letters.paper import Box

StampParts = Literal["full", "digits", "none"]
STAMP_PARTS: tuple[StampParts, ...] = ("full", "digits", "none")


@dataclass(frozen=True, slots=True)
class CodeStamp:
    """How much is printed: all, the digits alone (into a pre-printed stamp), or nothing; `dots` = the lattice."""

    parts: StampParts = "full"
    dots: bool = True


FULL = CodeStamp()


@cache
def code_stamp() -> dict[str, Any]:
    """Geometry of the code stamp, in mm from its top-left corner (data/code_stamp.json)."""
    path = shipped.data() / "code_stamp.json"
    stamp: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return stamp


def code_stamp_marks(index: str, left: float, top: float, stamp: CodeStamp = FULL) -> tuple[Mark, ...]:
    """The seven bars, the lattice of dots and the six digits of the index as strokes, or as much as `stamp` says."""
    if stamp.parts == "none":
        return ()
    frame = (Shared(tuple(_stamp_frame(left, top, stamp.dots))),) if stamp.parts == "full" else ()
    return (*frame, *_stamp_digits(index, left, top))


def _stamp_frame(left: float, top: float, dots: bool) -> Iterator[Mark]:
    stamp = code_stamp()
    bars = [(bar["x"], bar["y"], bar["w"], bar["h"]) for bar in stamp["start_marker"]]
    cell = stamp["cell_bar"]
    bars += [(stamp["pitch"] * (i + 1), cell["y"], cell["w"], cell["h"]) for i in range(stamp["cells"])]
    for x, y, width, height in bars:
        yield Fill(Box(left + x, top + y, width, height))
    if dots:
        cells = [_digit_corner(i, left, top) for i in range(stamp["cells"])]
        yield Dots(tuple((x + dx, y + dy) for x, y in cells for dx, dy in _lattice()), stamp["dot_diameter"])


def _digit_corner(position: int, left: float, top: float) -> tuple[float, float]:
    box = code_stamp()["digit_box"]
    return left + code_stamp()["pitch"] * (position + 1) + box["dx"], top + box["y"]


@cache
def _lattice() -> tuple[tuple[float, float], ...]:
    """The dots of one digit cell: every lattice point on one of the nine segments, 42 of them."""
    stamp = code_stamp()
    dots = set()
    for start, end, _ in stamp["segments"].values():
        (x1, y1), (x2, y2) = stamp["nodes"][start], stamp["nodes"][end]
        steps = max(abs(x2 - x1), abs(y2 - y1))
        dots |= {(x1 + (x2 - x1) * i / steps, y1 + (y2 - y1) * i / steps) for i in range(steps + 1)}
    return tuple(sorted(dots))


def _stamp_digits(index: str, left: float, top: float) -> Iterator[Rule]:
    stamp = code_stamp()
    for position, digit in enumerate(index):
        x, y = _digit_corner(position, left, top)
        for segment in stamp["digits"][digit]:
            (x1, y1), (x2, y2) = (stamp["nodes"][node] for node in stamp["segments"][str(segment)][:2])
            yield Rule(x + x1, y + y1, x + x2, y + y2, stamp["stroke"], round_caps=True)
