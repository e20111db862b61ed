"""An .xlsx or .ods file to a grid: stored values only, no formula is worked out and no macro or link is looked at."""

import datetime
import posixpath
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from letters.errors import CommandError, Problem
from letters.intake.tables.container import copy_parts, damaged, open_archive
from letters.intake.tables.grid import Cell, Grid, Line
from letters.intake.tables.scan import Attributes, Survey, scan_document, scan_sheet, scan_strings, walk

WORKBOOK = "xl/workbook.xml"
DOCUMENT = "content.xml"
SHEETS = "xl/worksheets/"
IN_MEMORY = 4_000_000  # bytes of the copy; a bigger one lies in an unnamed temporary file
MOST_SMALL_PART = 20_000_000  # bytes of the parts that only say which sheets there are
_VALUE = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta
_EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet of the file by its name; `path` is its part in the archive (.xlsx only)."""

    name: str
    is_hidden: bool
    path: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What was seen in the archive: the sheets (.xlsx; those of an .ods come with their styles), and their surveys."""

    sheets: tuple[_Sheet, ...]
    surveys: Mapping[str, Survey]  # by name


@contextmanager
def open_workbook(path: Path, wanted: str | None) -> Iterator[Grid]:
    """The grid of the wanted sheet, else of the first one that is not hidden; raises DataError or CommandError."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        with open_archive(path) as archive:
            found = _look_at(archive, copy, path.name, wanted)
        with _calamine(copy, path.name) as book:
            sheets = found.sheets or _sheets_of_ods(book)
            yield _grid(book, _chosen(sheets, wanted, path.name), sheets, found.surveys, path.name)


def _look_at(archive: ZipFile, copy: IO[bytes], file: str, wanted: str | None) -> _Found:
    names = set(archive.namelist())
    if WORKBOOK in names:
        return _look_at_xlsx(archive, copy, file, wanted)
    if DOCUMENT in names:
        return _look_at_ods(archive, copy, file)
    raise damaged(file, "the archive holds neither an Excel nor an OpenDocument table")


def _look_at_xlsx(archive: ZipFile, copy: IO[bytes], file: str, wanted: str | None) -> _Found:
    sheets = _sheets_of_xlsx(archive, file)
    sheet = _chosen(sheets, wanted, file)
    part = str(sheet.path)
    with archive.open(part) as stream:
        survey = scan_sheet(stream, _string_lengths(archive, file), file)
    copy_parts(archive, copy, lambda name: _is_xml(name) and (name == part or not name.startswith(SHEETS)))
    return _Found(sheets, {sheet.name: survey})


def _look_at_ods(archive: ZipFile, copy: IO[bytes], file: str) -> _Found:
    with archive.open(DOCUMENT) as stream:
        surveys = scan_document(stream, file)
    copy_parts(archive, copy, lambda name: _is_xml(name) or name == "mimetype")
    return _Found((), surveys)


def _sheets_of_ods(book: CalamineWorkbook) -> tuple[_Sheet, ...]:
    return tuple(_Sheet(data.name, data.visible != SheetVisibleEnum.Visible) for data in book.sheets_metadata)


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


@contextmanager
def _calamine(copy: IO[bytes], file: str) -> Iterator[CalamineWorkbook]:
    """The library's view of the copy; its faults and, because it is native code, its panics become a DataError."""
    with _as_damaged(file):
        book = CalamineWorkbook.from_filelike(copy)
    try:
        yield book
    finally:
        book.close()


