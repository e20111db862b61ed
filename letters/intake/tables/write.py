"""Rows of text to a spreadsheet file: every cell a text, nothing that could be taken for a formula, no date or author.

The same rows give the same bytes.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from traceback import clear_frames
from typing import TYPE_CHECKING, TextIO

from letters.intake.tables.guard import guarded, visible

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2000, 1, 1)  # instead of the day of writing
WIDEST, NARROWEST = 60, 8  # characters
SHEET = "people"

Rows = Iterable[Sequence[str]]


def write_csv(path: Path, headings: Sequence[str], rows: Rows) -> None:
    """A .csv that Excel opens by a double click: UTF-8 with a mark, semicolons, lines ended as on Windows."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        _write_lines(stream, headings, rows, "\r\n")


def csv_text(headings: Sequence[str], rows: Rows) -> str:
    """The same for a screen or a pipe."""
    stream = StringIO()
    _write_lines(stream, headings, rows, "\n")
    return stream.getvalue()


def _write_lines(stream: TextIO, headings: Sequence[str], rows: Rows, line_end: str) -> None:
    writer = csv.writer(stream, delimiter=";", lineterminator=line_end)
    writer.writerow(map(_guarded, headings))
    writer.writerows(map(_guarded, row) for row in rows)


def _guarded(text: str) -> str:
    return guarded(visible(text))


def write_xlsx(path: Path, headings: Sequence[str], rows: Rows) -> None:
    """An .xlsx with the headings frozen on top. Raises OSError; what is unfinished lies in the folder of the file."""
    from xlsxwriter.exceptions import XlsxFileError  # slow to load, and only an .xlsx needs it

    packed = BytesIO()
    try:
        _write_book(packed, path.parent, headings, rows)
    except XlsxFileError as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error))
        clear_frames(cause.__traceback__)  # its half-written archive is closed while there is something to write to
        raise cause from error
    path.write_bytes(packed.getbuffer())


def _write_book(packed: BytesIO, folder: Path, headings: Sequence[str], rows: Rows) -> None:
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "tmpdir": str(folder),
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with Workbook(packed, options) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet(SHEET)
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        bold = book.add_format({"num_format": "@", "bold": True})
        sheet.freeze_panes(1, 0)
        widths = [len(heading) for heading in headings]
        _write_row(sheet, 0, headings, bold, widths)
        for number, row in enumerate(rows, 1):
            _write_row(sheet, number, row, text, widths)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 1, NARROWEST), WIDEST))


def _write_row(sheet: "Worksheet", number: int, row: Sequence[str], style: object, widths: list[int]) -> None:
    for column, text in enumerate(row):
        if text:
            sheet.write_string(number, column, visible(text), style)
            widths[column] = max(widths[column], len(text))
