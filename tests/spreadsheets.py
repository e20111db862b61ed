"""Knows how the tests make spreadsheets: a grid as .csv, .xlsx or .ods, and archives that no honest program writes."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from xlsxwriter import Workbook

from letters.errors import DataError
from letters.intake.tables import Row, read_table

Grid = Sequence[Sequence[Any]]


def read_rows(path: Path, renames: Mapping[str, str] | None = None, sheet: str | None = None) -> list[Row]:
    """The rows that are read of a file."""
    return list(read_table(path, renames or {}, sheet).rows)


_OPENDOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = (
    f'<?xml version="1.0"?><office:document-content '
    f'xmlns:table="{_OPENDOCUMENT}:table:1.0" xmlns:office="{_OPENDOCUMENT}:office:1.0" '
    f'xmlns:text="{_OPENDOCUMENT}:text:1.0"><office:body><office:spreadsheet>'
    "{}</office:spreadsheet></office:body></office:document-content>"
)
_GUARD = re.compile(r"'+[=+@-]")
_ENDLESS = 'table:number-rows-repeated="1048000"'
_MANIFEST = (
    f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{_OPENDOCUMENT}:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/"/></manifest:manifest>'
)


def write_csv(path: Path, grid: Grid, delimiter: str = ";", encoding: str = "utf-8") -> Path:
    """A .csv; only what would be taken for a guard against formulas is guarded."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows(["'" * bool(_GUARD.match(cell)) + cell for cell in row] for row in grid)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, grid: Grid, **sheets: Grid) -> Path:
    """An .xlsx; texts are texts, numbers numbers; a callable writes its cell: `call(book, sheet, row, column)`."""
    with Workbook(str(path)) as book:
        for name, rows in {"people": grid, **sheets}.items():
            sheet = book.add_worksheet(name)
            for place, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    _write_cell(book, sheet, place, column, value)
    return path


def _write_cell(book: Any, sheet: Any, row: int, column: int, value: Any) -> None:
    if callable(value):
        value(book, sheet, row, column)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write(row, column, value)


def write_ods(path: Path, grid: Grid) -> Path:
    """An .ods of texts, with the endless empty rows that LibreOffice writes."""
    rows = "\n".join(_row("".join(map(_cell, row))) for row in grid)
    end = _row('<table:table-cell table:number-columns-repeated="16384"/>').replace("row>", f"row {_ENDLESS}>", 1)
    return write_ods_xml(path, f'<table:table table:name="people">{rows}{end}</table:table>')


def _row(cells: str) -> str:
    return f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"


def _cell(text: str) -> str:
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return (
        f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
        if text
        else "<table:table-cell/>"
    )


def write_ods_xml(path: Path, tables: str, packing: int = zipfile.ZIP_DEFLATED) -> Path:
    """An .ods with the given table elements."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": _ODS.format(tables),
        "META-INF/manifest.xml": _MANIFEST,
    }
    return write_zip(path, parts, packing)


def write_zip(path: Path, parts: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive with these parts."""
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read_zip(path: Path) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_sheet_xml(path: Path, data: str, below: str = "", strings: str = "") -> Path:
    """An .xlsx, not packed, whose first sheet has this XML inside `sheetData`, and below it."""
    parts = read_zip(write_xlsx(path, [["x"]]))
    name = "xl/worksheets/sheet1.xml"
    head = parts[name].split(b"<sheetData>")[0]
    parts[name] = head + f"<sheetData>{data}</sheetData>{below}</worksheet>".encode()
    if strings:
        parts["xl/sharedStrings.xml"] = f"<sst>{strings}</sst>".encode()
    return write_zip(path, parts, zipfile.ZIP_STORED)


def refusal(path: Path, **options: Any) -> str:
    """What is said of a table that is refused as a whole."""
    with pytest.raises(DataError) as caught:
        list(read_rows(path, **options))
    return str(caught.value)