@contextmanager
def _as_damaged(file: str) -> Iterator[None]:
    try:
        yield
    except CalamineError as error:
        raise damaged(file, str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(file, str(error)) from error


class _Elements:
    """Every element of a small part, by name, with its attributes."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Attributes]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        self.found.append((name, attributes))

    def text(self, data: str) -> None:
        pass

    def end(self, name: str) -> None:
        pass


def _elements(archive: ZipFile, part: str, wanted: str, file: str) -> list[Attributes]:
    if part not in archive.namelist() or archive.getinfo(part).file_size > MOST_SMALL_PART:
        raise damaged(file, f"its part {part} is missing or too big")
    elements = _Elements()
    with archive.open(part) as stream:
        walk(stream, elements, file)
    return [attributes for name, attributes in elements.found if name == wanted]


def _sheets_of_xlsx(archive: ZipFile, file: str) -> tuple[_Sheet, ...]:
    """The worksheets in the order of their tabs; charts and macro sheets are left out."""
    targets = {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
        for link in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship", file)
        if link.get("Type", "").endswith("/worksheet")
    }
    names = set(archive.namelist())
    sheets = (
        _Sheet(entry.get("name", ""), entry.get("state", "visible") != "visible", targets.get(_link_id(entry)))
        for entry in _elements(archive, WORKBOOK, "sheet", file)
    )
    return tuple(sheet for sheet in sheets if sheet.path in names)


def _link_id(entry: Attributes) -> str:
    return next((value for key, value in entry.items() if key.endswith(":id")), "")


def _chosen(sheets: tuple[_Sheet, ...], wanted: str | None, file: str) -> _Sheet:
    if not sheets:
        raise damaged(file, "it holds no sheet with cells")
    if wanted is None:
        return next((sheet for sheet in sheets if not sheet.is_hidden), sheets[0])
    for sheet in sheets:
        if sheet.name == wanted:
            return sheet
    names = ", ".join(f"«{sheet.name}»" for sheet in sheets[:20])
    raise CommandError(Problem(file, f"there is no sheet «{wanted}».", f"Its sheets: {names}."))


def _string_lengths(archive: ZipFile, file: str) -> "array[int]":
    part = "xl/sharedStrings.xml"
    if part not in archive.namelist():
        return array("L")
    with archive.open(part) as stream:
        return scan_strings(stream, file)


def _grid(
    book: CalamineWorkbook, sheet: _Sheet, sheets: tuple[_Sheet, ...], surveys: Mapping[str, Survey], file: str
) -> Grid:
    survey = surveys.get(sheet.name, Survey())
    with _as_damaged(file):
        cells = book.get_sheet_by_name(sheet.name)
    notes = (*_other_sheets(sheet, sheets), *_formula_note(survey), *_merge_note(survey))
    return Grid(file, _lines(cells, survey, file), survey.rows, notes)


def _other_sheets(read: _Sheet, sheets: tuple[_Sheet, ...]) -> Iterator[str]:
    others = [f"«{sheet.name}»{' (hidden)' if sheet.is_hidden else ''}" for sheet in sheets if sheet is not read]
    if others:
        more = f" and {len(others) - 5} more" if len(others) > 5 else ""
        yield f"only the sheet «{read.name}» was read, not {', '.join(others[:5])}{more}; --sheet NAME reads another."


def _formula_note(survey: Survey) -> Iterator[str]:
    if survey.formulas:
        yield f"cells with formulas: {survey.formulas:,}. Their stored results were read; nothing was worked out."


def _merge_note(survey: Survey) -> Iterator[str]:
    count = sum(map(len, survey.merged.values()))
    if count:
        yield f"merged cells: {count:,}. Every row they reach over was read as if it had their text."


def _lines(sheet: CalamineSheet, survey: Survey, file: str) -> Iterator[Line]:
    """The rows that are not empty; calamine leaves out the empty columns at the left, but not the rows at the top."""
    margin = (_EMPTY,) * (sheet.start[1] if sheet.start else 0)
    spread: dict[int, tuple[int, Cell]] = {}  # column -> last row of the merged cell, and the cell
    with _as_damaged(file):
        for number, values in enumerate(sheet.iter_rows()):
            cells = [*margin, *map(_cell, values)]
            for column, last in survey.merged.get(number, ()):
                if column < len(cells):
                    spread[column] = last, cells[column]
            if any(cell.text for cell in cells) or number in survey.faults:
                _spread(cells, spread, number)
                yield Line(number + 1, tuple(cells), tuple(survey.faults.get(number, ())))


def _spread(cells: list[Cell], spread: dict[int, tuple[int, Cell]], row: int) -> None:
    """Give the cells that a merged cell covers its text."""
    for column, (last, cell) in tuple(spread.items()):
        if last < row:
            del spread[column]
        elif not cells[column].text:
            cells[column] = cell


def _cell(value: _VALUE) -> Cell:
    for kind, read in _READERS:
        if isinstance(value, kind):
            return read(value)
    return Cell(str(value))


def _number(value: float) -> Cell:
    whole = int(value) if abs(value) < 1e15 and value == int(value) else None
    return Cell(str(value if whole is None else whole), "number")


def _moment(value: datetime.datetime) -> Cell:
    is_day = value.time() == datetime.time()
    return Cell(value.date().isoformat() if is_day else value.isoformat(" "), "date")


# In this order: a truth value is a number to Python, and a moment a day.
_READERS: tuple[tuple[type, Callable[..., Cell]], ...] = (
    (str, Cell),
    (bool, lambda value: Cell("true" if value else "false", "truth")),
    (int, _number),
    (float, _number),
    (datetime.datetime, _moment),
    (datetime.date, lambda value: Cell(value.isoformat(), "date")),
    (datetime.time, lambda value: Cell(value.isoformat(), "date")),
    (datetime.timedelta, lambda value: Cell(str(value), "date")),
)
