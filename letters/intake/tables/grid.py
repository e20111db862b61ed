"""What a table is before anyone knows what its columns mean: numbered lines of cells as text, and how big it may be.

Everybody known are 5,000 people; the bounds are four times that, so that a small computer reads a table or refuses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from letters.errors import DataError, Problem
from letters.sentences import sentence

MOST_BYTES = 20_000_000  # of the file as it lies on the disk
MOST_UNPACKED = 50_000_000  # bytes of one part of the zip archive that .xlsx and .ods are
HIGHEST_RATIO = 200  # unpacked to packed; real tables have 5 to 40
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 400_000  # rows × columns, empty cells counted
MOST_CHARACTERS = 20_000_000  # in all cells together
LONGEST_CELL = 20_000  # characters

CellKind = Literal["text", "number", "date", "truth"]


class Cell(NamedTuple):
    """What a cell shows, as text, what the spreadsheet takes it for, and the web page to which it leads."""

    text: str
    kind: CellKind = "text"
    link: str = ""


class Fault(NamedTuple):
    """Why a row cannot be trusted, and in which column, counted from 0; `None` = the whole row."""

    what: str
    column: int | None = None


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row of a table; `number` is the one the spreadsheet shows at its left edge."""

    number: int
    cells: tuple[Cell, ...]
    faults: tuple[Fault, ...] = ()  # what is known to be wrong with it before its columns are

    @property
    def texts(self) -> tuple[str, ...]:
        """What the cells show."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a file that are not empty; `notes` are for the reader of the report."""

    file: str
    lines: Sequence[TableLine]
    notes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()  # that can be read instead of this one
    sheet: str = ""


def check_size(rows: int, columns: int, characters: int, file: str) -> None:
    """Raise DataError where a table is bigger than the memory of a small computer."""
    what = ""
    if rows > MOST_ROWS:
        what = sentence("the table has {rows:,} rows; {most_rows:,} are the most.", rows=rows, most_rows=MOST_ROWS)
    elif columns > MOST_COLUMNS:
        what = sentence(
            "the table has {columns:,} columns; {most_columns:,} are the most.",
            columns=columns,
            most_columns=MOST_COLUMNS,
        )
    elif rows * columns > MOST_CELLS:
        what = sentence(
            "the table reaches over {rows:,} rows and {columns:,} columns; {most_cells:,} cells are the most.",
            rows=rows,
            columns=columns,
            most_cells=MOST_CELLS,
        )
    elif characters > MOST_CHARACTERS:
        what = sentence(
            "the table holds {characters:,} characters; {most_characters:,} are the most.",
            characters=characters,
            most_characters=MOST_CHARACTERS,
        )
    if what:
        hint = sentence("Delete what stands far away from the list, or split the file.")
        raise DataError(Problem(file, what, hint, code="table-too-big"))


def column_name(column: int) -> str:
    """The letters above a column that is counted from 0: A, B, …, Z, AA."""
    name = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        name, column = chr(65 + letter) + name, column - 1
    return name
