"""People between the book and spreadsheets: the story of an import, and of an export."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from letters.app.table_file import WRITERS, table_writer
from letters.draw import glyph_problem, missing_glyphs
from letters.errors import DataError, FileError, Problem
from letters.intake.tables import Row, Table, csv_text, field_names, read_renames, read_table, write_csv
from letters.intake.tables.headings import IGNORED
from letters.sentences import ended, joined, sentence, translated
from letters.store.atomic import aside, whole
from letters.store.book import read_book
from letters.store.book.lines import read_lines
from letters.store.book.plan import BookPlan, Planned, changing
from letters.textfile import GivenFile, unwritable

__all__ = [
    "ExportRequest",
    "ImportRequest",
    "Imported",
    "ImportedRow",
    "ImportedRows",
    "as_table",
    "export_book",
    "field_names",
    "import_table",
    "kept_columns",
    "take_rows",
    "write_table",
]

Advance = Callable[[int, int], None]
BOOKS = (".yaml", ".yml", ".json")  # how the names of books end
LAST = ("row", "reason")  # the columns that the file of rejected rows has besides those of the table
_BY_LANGUAGE = ("about", "tip")
_PAST = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}): *(.+)")
_PRINTED = ("address", "name", "dative", "english", "about", "tip")


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be imported, and where to; `rejected` is written only if there are such rows."""

    table: Path | GivenFile  # a spreadsheet, or another group's book
    book: Path
    today: date
    rejected: Path | None = None  # `None` = beside the book, named after the table
    maps: tuple[str, ...] = ()  # "Heading=field"
    sheet: str | None = None
    dry_run: bool = False
    fields: Mapping[int, str] = field(default_factory=dict)  # what columns hold, counted from 0, "-" = nothing

    @property
    def rejected_file(self) -> Path:
        """Where rows go that cannot be taken."""
        return self.rejected or self.book.parent / f"{self.table.stem}.rejected.csv"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    is_new_book: bool
    added: tuple[str, ...]  # ids
    present: int
    rejected: int
    unknown: tuple[str, ...]  # headings of columns that were not imported
    notes: tuple[str, ...]  # about the file as a whole
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What became of one row: `planned` stands in the book then, `there` is the id under which it stands already."""

    number: int  # as the spreadsheet shows it
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]  # errors = why it is not taken
    planned: Planned | None = None
    there: str = ""


@dataclass(frozen=True, slots=True)
class ImportedRows:
    """What the rows have come to so far."""

    rows: list[ImportedRow] = field(default_factory=list)
    rejected: list[tuple[str, ...]] = field(default_factory=list)  # as they go into the file


def import_table(request: ImportRequest, advance: Advance = lambda done, all_: None) -> Imported:
    """Put the people of a table into the book; rows that cannot be taken go into a file with their reasons.

    Raises CommandError, DataError or FileError, and then nothing was written.
    """
    renames = read_renames(request.maps)
    with _opened(request) as plan:
        table = read_table(as_table(request), renames, request.sheet, request.fields)
        plan.check_sound()
        columns = dict(kept_columns(table))
        heap = take_rows(table, plan, columns, advance)
        if not request.dry_run:
            _write(request.rejected_file, (*columns.values(), *LAST), heap.rejected, plan)
    return Imported(
        is_new_book=plan.is_new,
        added=tuple(row.planned.id for row in heap.rows if row.planned),
        present=sum(bool(row.there) for row in heap.rows),
        rejected=len(heap.rejected),
        unknown=table.unknown,
        notes=table.notes,
        problems=tuple(problem for row in heap.rows for problem in row.problems),
    )


def as_table(request: ImportRequest) -> Path | GivenFile:
    """The file to be imported, a spreadsheet as it is, a book as a table; raises DataError or FileError for a book."""
    given = request.table
    if not given.name.lower().endswith(BOOKS):
        return given
    if isinstance(given, Path):
        return _tabled(given, given.name)
    try:
        with aside(request.book.parent) as folder:
            book = folder / given.name[-60:]  # no system takes names much longer than that in Russian letters
            book.write_bytes(given.data)
            return _tabled(book, given.name)
    except OSError as error:
        raise unwritable(request.book.parent, error) from error


def _tabled(book: Path, name: str) -> GivenFile:
    columns, rows = _table_of(book)
    return GivenFile(name, csv_text(columns, rows).encode())


def _opened(request: ImportRequest) -> AbstractContextManager[BookPlan]:
    """The book, for this import alone unless it is only tried."""
    return (
        nullcontext(BookPlan(request.book, request.today)) if request.dry_run else changing(request.book, request.today)
    )


def kept_columns(table: Table) -> Iterator[tuple[int, str]]:
    """The columns that a mended file needs, under the names that the fields have in the book; no others are copied."""
    return ((place, name) for place, name in enumerate(table.fields) if name not in (None, IGNORED))


def take_rows(table: Table, plan: BookPlan, columns: Mapping[int, str], advance: Advance) -> ImportedRows:
    """Put the people of a table into the plan; what became of each row. `advance` may stop it."""
    heap = ImportedRows()
    for done, row in enumerate(table.rows, 1):
        _take_row(row, plan, table, columns, heap)
        advance(min(done, table.count), table.count)
    return heap


def _take_row(row: Row, plan: BookPlan, table: Table, columns: Mapping[int, str], heap: ImportedRows) -> None:
    """Put the person of a row into the plan, and what became of the row on the heap."""
    where = f"{table.file}:{row.number}"
    try:
        if row.reasons:
            raise DataError(*(Problem("", ended(reason), code="row-rejected") for reason in row.reasons))
        taken = _taken(row, plan)
        found = tuple(replace(note, where=where) for note in taken.problems)
        heap.rows.append(replace(taken, problems=found))
    except DataError as error:
        reasons = tuple(
            dict.fromkeys(joined(filter(None, (problem.what, problem.hint)), " ") for problem in error.problems)
        )
        heap.rejected.append(_rejected(row, table, columns, reasons))
        found = tuple(Problem(where, reason, code="row-rejected") for reason in reasons)
        heap.rows.append(ImportedRow(row.number, row.cells, found))


def _taken(row: Row, plan: BookPlan) -> ImportedRow:
    """Put the person of a row into the plan unless they are there; raises DataError for what cannot be taken."""
    record = book_record(row.values)
    checked = plan.check(record)
    if strange := tuple(_unprintable(record)):
        raise DataError(*strange)
    match = plan.find(checked.identity)
    if match and match.is_certain:
        there = str(plan.record(match.place).get("id", ""))
        return ImportedRow(row.number, row.cells, () if match.is_there else (_elsewhere(there),), None, there)
    added = plan.add(checked)
    notes = [Problem("", ended(note), level="warning", code="row-note", who=added.id) for note in row.notes]
    notes += (replace(doubt, who=added.id) for doubt in added.doubts)
    if match:
        notes.append(perhaps_there(str(plan.record(match.place).get("id", "")), added.id))
    return ImportedRow(row.number, row.cells, tuple(notes), added)


def _elsewhere(there: str) -> Problem:
    what = sentence("this person is in the book as «{there}», with another address; nothing was changed.", there=there)
    general = sentence("these people are in the book with other addresses; nothing was changed.")
    hint = sentence("Compare both with the case page.")
    return Problem("", what, hint, "warning", code="present-elsewhere", general=general, who=there)


def perhaps_there(there: str, who: str) -> Problem:
    """The note that somebody new may be in the book already: surname and given name are the same."""
    what = sentence(
        "this may be «{there}» in the book: the same name, and a year or patronymic is missing.", there=there
    )
    general = sentence("these may be in the book already: the same name, and a year or patronymic is missing.")
    hint = sentence("Compare the case pages; keep one entry, or both.")
    return Problem("", what, hint, "warning", code="duplicate", general=general, who=who)


def _rejected(row: Row, table: Table, columns: Mapping[int, str], reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The cells as they were, then number and reasons; what stands behind the headings, mostly a part of an address
    with commas, goes behind those, and so do words of a column that is not taken, if they stop the row.
    """
    cells = [row.cells[place] if place < len(row.cells) else "" for place in columns]
    width = len(table.headings)
    words = (row.cells[place] for place in row.stopped_by if place not in columns and place < width)
    return (*cells, str(row.number), " | ".join(map(translated, reasons)), *words, *row.cells[width:])


