"""The organiser's list: one row a person with boxes to tick and the QR code; what stands where, in mm."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from letters.layout.guide.page import (
    BANNER_HEIGHT,
    LEFT,
    TOP,
    banner,
    set_flow,
)
from letters.marks import CodeOnPage, Mark, Outline, Page, Paragraph, Rule, Setter, Style, Text, plain
from letters.paper import A4, Box, Paper
from letters.qr import QUIET_ZONE
from letters.russian.typography import NO_BREAK

FIRST_ROW = TOP + BANNER_HEIGHT + 22
BOTTOM_MARGIN = 13.0
MODULE = 0.52  # mm; a code is never smaller than 0.5
ROW_WITHOUT_CODE = 22.0
BOX_SIZE = 4.2
BOXES_LEFT = 112.0
BOX_PITCH = 15.0
WORDS_WIDTH = BOXES_LEFT - LEFT - 6
NAME = Style("serif-bold", 12, 14.5)
SMALL = Style("sans", 9, 11.6, grey=0.15)
GROUP = Style("sans-bold", 10.5, 13)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One person on the list."""

    name: str
    latin: str
    facility: str
    index: str
    note: str | None  # a stale or unchecked address
    code: CodeOnPage | None
    group: str | None = None  # the heading above it, printed once for neighbours of one group
    so_far: str | None = None  # letters in the ledger, and the day of the last one


@dataclass(frozen=True, slots=True)
class ListText:
    """The words of the list in the organiser's language."""

    banner: str
    heading: str
    boxes: tuple[str, ...]
    page: str  # "Page {}"


def layout_list(rows: Iterable[ListRow], text: ListText, setter: Setter, paper: Paper = A4) -> Iterator[Page]:
    """The list over as many pages as it needs, rows never broken; pages come as they are full."""
    number, marks, top, group = 1, list(_head_marks(text, 1, paper)), FIRST_ROW, None
    right = paper.width - LEFT
    for row in rows:
        height = _row_height(row, setter)
        below, heading = _heading(row, top, right, setter) if row.group != group else (top, ())
        if below + height > paper.height - BOTTOM_MARGIN:
            yield Page(paper.width, paper.height, tuple(marks))
            number += 1
            marks = list(_head_marks(text, number, paper))
            below, heading = _heading(row, FIRST_ROW, right, setter)
        marks += (*heading, *_row_marks(row, (below, right), height, len(text.boxes), setter))
        top, group = below + height, row.group
    yield Page(paper.width, paper.height, tuple(marks))


def _heading(row: ListRow, top: float, right: float, setter: Setter) -> tuple[float, tuple[Mark, ...]]:
    """The name of the group above its first row, and again above its first row on a new page."""
    if row.group is None:
        return top, ()
    bottom, flow = set_flow([plain(row.group, GROUP)], LEFT, top + 3.5, right - LEFT, setter)
    return bottom + 1.5, (flow, Rule(LEFT, bottom + 1.5, right, bottom + 1.5, 0.35))


def _row_height(row: ListRow, setter: Setter) -> float:
    code = (row.code.size + 2 * QUIET_ZONE) * MODULE + 1 if row.code else 0
    return max(ROW_WITHOUT_CODE, code, setter.height(_words(row), WORDS_WIDTH) + 5)


def _words(row: ListRow) -> list[Paragraph]:
    more = [plain(text, SMALL) for text in (row.so_far, row.note) if text]
    return [
        plain(row.name, NAME),
        plain(f"{row.latin} ·{NO_BREAK}{row.index}", SMALL),
        plain(row.facility, SMALL),
        *more,
    ]


def _head_marks(text: ListText, number: int, paper: Paper) -> Iterator[Mark]:
    yield banner(text.banner, paper)
    right = paper.width - LEFT
    baseline = TOP + BANNER_HEIGHT + 12
    yield Text(LEFT, baseline, text.heading, "serif-bold", 17)
    if number > 1:
        yield Text(right, baseline, text.page.format(number), "sans", 9, 0.25, "right")
    for place, caption in enumerate(text.boxes):
        middle = BOXES_LEFT + place * BOX_PITCH + BOX_SIZE / 2
        yield Text(middle, baseline + 7, caption, "sans", 8, 0.15, "center")
    yield Rule(LEFT, baseline + 9.5, right, baseline + 9.5, 0.35)


def _row_marks(row: ListRow, corner: tuple[float, float], height: float, boxes: int, setter: Setter) -> Iterator[Mark]:
    """`corner` = top and right of the row."""
    top, right = corner
    yield set_flow(_words(row), LEFT, top + 2.5, WORDS_WIDTH, setter)[1]
    middle = top + height / 2
    for place in range(boxes):
        left = BOXES_LEFT + place * BOX_PITCH
        yield Outline(Box(left, middle - BOX_SIZE / 2, BOX_SIZE, BOX_SIZE), 0.3)
    if row.code:
        side = row.code.size * MODULE
        yield row.code.at(right - side - QUIET_ZONE * MODULE, middle - side / 2, MODULE)
    yield Rule(LEFT, top + height, right, top + height, 0.15, 0.45)
