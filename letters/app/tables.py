"""People between the book and spreadsheets: the story of an import, and of an export."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from letters.draw import glyph_problem, missing_glyphs
from letters.errors import CommandError, DataError, FileError, Problem
from letters.intake.tables import Row, Table, field_names, open_table, read_renames, write_csv, write_xlsx
from letters.messages import Alike, fold
from letters.store.book import read_book
from letters.store.book.bulk import Intake, Offer, flat_record, write_people
from letters.store.book.layout import walk_people
from letters.store.book.people import tree_values
from letters.store.book.spool import Spool
from letters.textfile import unwritable

Advance = Callable[[int, int], None]
Writer = Callable[[Path, Sequence[str], Iterable[Sequence[str]]], None]
WRITERS: Mapping[str, Writer] = {".xlsx": write_xlsx, ".csv": write_csv}
LAST = ("row", "reason")  # the columns that the file of rejected rows has besides those of the table
_PRINTED = ("address", "name", "dative", "english", "about", "tip")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be imported, and where to; `rejected` is written only if there are such rows."""

    table: Path
    book: Path
    rejected: Path
    maps: tuple[str, ...] = ()  # "Heading=field"
    sheet: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    wish: Wish
    is_new_book: bool
    added: tuple[str, ...]  # ids
    present: int
    rejected: int
    unknown: tuple[str, ...]  # headings of columns that were not imported
    notes: tuple[str, ...]  # about the file as a whole
    problems: tuple[Alike, ...]


@dataclass(frozen=True, slots=True)
class _Heap:
    """What the rows have come to so far."""

    records: Spool[Mapping[str, Any]] = field(default_factory=Spool)
    rejected: Spool[tuple[str, ...]] = field(default_factory=Spool)
    problems: Spool[Problem] = field(default_factory=Spool)
    present: list[str] = field(default_factory=list)


def import_table(wish: Wish, advance: Advance = lambda done, all_: None) -> Imported:
    """Put the people of a table into the book; rows that cannot be taken go into a file with their reasons.

    Raises CommandError, DataError or FileError, and then nothing was written.
    """
    intake = Intake(wish.book)
    heap = _Heap()
    with open_table(wish.table, read_renames(wish.maps), wish.sheet) as table:
        for done, row in enumerate(table.rows, 1):
            _take(row, intake, table, heap)
            advance(min(done, table.count), table.count)
    if not wish.dry_run:
        _write(wish, table, intake, heap)
    return _report(wish, table, intake, heap)


def _report(wish: Wish, table: Table, intake: Intake, heap: _Heap) -> Imported:
    return Imported(
        wish,
        is_new_book=intake.seen is None,
        added=tuple(str(record["id"]) for record in heap.records),
        present=len(heap.present),
        rejected=len(heap.rejected),
        unknown=table.unknown,
        notes=table.notes,
        problems=fold(heap.problems),
    )


def _take(row: Row, intake: Intake, table: Table, heap: _Heap) -> None:
    where = f"{table.file}:{row.number}"
    offer = Offer("rejected", reasons=row.reasons) if row.reasons else intake.offer(row.values, _unprintable)
    if offer.kind == "rejected":
        heap.rejected.append(_rejected(row, table, offer.reasons))
        for reason in offer.reasons:
            heap.problems.append(Problem(where, f"{reason.rstrip('.')}."))
        return
    if offer.kind == "new" and offer.record is not None:
        heap.records.append(offer.record)
        for note in row.notes:
            heap.problems.append(Problem(where, f"{note}.", level="warning", who=offer.id))
    else:
        heap.present.append(offer.id)
    for problem in offer.notes:
        heap.problems.append(replace(problem, where=where, who=offer.id))


def _rejected(row: Row, table: Table, reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The cells as they were, below their headings, then number and reasons; surplus cells go behind those."""
    width = len(table.headings)
    cells = (*row.cells[:width], *("" for _ in range(width - len(row.cells))))
    return (*cells, str(row.number), " | ".join(reasons), *row.cells[width:])


def _unprintable(record: Mapping[str, Any]) -> Iterator[str]:
    """Characters that no font of the program has: they would stop every run."""
    for name in _PRINTED:
        value = record.get(name, "")
        text = value if isinstance(value, str) else " ".join(value.values())
        for character in missing_glyphs(text):
            yield glyph_problem("", text, character, name).what


def _write(wish: Wish, table: Table, intake: Intake, heap: _Heap) -> None:
    if len(heap.rejected):
        if wish.rejected.exists():
            what = "exists already and may hold rows that somebody is mending."
            raise FileError(Problem(str(wish.rejected), what, "Move it away, or name another with --rejected FILE."))
        _publish(wish.rejected, write_csv, (*table.headings, *LAST), heap.rejected)
    if len(heap.records):
        write_people(intake, heap.records)


def _publish(path: Path, write: Writer, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write beside the target, then rename: the file is whole or absent."""
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            part = Path(folder) / path.name
            write(part, headings, rows)
            part.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error


def export_book(book: Path, path: Path, force: bool = False) -> int:
    """Write everybody in the book into a new .xlsx or .csv, and say how many; the sender stays out of it.

    Raises CommandError, DataError or FileError, and then nothing was written.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        what = f"{path.suffix or 'a name without ending'} is no table that the program writes."
        raise CommandError(Problem(str(path), what, "End the name with .xlsx or .csv."))
    if path.exists() and not force:
        raise FileError(Problem(str(path), "exists already.", "Name another file, or allow it with --force."))
    if errors := read_book(book).errors:
        raise DataError(*errors)
    records, columns = _records(book)
    _publish(path, writer, columns, ([record.get(name, "") for name in columns] for record in records))
    return len(records)


def _records(book: Path) -> tuple[Spool[dict[str, str]], tuple[str, ...]]:
    """Everybody as texts by field, and the fields that anybody has, in the order of the headings."""
    records: Spool[dict[str, str]] = Spool()
    used: dict[str, None] = {"id": None, "address": None}
    for node in walk_people(book):
        record = flat_record(tree_values(node))
        records.append(record)
        used |= dict.fromkeys(record)
    order = {name: place for place, name in enumerate(field_names())}
    return records, tuple(sorted(used, key=lambda name: (order.get(name, order["verified"] - 0.5), name)))