def _unprintable(record: Mapping[str, Any]) -> Iterator[Problem]:
    """Characters that no font of the program has: they would stop every run."""
    for name in _PRINTED:
        value = record.get(name, "")
        text = value if isinstance(value, str) else " ".join(value.values())
        for character in missing_glyphs(text):
            yield glyph_problem("", text, character, name)


def _write(rejected: Path, headings: Sequence[str], rows: Sequence[Sequence[str]], plan: BookPlan) -> None:
    """The book and the file of rejected rows, both or none."""
    if not rows:
        plan.write()
        return
    if rejected.exists():
        what = sentence("already exists and may hold rows that somebody is correcting.")
        hint = sentence("Move it away, or name another with ‹rejected›.")
        raise FileError(Problem(str(rejected), what, hint, code="file-exists"))
    with whole(rejected) as part:
        write_csv(part, headings, rows)
        plan.write()


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Which book goes into which table, and whether that may take the place of one that is there."""

    book: Path
    table: Path
    force: bool = False


def export_book(request: ExportRequest) -> int:
    """Write everybody in the book into an .xlsx or .csv, and say how many; the sender stays out of it.

    Raises CommandError, DataError or FileError, and then nothing was written.
    """
    table_writer(request.table, request.force)
    with whole(request.table) as part:
        return write_table(request.book, part)


def write_table(book: Path, path: Path) -> int:
    """The same into a path that ends with .xlsx or .csv, whatever is there; raises DataError or FileError."""
    columns, rows = _table_of(book)
    WRITERS[path.suffix.lower()](path, columns, rows)
    return len(rows)


def _table_of(book: Path) -> tuple[tuple[str, ...], list[list[str]]]:
    """The fields that anybody in the book has, and a row a person; raises DataError or FileError."""
    if errors := read_book(book).errors:
        raise DataError(*errors)
    records = [flat_record(record) for record in read_lines(book).records]
    columns = _columns(records)
    return columns, [[record.get(name, "") for name in columns] for record in records]


def _columns(records: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The fields that anybody has, in the order of the headings."""
    used = dict.fromkeys(("id", "address", *(name for record in records for name in record)))
    order = {name: place for place, name in enumerate(field_names())}
    return tuple(sorted(used, key=lambda name: (order.get(name, order["verified"] - 0.5), name)))


def book_record(values: Mapping[str, str]) -> dict[str, Any]:
    """The texts of a row in the shape of the book: languages, services and earlier addresses apart."""
    record: dict[str, Any] = {}
    for name, text in values.items():
        stem, _, language = name.partition(".")
        if stem in _BY_LANGUAGE:
            record.setdefault(stem, {})[language] = text
        elif name in ("services", "tags"):
            record[name] = tuple(filter(None, re.split(r"[\s,;]+", text)))
        else:
            record[name] = tuple(map(_past, text.splitlines())) if name == "history" else text
    return record


def _past(line: str) -> dict[str, str]:
    """«2026-01-01: 663180, …» -> the address and the day it was replaced."""
    found = _PAST.fullmatch(line.strip())
    return {"address": found[2], "until": found[1]} if found else {"address": line.strip()}


def flat_record(record: Mapping[str, Any]) -> dict[str, str]:
    """The other way round: a record of the book as texts by field, as a table has them."""
    return dict(_flat(record))


def _flat(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{language}", text) for language, text in value.items())
        elif name == "history":
            yield name, "\n".join(f"{past['until']}: {past['address']}" for past in value)
        else:
            yield name, value if isinstance(value, str) else ", ".join(value)
