"""A spreadsheet that somebody looks at before it is imported: columns, rows as they would be saved, and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from letters.app.tables import (
    LAST,
    Advance,
    ImportedRow,
    ImportRequest,
    as_table,
    kept_columns,
    take_rows,
    write_table,
)
from letters.errors import CommandError, DataError, Problem
from letters.intake.tables import Table, csv_text, field_names, guess_table, read_table
from letters.intake.tables.headings import IGNORED
from letters.sentences import sentence
from letters.store.atomic import aside
from letters.store.book.plan import BookPlan, changing
from letters.textfile import GivenFile, unwritable

__all__ = ["IGNORED", "GivenFile", "SeenTable", "TableColumn", "exported", "import_seen", "look_at_table"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its heading, the field for which it was taken ("-" = none), and some of its cells."""

    heading: str
    field: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class SeenTable:
    """What an import would do: nothing has been written."""

    columns: tuple[TableColumn, ...]
    rows: tuple[ImportedRow, ...]
    notes: tuple[str, ...]  # about the file as a whole
    sheets: tuple[str, ...]
    sheet: str
    is_new_book: bool
    rejected: str = ""  # the rows that are not taken, with their reasons, as a .csv
    problems: tuple[Problem, ...] = ()  # why there are no rows: no column holds the addresses

    @property
    def refused_rows(self) -> tuple[ImportedRow, ...]:
        """Rows that cannot be taken."""
        return tuple(row for row in self.rows if not row.planned and not row.there)

    @property
    def new_rows(self) -> tuple[ImportedRow, ...]:
        """Rows whose people would be added."""
        return tuple(row for row in self.rows if row.planned)

    @property
    def known_rows(self) -> tuple[ImportedRow, ...]:
        """Rows whose people are in the book, or stand in the table above."""
        return tuple(row for row in self.rows if row.there)

    @cached_property
    def content(self) -> str:
        """The same for two that come to the same in the book."""
        told = [
            (
                row.number,
                row.planned and dict(row.planned.record),
                row.there,
                [problem.what for problem in row.problems],
            )
            for row in self.rows
        ]
        return sha256(repr(told).encode()).hexdigest()


def look_at_table(request: ImportRequest, advance: Advance = lambda done, all_: None) -> SeenTable:
    """What an import would do, all of it; raises CommandError, DataError or FileError for the book, or a wrong file."""
    _check_fields(request.fields)
    try:
        table = read_table(as_table(request), {}, request.sheet, request.fields)
        return _seen(table, BookPlan(request.book, request.today), advance)
    except DataError as error:
        if error.problems[0].code != "table-no-address":
            raise
        table = guess_table(as_table(request), request.sheet, request.fields)
        is_new = not request.book.exists()
        return SeenTable(_columns(table), (), table.notes, table.sheets, table.sheet, is_new, "", error.problems)


def import_seen(request: ImportRequest, content: str, advance: Advance = lambda done, all_: None) -> SeenTable:
    """Put into the book what was seen, and nothing else; raises DataError when it would be something else by now."""
    _check_fields(request.fields)
    with changing(request.book, request.today) as plan:
        seen = _seen(read_table(as_table(request), {}, request.sheet, request.fields), plan, advance)
        if seen.content != content:
            what = sentence("what would be saved is not what was shown: the book was changed, or a column.")
            hint = sentence("Look at it again.")
            raise DataError(Problem(request.book.name, what, hint, code="book-changed"))
        plan.write()
    return seen


def _check_fields(fields: Mapping[int, str]) -> None:
    for name in fields.values():
        if name not in (*field_names(), IGNORED):
            what, hint = sentence("there is no field «{name}».", name=name), sentence("Choose one of the menu.")
            raise CommandError(Problem("", what, hint, code="map-no-field", field="map"))


def _seen(table: Table, plan: BookPlan, advance: Advance) -> SeenTable:
    plan.check_sound()
    columns = dict(kept_columns(table))
    heap = take_rows(table, plan, columns, advance)
    rejected = csv_text((*columns.values(), *LAST), heap.rejected) if heap.rejected else ""
    rows = tuple(heap.rows)
    return SeenTable(_columns(table), rows, table.notes, table.sheets, table.sheet, plan.is_new, rejected)


def _columns(table: Table) -> tuple[TableColumn, ...]:
    named: Sequence[tuple[str, str | None, tuple[str, ...]]] = list(
        zip(table.headings, table.fields, table.samples, strict=True)
    )
    return tuple(TableColumn(heading, name or IGNORED, samples) for heading, name, samples in named)


def exported(book: Path, ending: str) -> bytes:
    """Everybody in the book as an .xlsx or .csv, the bytes that `export_book` writes; raises DataError, FileError."""
    if not book.exists():
        what, hint = sentence("there is no book yet."), sentence("Add somebody first: ‹add›.")
        raise DataError(Problem(book.name, what, hint, code="no-book"))
    try:
        with aside(book.parent) as folder:
            path = folder / f"book{ending}"
            write_table(book, path)
            return path.read_bytes()
    except OSError as error:
        raise unwritable(book.absolute().parent, error) from error
