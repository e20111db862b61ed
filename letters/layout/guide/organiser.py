"""The organiser's list: a row a person with boxes to tick, lines to write on and the code; what stands where, in mm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from letters.languages import counted
from letters.layout.guide.page import BANNER_HEIGHT, LEFT, TOP, banner, dotted, named, set_flow
from letters.marks import CodeOnPage, KeptPage, ListEntry, Mark, Outline, Paragraph, Rule, Setter, Style, Text, plain
from letters.paper import A4, Box, Paper
from letters.qr import QUIET_ZONE
from letters.wording import fill

FIRST_ROW = TOP + BANNER_HEIGHT + 16
FIRST_ROW_BELOW_TOTAL = FIRST_ROW + 6
BOTTOM_MARGIN = 13.0
MODULE = 0.52  # mm; a code is never smaller than 0.5
LEAST_ROW = 25.0
NUMBER_WIDTH = 8.0
TICK, TICK_PITCH = 6.0, 7.6  # the side of a box to tick, and from one to the next
# Columns from the right edge: the code is not wider than its modules, 45 at most for a link of the case pages.
CODE_ROOM, WRITING, TICKS = 30.0, 39.0, 26.0
GAP = 3.0
CAPTION_SIZE = 9.0
NAME = Style("serif-bold", 12, 14.5)
SMALL = Style("sans", 9, 11.6)
NOTE = Style("sans-bold", 9, 11.6)
GROUP = Style("sans-bold", 10.5, 13, role="heading")
NUMBER = Style("sans-bold", 10.5, 14.5, role="label")


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
    again: bool = False  # a second letter to somebody who is on the list already


@dataclass(frozen=True, slots=True)
class ListText:
    """The words of the list in the organiser's language."""

    language: str
    banner: str
    heading: str
    boxes: tuple[str, ...]
    writer: str
    date: str
    people: str  # "{{ people }} {person|people}"
    check: str  # "{{ check }} {address|addresses} to check"
    page: str  # "Page {}"


def total(rows: Sequence[ListRow], text: ListText) -> str:
    """How many people the list has, and how many of their addresses nobody has checked lately."""
    people = [row for row in rows if not row.again]
    check = sum(row.note is not None for row in people)
    parts = [(text.people, "people", len(people)), *([(text.check, "check", check)] if check else ())]
    language = text.language
    return " · ".join(fill(counted(words, number, language), language, {key: number}) for words, key, number in parts)


def layout_list(rows: Sequence[ListRow], text: ListText, setter: Setter, paper: Paper = A4) -> Iterator[KeptPage]:
    """The list over as many pages as it needs, rows never broken; pages come as they are full."""
    page, marks, top, group = 1, list(_head_marks(text, total(rows, text), 1, paper)), FIRST_ROW_BELOW_TOTAL, None
    right = paper.width - LEFT
    room = (
        CODE_ROOM if any(row.code for row in rows) else 0
    )  # for the code, so that the columns of all rows are in line
    for number, row in enumerate(rows, 1):
        lines_end = right - max(room, _code_room(row))
        height = _row_height(row, lines_end, setter)
        below, heading = _heading(row, top, right, setter) if row.group != group else (top, ())
        if below + height > paper.height - BOTTOM_MARGIN:
            yield KeptPage(paper.width, paper.height, tuple(marks))
            page += 1
            marks = list(_head_marks(text, None, page, paper))
            below, heading = _heading(row, FIRST_ROW, right, setter)
        box = Box.between(LEFT, below, right, below + height)
        marks += (*heading, ListEntry(tuple(_row_marks(number, row, box, lines_end, text, setter))))
        top, group = below + height, row.group
    yield KeptPage(paper.width, paper.height, tuple(marks))


def _heading(row: ListRow, top: float, right: float, setter: Setter) -> tuple[float, tuple[Mark, ...]]:
    """The name of the group above its first row, and again above its first row on a new page."""
    if row.group is None:
        return top, ()
    bottom, flow = set_flow([plain(row.group, GROUP)], LEFT, top + 3.5, right - LEFT, setter)
    return bottom + 1.5, (flow, Rule(LEFT, bottom + 1.5, right, bottom + 1.5, 0.2, 0.3))


