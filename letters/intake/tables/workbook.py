"""An .xlsx or .ods file to a grid: stored values only, no formula is worked out and no macro or link is followed."""

import datetime
import posixpath
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from letters.errors import CommandError, Problem
from letters.intake.tables.container import damaged, open_archive, packed, read_parts
from letters.intake.tables.document import scan_document
from letters.intake.tables.grid import Cell, Grid, TableLine
from letters.intake.tables.guard import visible
from letters.intake.tables.links import CellLink
from letters.intake.tables.survey import Attributes, Survey, elements
from letters.intake.tables.worksheet import scan_sheet, scan_strings
from letters.sentences import sentence, some
from letters.textfile import GivenFile

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
DOCUMENT = "content.xml"
_XLSX = ("[Content_Types].xml", "_rels/.rels", WORKBOOK, RELATIONS, STRINGS, STYLES)
_ODS = ("mimetype", DOCUMENT, "META-INF/manifest.xml")
_VALUE = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta
_EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet of the file by its name; `part` is its part in the archive (.xlsx only)."""

    name: str
    is_hidden: bool
    part: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """What is read of the archive: its parts, the sheets (those of an .ods come with their styles), their surveys."""

    parts: Mapping[str, bytes]
    sheets: tuple[_Sheet, ...]
    surveys: Mapping[str, Survey]  # by name


def read_workbook(path: Path | GivenFile, wanted: str | None) -> Grid:
    """The grid of the wanted sheet, else of the first one that is not hidden; raises DataError or CommandError."""
    with open_archive(path) as archive:
        found = _look_at(archive, path.name, wanted)
    with _calamine(packed(found.parts), path.name) as book:
        sheets = found.sheets or _sheets_of_ods(book)
        sheet = _chosen(sheets, wanted, path.name)
        survey = found.surveys.get(sheet.name, Survey())
        lines = list(_lines(book.get_sheet_by_name(sheet.name), survey))
    notes = (*_other_sheets(sheet, sheets), *_formula_note(survey), *_merge_note(survey))
    names = tuple(one.name for one in sheets if one is sheet or not one.is_hidden)
    return Grid(path.name, lines, notes, names, sheet.name)


def _look_at(archive: ZipFile, file: str, wanted: str | None) -> _Found:
    names = {name.lower() for name in archive.namelist()}
    if WORKBOOK in names:
        return _look_at_xlsx(archive, file, wanted)
    if DOCUMENT in names:
        parts = read_parts(archive, _ODS, file)
        return _Found(parts, (), scan_document(parts[DOCUMENT], file))
    raise damaged(file, sentence("the archive holds neither an Excel nor an OpenDocument table"))


def _look_at_xlsx(archive: ZipFile, file: str, wanted: str | None) -> _Found:
    parts = read_parts(archive, _XLSX, file)
    if RELATIONS not in parts:
        raise damaged(file, sentence("its part {relations} is missing", relations=RELATIONS))
    sheets = _sheets_of_xlsx(parts, archive.namelist(), file)
    sheet = _chosen(sheets, wanted, file)
    relations = posixpath.join(posixpath.dirname(sheet.part), "_rels", f"{posixpath.basename(sheet.part)}.rels")
    beside = read_parts(archive, (sheet.part, relations), file)
    links = elements(beside.pop(relations, b"<none/>"), "Relationship", file)
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    elements(parts.get(STYLES, b"<none/>"), "", file)  # for its counts
    lengths = scan_strings(parts.get(STRINGS, b"<none/>"), file)
    survey = scan_sheet(beside[sheet.part], lengths, targets, file)
    return _Found({**parts, **beside}, sheets, {sheet.name: survey})


def _sheets_of_xlsx(parts: Mapping[str, bytes], names: list[str], file: str) -> tuple[_Sheet, ...]:
    """The worksheets in the order of their tabs; charts and macro sheets are left out."""
    targets = {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
        for link in elements(parts[RELATIONS], "Relationship", file)
        if link.get("Type", "").endswith("/worksheet")
    }
    sheets = (_sheet(entry, targets) for entry in elements(parts[WORKBOOK], "sheet", file))
    there = {name.lower() for name in names}
    return tuple(sheet for sheet in sheets if sheet.part.lower() in there)


def _sheet(entry: Attributes, targets: Mapping[str, str]) -> _Sheet:
    return _Sheet(
        entry.get("name", ""), entry.get("state", "visible") != "visible", targets.get(entry.get("id", ""), "")
    )


def _sheets_of_ods(book: "CalamineWorkbook") -> tuple[_Sheet, ...]:
    from python_calamine import SheetVisibleEnum

    return tuple(_Sheet(data.name, data.visible != SheetVisibleEnum.Visible) for data in book.sheets_metadata)


@contextmanager
def _calamine(copy: BytesIO, file: str) -> Iterator["CalamineWorkbook"]:
    """The library's view of the copy; its faults and, because it is native code, its panics become a DataError."""
    from python_calamine import CalamineError, CalamineWorkbook  # slow to load, and only a spreadsheet needs it

    try:
        book = CalamineWorkbook.from_filelike(copy)
        yield book
        book.close()
    except CalamineError as error:
        raise damaged(file, str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(file, str(error)) from error


def _chosen(sheets: tuple[_Sheet, ...], wanted: str | None, file: str) -> _Sheet:
    if not sheets:
        raise damaged(file, sentence("it holds no sheet with cells"))
    if wanted is None:
        return next((sheet for sheet in sheets if not sheet.is_hidden), sheets[0])
    for sheet in sheets:
        if sheet.name == wanted:
            return sheet
    names = ", ".join(f"«{visible(sheet.name)}»" for sheet in sheets[:20])
    what = sentence("there is no sheet «{wanted}».", wanted=wanted)
    raise CommandError(
        Problem(
            file,
            what,
            sentence("Its sheets: {names}.", names=names),
            code="table-no-sheet",
            field="sheet",
            value=wanted,
        )
    )


def _other_sheets(read: _Sheet, sheets: tuple[_Sheet, ...]) -> Iterator[str]:
    others = [sheet for sheet in sheets if sheet is not read]
    if others:
        names = some(list(map(_quoted, others)), 5)
        yield sentence(
            "only the sheet «{sheet}» was read, not {others}; ‹sheet=NAME› reads another.",
            sheet=visible(read.name),
            others=names,
        )


def _quoted(sheet: _Sheet) -> str:
    name = visible(sheet.name)
    return sentence("«{sheet}» (hidden)", sheet=name) if sheet.is_hidden else f"«{name}»"


def _formula_note(survey: Survey) -> Iterator[str]:
    if survey.formulas:
        yield sentence(
            "cells with formulas: {formulas:,}. Their stored results were read; nothing was worked out.",
            formulas=survey.formulas,
        )


def _merge_note(survey: Survey) -> Iterator[str]:
    count = sum(map(len, survey.merged.values()))
    if count:
        yield sentence(
            "merged cells: {count:,}. Every row they reach over was read as if it had their text.", count=count
        )


def _lines(sheet: "CalamineSheet", survey: Survey) -> Iterator[TableLine]:
    """The rows that are not empty; calamine leaves out the empty columns at the left, but not the rows at the top."""
    margin = (_EMPTY,) * (sheet.start[1] if sheet.start else 0)
    spread: dict[int, tuple[int, Cell]] = {}  # column -> last row of the merged cell, and the cell
    for number, values in enumerate(sheet.iter_rows()):
        cells = [*margin, *map(_cell, values)]
        for column, link in survey.links.get(number, {}).items():
            _lead(cells, column, link)
        for column, last in survey.merged.get(number, ()):
            if column < len(cells):
                spread[column] = last, cells[column]
        if any(cell.text for cell in cells) or number in survey.faults:
            _spread(cells, spread, number)
            yield TableLine(number + 1, tuple(cells), tuple(survey.faults.get(number, ())))


def _lead(cells: list[Cell], column: int, link: CellLink) -> None:
    """Give a cell its link, and the words of the link if it has no text: nobody worked out its formula."""
    cells.extend([_EMPTY] * (column + 1 - len(cells)))
    cell = cells[column]
    cells[column] = cell._replace(text=cell.text or link.words, link=link.target)


def _spread(cells: list[Cell], spread: dict[int, tuple[int, Cell]], row: int) -> None:
    """Give the cells that a merged cell covers its text."""
    for column, (last, cell) in tuple(spread.items()):
        if last < row:
            del spread[column]
        elif not cells[column].text:
            cells[column] = cell


def _cell(value: _VALUE) -> Cell:
    if not value and value != 0:
        return _EMPTY
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
