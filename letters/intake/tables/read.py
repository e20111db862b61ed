"""A file with a table to rows of fields, each with what is doubtful about it, or why it cannot be taken."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from letters.intake.tables.container import file_kind
from letters.intake.tables.grid import Cell, Grid, Line, column_name
from letters.intake.tables.headings import (
    IGNORED,
    ROWS_TRIED,
    Columns,
    Renames,
    check_renames,
    count_known,
    is_heading_row,
    no_headings,
    read_columns,
)
from letters.intake.tables.line import with_line
from letters.intake.tables.plain import open_plain
from letters.intake.tables.values import find_fault, find_note, read_value
from letters.intake.tables.workbook import open_workbook


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings; `values` are texts by field of the book, empty ones left out."""

    number: int  # as the spreadsheet shows it
    values: Mapping[str, str]
    cells: tuple[str, ...]  # as they stand in the table, for the file of rejected rows
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()  # why it cannot be imported; empty = nothing is known against it


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, to be read once, and what is to be said of the file as a whole."""

    file: str
    headings: tuple[str, ...]
    unknown: tuple[str, ...]  # headings of columns that are not imported
    rows: Iterator[Row]
    count: int  # rows at most
    notes: tuple[str, ...] = ()


@contextmanager
def open_table(path: Path, renames: Renames, sheet: str | None = None) -> Iterator[Table]:
    """The table of an .xlsx, .ods or .csv file, known by its content and not by its name.

    Raises FileError, CommandError, or DataError; the latter also while the rows are read.
    """
    with ExitStack() as stack:
        if file_kind(path) == "zip":
            grid = stack.enter_context(open_workbook(path, sheet))
        else:
            grid = stack.enter_context(open_plain(path, lambda rows: count_known(rows, renames)))
        yield _table(grid, renames)


def _table(grid: Grid, renames: Renames) -> Table:
    columns, above, rest = _find_columns(grid, renames)
    check_renames(columns, renames, grid.file)
    notes = (*grid.notes, *_title_note(above), *_column_notes(columns))
    rows = (_row(line, columns) for line in rest)
    return Table(grid.file, columns.headings, columns.unknown(), rows, grid.count, notes)


def _find_columns(grid: Grid, renames: Renames) -> tuple[Columns, int, Iterator[Line]]:
    """The headings, how many rows stand above them, and the rows below; raises DataError if there are none."""
    best: Columns | None = None
    for above, line in zip(range(ROWS_TRIED), grid.lines, strict=False):
        columns = read_columns([cell.text for cell in line.cells], renames)
        if is_heading_row(columns):
            return columns, above, grid.lines
        best = best or columns
    raise no_headings(best, grid.file)


def _title_note(above: int) -> Iterator[str]:
    if above:
        yield f"rows above the headings: {above}. They were not read."


def _column_notes(columns: Columns) -> Iterator[str]:
    for field in columns.repeated():
        yield f"more than one column holds «{field}»; a row in which they differ is not imported."


def _row(line: Line, columns: Columns) -> Row:
    cells = tuple(cell.text for cell in line.cells)
    values, reasons = _values(line, columns)
    reasons = [*_faults(line, columns), *_surplus(line.cells, columns), *reasons]
    if reasons:
        return Row(line.number, values, cells, (), tuple(reasons))
    lined = with_line(values)
    return Row(line.number, lined.values, cells, (*_cell_notes(line, columns), *lined.notes), lined.reasons)


def _faults(line: Line, columns: Columns) -> Iterator[str]:
    """What is wrong with the row, but not in a column that is left out."""
    for fault in line.faults:
        if fault.column is None or columns.field(fault.column) not in (None, IGNORED):
            yield fault.what


def _cell_notes(line: Line, columns: Columns) -> Iterator[str]:
    for place, cell in enumerate(line.cells):
        if cell.text.strip() and place < len(columns.headings) and not columns.headings[place]:
            yield f"the column {column_name(place)} has no heading; what stands in it was not imported"
        elif note := find_note(columns.field(place) or "", cell):
            yield note


def _values(line: Line, columns: Columns) -> tuple[dict[str, str], list[str]]:
    values: dict[str, str] = {}
    reasons: list[str] = []
    for cell, field in zip(line.cells, columns.fields, strict=False):
        if field in (None, IGNORED) or not cell.text.strip():
            continue
        text = read_value(str(field), cell)
        fault = find_fault(str(field), cell) or _difference(str(field), values, text)
        reasons += [fault] if fault else []
        values.setdefault(str(field), text)
    return values, reasons


def _difference(field: str, values: Mapping[str, str], text: str) -> str | None:
    if values.get(field, text) != text:
        return f"{field}: two columns differ, «{values[field]}» and «{text}»; keep one of them"
    return None


def _surplus(cells: tuple[Cell, ...], columns: Columns) -> Iterator[str]:
    """Cells without a heading: in a .csv mostly an address with commas that does not stand in quotation marks."""
    surplus = [cell.text for cell in cells[len(columns.headings) :] if cell.text.strip()]
    if surplus:
        what = f"the row has {len(cells)} cells, the headings {len(columns.headings)}"
        yield f"{what}: a cell with commas or semicolons in it must stand in quotation marks"


def read_rows(path: Path, renames: Renames | None = None, sheet: str | None = None) -> Iterator[Row]:
    """The rows of a file, for who needs nothing else of it."""
    with open_table(path, renames or {}, sheet) as table:
        yield from table.rows
