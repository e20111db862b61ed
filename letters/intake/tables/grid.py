"""What a table is before anyone knows what its columns mean: numbered lines of cells as text, and how big it may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from letters.errors import DataError, Problem

MOST_BYTES = 100_000_000  # of the file as it lies on the disk
MOST_UNPACKED = 200_000_000  # bytes of everything in the zip archive that .xlsx and .ods are
HIGHEST_RATIO = 200  # unpacked to packed; real tables have 5 to 40
MOST_ROWS = 200_000
MOST_CELLS = 4_000_000  # rows × columns, empty cells counted
MOST_CHARACTERS = 100_000_000  # in all cells together
LONGEST_CELL = 20_000  # characters

CellKind = Literal["text", "number", "date", "truth"]


class Cell(NamedTuple):
    """What a cell shows, as text, and what the spreadsheet takes it for."""

    text: str
    kind: CellKind = "text"


class Fault(NamedTuple):
    """Why a row cannot be trusted, and in which column, counted from 0; `None` = the whole row."""

    what: str
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; `number` is the one the spreadsheet shows at its left edge."""

    number: int
    cells: tuple[Cell, ...]
    faults: tuple[Fault, ...] = ()  # what is known to be wrong with it before its columns are


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a file, to be read once; `notes` are for the reader of the report."""

    file: str
    lines: Iterator[Line]
    count: int  # rows at most, for the progress bar
    notes: tuple[str, ...] = ()


def check_size(rows: int, columns: int, characters: int, file: str) -> None:
    """Raise DataError where a table is bigger than the memory of a small computer."""
    what = None
    if rows > MOST_ROWS:
        what = f"the table has {rows:,} rows; {MOST_ROWS:,} are the most."
    elif rows * columns > MOST_CELLS:
        what = f"the table reaches over {rows:,} rows and {columns:,} columns; {MOST_CELLS:,} cells are the most."
    elif characters > MOST_CHARACTERS:
        what = f"the table holds {characters:,} characters; {MOST_CHARACTERS:,} are the most."
    if what:
        raise DataError(Problem(file, what, "Delete what stands far away from the list, or split the file."))


def column_name(column: int) -> str:
    """The letters above a column that is counted from 0: A, B, …, Z, AA."""
    name = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        name, column = chr(65 + letter) + name, column - 1
    return name
