"""Sheets of address labels: their sizes, where each label lies, and an address set on one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from letters.errors import CommandError, DataError, Problem
from letters.layout.envelope.block import FONT, SIZES, block_marks, set_block
from letters.layout.sheet.data import sheet_data
from letters.layout.sheet.imposition import Imposition, Place
from letters.marks import Mark, Outline, Page, Setter, Shared
from letters.paper import A4_HEIGHT, A4_WIDTH, Box
from letters.russian.postal.block import LINE_NAMES, Line
from letters.sentences import joined, sentence

LINE = 0.2  # mm; outlines
EXAMPLE = "70x36-3x8"
LARGEST = "L7163"  # of those known by name
_NUMBER = r"(\d{1,3}(?:\.\d+)?)"
_CUSTOM = re.compile(rf"{_NUMBER}x{_NUMBER}-([1-9]\d?)x([1-9]\d?)(?:\+{_NUMBER}(?:x{_NUMBER})?)?")


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Labels in columns and rows in the middle of an A4 sheet; gaps are the white between two labels."""

    name: str
    width: float
    height: float
    columns: int
    rows: int
    gap_across: float = 0
    gap_down: float = 0

    @property
    def left(self) -> float:
        """Left edge of the first column."""
        return (A4_WIDTH - self.columns * (self.width + self.gap_across) + self.gap_across) / 2

    @property
    def top(self) -> float:
        """Upper edge of the first row."""
        return (A4_HEIGHT - self.rows * (self.height + self.gap_down) + self.gap_down) / 2

    @property
    def text_area(self) -> Box:
        """Where text may stand on a label, wherever on the sheet it lies."""
        clear = sheet_data()["clear"]
        side = max(clear["label"]["side"], clear["sheet"] - self.left)
        top = max(clear["label"]["top"], clear["sheet"] - self.top)
        return Box(side, top, self.width - 2 * side, self.height - 2 * top)

    def boxes(self) -> Iterator[Box]:
        """Every label, row by row from the top left."""
        for row in range(self.rows):
            for column in range(self.columns):
                left = self.left + column * (self.width + self.gap_across)
                top = self.top + row * (self.height + self.gap_down)
                yield Box(round(left, 3), round(top, 3), self.width, self.height)


def label_names() -> tuple[str, ...]:
    """The label sheets known by name."""
    return tuple(sheet_data()["labels"])


def find_labels(name: str) -> LabelSheet:
    """The sheet of that name, or WIDTHxHEIGHT-COLUMNSxROWS in mm with +GAP; raises CommandError when there is none."""
    known = {key.casefold(): key for key in label_names()}
    if key := known.get(name.casefold()):
        return _check_sheet(_from_data(key))
    size = _CUSTOM.fullmatch(re.sub(r"[XхХ×*]", "x", name.replace(" ", "")))
    if size is None:
        raise CommandError(_unknown_sheet(name))
    width, height, columns, rows, across, down = size.groups()
    gaps = (float(across or 0), float(down or 0))
    return _check_sheet(LabelSheet(name, float(width), float(height), int(columns), int(rows), *gaps))


def _from_data(name: str) -> LabelSheet:
    row = sheet_data()["labels"][name]
    label, gap = row["label"], row["gap"]
    return LabelSheet(name, label["width"], label["height"], row["columns"], row["rows"], gap["across"], gap["down"])


def _unknown_sheet(name: str) -> Problem:
    close = get_close_matches(name.upper(), label_names(), 1)
    known = sentence(
        "Known: {names}, fold, cut, or size and number of the labels on an A4 sheet, such as {example} (width x height "
        "in mm, columns x rows).",
        names=", ".join(label_names()),
        example=EXAMPLE,
    )
    hint = joined((*(sentence("Did you mean {close}?", close=name) for name in close), known), " ")
    return Problem("", sentence("there is no such sheet."), hint, code="unknown-sheet", field="sheet", value=name)


def _check_sheet(sheet: LabelSheet) -> LabelSheet:
    """The sheet, if its labels lie on the paper and have room for text."""
    count, size = f"{sheet.columns} x {sheet.rows}", f"{sheet.width:g} x {sheet.height:g}"
    what = ""
    if sheet.left < 0:
        what = sentence("{count} labels of {size} mm are too wide to fit on the sheet (A4).", count=count, size=size)
    elif sheet.top < 0:
        what = sentence("{count} labels of {size} mm are too high to fit on the sheet (A4).", count=count, size=size)
    elif min(sheet.text_area.width, sheet.text_area.height) <= 0:
        what = sentence("{count} labels of {size} mm are too small for an address (A4).", count=count, size=size)
    if what:
        hint = sentence("Measure one label and count: width x height in mm, columns x rows, + the gap between columns.")
        raise CommandError(Problem("", what, hint, code="labels-size", field="sheet", value=sheet.name))
    return sheet


def label_imposition(sheet: LabelSheet, start: int = 1, outlines: bool = False) -> Imposition:
    """The sheet of labels, filled from label `start` (1 = top left, row by row); raises CommandError if it has none."""
    boxes = tuple(sheet.boxes())
    if not 1 <= start <= len(boxes):
        what = sentence("a sheet of {sheet} has no label number {start}.", sheet=sheet.name, start=start)
        hint = sentence("Count row by row from the top left: 1 to {count}.", count=len(boxes))
        raise CommandError(Problem("", what, hint, code="no-such-label", field="start", value=str(start)))
    marks: tuple[Mark, ...] = (Shared(tuple(Outline(box, LINE) for box in boxes)),) if outlines else ()
    places = tuple(Place(box.left, box.top) for box in boxes)
    return Imposition(A4_WIDTH, A4_HEIGHT, places, marks, start - 1)


def layout_label(lines: tuple[Line, ...], sheet: LabelSheet, setter: Setter) -> Page:
    """An address on one label, flush left, half way down; raises DataError when it does not fit at 9 pt."""
    area = sheet.text_area
    block = set_block(lines, area, setter)
    if block is None:
        raise DataError(_too_long(lines, sheet, setter))
    top = (sheet.height - block.height) / 2
    return Page(sheet.width, sheet.height, tuple(block_marks(block, area.left, top)))


def _too_long(lines: tuple[Line, ...], sheet: LabelSheet, setter: Setter) -> Problem:
    area, smallest = sheet.text_area, SIZES[-1]
    widest = max(lines, key=lambda line: setter.text_width(line.text, FONT, smallest))
    what = sentence(
        "the address does not fit a label of {sheet} ({width:g} x {height:g} mm for text) at "
        "{smallest:g} pt; its longest line is the {kind}: «{widest}».",
        sheet=sheet.name,
        width=area.width,
        height=area.height,
        smallest=smallest,
        kind=LINE_NAMES[widest.kind],
        widest=widest.text,
    )
    hint = sentence("Write that line shorter in the book.")
    if sheet.width < _from_data(LARGEST).width:
        hint = sentence("Take larger labels (‹sheet=L7163›), or write that line shorter in the book.")
    return Problem("", what, hint, code="address-too-long")
