"""A file with a table to rows of fields, each with what is doubtful about it, or why it cannot be taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from letters.intake.tables.columns import Chosen, TableHead, find_head, guess_head, questions
from letters.intake.tables.container import file_kind
from letters.intake.tables.grid import Cell, Grid, TableLine, column_name
from letters.intake.tables.headings import Columns, Renames, count_known, is_heading_row, read_columns
from letters.intake.tables.line import Lined, with_line
from letters.intake.tables.people import people_among
from letters.intake.tables.plain import read_plain
from letters.intake.tables.remarks import still_there
from letters.intake.tables.values import read_cell
from letters.intake.tables.workbook import read_workbook
from letters.sentences import sentence
from letters.textfile import GivenFile

SAMPLES = 3  # cells of a column that are shown
LOOKED_AT = 50  # rows for them


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings; `values` are texts by field of the book, empty ones left out."""

    number: int  # as the spreadsheet shows it
    values: Mapping[str, str]
    cells: tuple[str, ...]  # as they stand in the table, for the file of rejected rows
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()  # why it cannot be imported; empty = nothing is known against it
    stopped_by: tuple[int, ...] = ()  # columns whose words speak against it, such as «released»


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, to be read once, and what is to be said of the file as a whole."""

    file: str
    headings: tuple[str, ...]
    fields: tuple[str | None, ...]  # what each column holds; `None` = it is not imported
    unknown: tuple[str, ...]  # headings of columns that are not imported
    rows: Iterator[Row]
    count: int  # rows
    notes: tuple[str, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()  # of each column, the first cells that say something
    sheets: tuple[str, ...] = ()  # of the file, that can be read instead
    sheet: str = ""  # that was read


def read_table(
    path: Path | GivenFile, renames: Renames, sheet: str | None = None, chosen: Chosen | None = None
) -> Table:
    """The table of an .xlsx, .ods or .csv file, known by its content and not by its name.

    `chosen` = what columns hold, said by their places. Raises FileError, CommandError, or DataError.
    """
    grid = _grid(path, renames, sheet)
    return _table(grid, find_head(grid, renames, chosen))


def guess_table(path: Path | GivenFile, sheet: str | None = None, chosen: Chosen | None = None) -> Table:
    """The same of a file in which no column may hold addresses yet: then the table has no rows."""
    grid = _grid(path, {}, sheet)
    head = guess_head(grid, {}, chosen) or TableHead(read_columns(_letters(grid), {}), 0, 0)
    if is_heading_row(head.columns):
        return _table(grid, head)
    columns, samples = head.columns, _samples(grid.lines[head.begin :], head.columns)
    unknown, sheets = columns.unknown(), (grid.sheets, grid.sheet)
    return Table(grid.file, columns.headings, columns.fields, unknown, iter(()), 0, grid.notes, samples, *sheets)


def _letters(grid: Grid) -> list[str]:
    return [column_name(place) for place in range(max((len(line.cells) for line in grid.lines), default=0))]


def _grid(path: Path | GivenFile, renames: Renames, sheet: str | None) -> Grid:
    if file_kind(path) == "zip":
        return read_workbook(path, sheet)
    return read_plain(path, lambda rows: count_known(rows, renames))


def _samples(lines: Sequence[TableLine], columns: Columns) -> tuple[tuple[str, ...], ...]:
    tried = [line.texts for line in lines[:LOOKED_AT]]
    cells = ([texts[at].strip() for texts in tried if at < len(texts)] for at in range(len(columns.headings)))
    return tuple(tuple(dict.fromkeys(filter(None, texts)))[:SAMPLES] for texts in cells)


def _table(grid: Grid, head: TableHead) -> Table:
    below = grid.lines[head.begin :]
    people, others = people_among(below, head.columns, grid.lines[: head.begin])
    notes = (*grid.notes, *_head_notes(head), *others, *questions(head.columns, people))
    columns = head.columns
    rows = (_row(line, columns) for line in people)
    samples, sheets = _samples(people, columns), (grid.sheets, grid.sheet)
    count, unknown = len(people), columns.unknown()
    return Table(grid.file, columns.headings, columns.fields, unknown, rows, count, notes, samples, *sheets)


def _head_notes(head: TableHead) -> Iterator[str]:
    if head.above:
        yield sentence("rows above the headings: {above}. They were not read.", above=head.above)
    yield from head.notes
    for field in head.columns.repeated():
        yield sentence("more than one column holds «{field}»; a row in which they differ is not imported.", field=field)


def _row(line: TableLine, columns: Columns) -> Row:
    read = _values(line, columns)
    reasons = (*_faults(line, columns), *_surplus(line.cells, columns), *read.reasons)
    lined = Lined(read.values) if reasons else with_line(read.values)
    doubts = still_there(line.texts, columns, lined.values)
    reasons = (*reasons, *lined.reasons, *doubts.reasons)
    notes = () if reasons else (*read.notes, *lined.notes, *doubts.notes)
    return Row(line.number, lined.values, _as_they_stand(line, columns), notes, reasons, doubts.stopped_by)


def _as_they_stand(line: TableLine, columns: Columns) -> tuple[str, ...]:
    """The cells, with the link for the words that stand for it."""
    return tuple(
        cell.link if cell.link and columns.field(at) == "case" else cell.text for at, cell in enumerate(line.cells)
    )


def _faults(line: TableLine, columns: Columns) -> Iterator[str]:
    """What is wrong with the row, but not in a column that is left out."""
    for fault in line.faults:
        if fault.column is None or columns.is_imported(fault.column):
            yield fault.what


def _values(line: TableLine, columns: Columns) -> Lined:
    """What the cells say, field by field; two columns of one field must agree."""
    values: dict[str, str] = {}
    notes: list[str] = []
    reasons: list[str] = []
    links: set[str] = set()
    for at, cell in enumerate(line.cells):
        if columns.is_imported(at):
            reading = read_cell(str(columns.field(at)), cell)
            notes += reading.notes
            reasons += reading.reasons
            links |= {reading.link} - {""}
            for field, text in reading.values.items():
                if values.setdefault(field, text) != text:
                    reasons.append(
                        sentence(
                            "{field}: two columns differ, «{values}» and «{text}»; keep one of them",
                            field=field,
                            values=values[field],
                            text=text,
                        )
                    )
    if "case" not in values and len(links) == 1:
        values["case"] = links.pop()
        notes.append(sentence("case: taken from the link behind the name"))
    return Lined(values, tuple(notes), tuple(reasons))


def _surplus(cells: tuple[Cell, ...], columns: Columns) -> Iterator[str]:
    """Cells without a heading: in a .csv mostly an address with commas that does not stand in quotation marks."""
    surplus = [cell.text for cell in cells[len(columns.headings) :] if cell.text.strip()]
    if surplus:
        yield sentence(
            "the row has {cells} cells, the headings {headings}: a cell with commas or semicolons in it must stand in "
            "quotation marks",
            cells=len(cells),
            headings=len(columns.headings),
        )