def _row_height(row: ListRow, lines_end: float, setter: Setter) -> float:
    code = (row.code.size + 2 * QUIET_ZONE) * MODULE + 1 if row.code else 0
    width = _words_width(lines_end)
    return max(LEAST_ROW, code, setter.height(_words(row, width, setter), width) + 5)


def _code_room(row: ListRow) -> float:
    """What the code of a row takes of its width: long links make it wider."""
    return (row.code.size + QUIET_ZONE) * MODULE + GAP if row.code else 0


def _words_width(lines_end: float) -> float:
    return lines_end - WRITING - TICKS - 2 * GAP - LEFT - NUMBER_WIDTH


def _words(row: ListRow, width: float, setter: Setter) -> list[Paragraph]:
    return [
        named(row.name, NAME, width, setter),
        *dotted((row.latin, row.index), SMALL, width, setter),
        plain(row.facility, SMALL),
        *([plain(row.so_far, SMALL)] if row.so_far else ()),
        *([plain(row.note, NOTE)] if row.note else ()),
    ]


def _head_marks(text: ListText, totals: str | None, page: int, paper: Paper) -> Iterator[Mark]:
    """`totals` = what stands under the heading of the first page."""
    yield banner(text.banner, paper)
    right = paper.width - LEFT
    baseline = TOP + BANNER_HEIGHT + 12
    yield Text(LEFT, baseline, text.heading, "serif-bold", 17, role="title")
    if page > 1:
        yield Text(right, baseline, text.page.format(page), "sans", CAPTION_SIZE, align="right")
    if totals:
        yield Text(LEFT, baseline + 6, totals, "sans", 10.5)
    line = FIRST_ROW_BELOW_TOTAL if totals else FIRST_ROW
    yield Rule(LEFT, line, right, line, 0.2, 0.3)


def _row_marks(number: int, row: ListRow, box: Box, lines_end: float, text: ListText, setter: Setter) -> Iterator[Mark]:
    """The number and the words, boxes to tick, lines to write on, which end before the code, the code."""
    width = _words_width(lines_end)
    yield set_flow([plain(f"{number}", NUMBER)], box.left, box.top + 2.5, NUMBER_WIDTH, setter)[1]
    yield set_flow(_words(row, width, setter), box.left + NUMBER_WIDTH, box.top + 2.5, width, setter)[1]
    middle = (box.top + box.bottom) / 2
    yield from _ticks(text.boxes, box.left + NUMBER_WIDTH + width + GAP, middle)
    yield from _writing_lines(text, Box.between(lines_end - WRITING, middle, lines_end, middle), setter)
    if row.code:
        side = row.code.size * MODULE
        yield row.code.at(box.right - side - QUIET_ZONE * MODULE, middle - side / 2, MODULE)
    yield Rule(box.left, box.bottom, box.right, box.bottom, 0.15, 0.6)


def _ticks(captions: Sequence[str], left: float, middle: float) -> Iterator[Mark]:
    """A box below the other, what it is for beside it."""
    first = middle - (len(captions) - 1) * TICK_PITCH / 2
    for place, caption in enumerate(captions):
        centre = first + place * TICK_PITCH
        yield Outline(Box(left, centre - TICK / 2, TICK, TICK), 0.3)
        yield Text(left + TICK + 2, centre + 1.1, caption, "sans", CAPTION_SIZE)


def _writing_lines(text: ListText, place: Box, setter: Setter) -> Iterator[Mark]:
    """A line for who writes and one for the date, both where the boxes beside them stand."""
    for caption, baseline in (
        (text.writer, place.top - TICK_PITCH / 2 + 1.1),
        (text.date, place.top + TICK_PITCH + 1.1),
    ):
        yield Text(place.left, baseline, caption, "sans", CAPTION_SIZE)
        start = place.left + setter.text_width(caption, "sans", CAPTION_SIZE) + 1.5
        yield Rule(start, baseline + 0.4, place.right, baseline + 0.4, 0.2, 0.4)
