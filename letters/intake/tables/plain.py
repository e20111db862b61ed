"""A .csv file to a grid: which encoding it has, what parts its cells, and where a quotation mark is broken.

UTF-8 with or without a mark, UTF-16 with one, or Windows-1251 as Russian Excel writes it; semicolon, comma or tab.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from letters.errors import DataError, Problem
from letters.intake.tables.grid import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Cell, Fault, Grid, TableLine, check_size
from letters.intake.tables.guard import unguarded
from letters.sentences import sentence
from letters.textfile import GivenFile, read_whole

DELIMITERS = ("\t", ";", ",")  # of equals the first: an address has commas
LINES_TRIED = 20  # for finding out what parts the cells
MOST_LINES = 10 * MOST_ROWS  # a cell may have several
Judge = Callable[[list[list[str]]], int]  # how much the first rows look like a table of ours

_NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1251": "Windows-1251"}
_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # what Excel writes and reads in the first line


@dataclass(frozen=True, slots=True)
class _Texts:
    """The lines of a file with their ends; `odd` are the numbers, from 1, of those in another encoding than most."""

    lines: Sequence[str]
    encoding: str
    odd: frozenset[int]


def read_plain(path: Path | GivenFile, judge: Judge) -> Grid:
    """The grid of a .csv; raises DataError or FileError."""
    data = read_whole(path)
    if (ends := max(data.count(b"\n"), data.count(b"\r"))) > MOST_LINES:
        check_size(ends, 1, 0, path.name)
    texts = _decoded(data, path.name)
    delimiter, skipped = _find_delimiter(texts.lines[:LINES_TRIED], judge)
    return Grid(path.name, list(_lines(texts, path.name, delimiter, skipped)), _notes(texts))


def _notes(texts: _Texts) -> tuple[str, ...]:
    if texts.odd:
        return (
            sentence(
                "some lines are in another encoding than the rest; they are among the rows that were not imported."
            ),
        )
    if texts.encoding == "cp1251":
        return (sentence("the file was read as Windows-1251. If letters look wrong, save it as CSV UTF-8."),)
    return ()


def _decoded(data: bytes, file: str) -> _Texts:
    """By the mark at the beginning, else by which lines are UTF-8: Cyrillic in Windows-1251 practically never is."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        lines = list(StringIO(data.decode("utf-16", "replace"), newline=""))
        return _Texts(lines, "utf-16", frozenset(n for n, line in enumerate(lines, 1) if "\ufffd" in line))
    if data.count(b"\0") * 20 > len(data):
        what = sentence("is full of NUL bytes: perhaps it is UTF-16 without a mark, perhaps no table at all.")
        raise DataError(Problem(file, what, sentence("Save it as CSV UTF-8 or as .xlsx."), code="table-encoding"))
    return _most(list(map(_text, data.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True))))


def _text(line: bytes) -> tuple[str, str]:
    """A line, and the encoding that its letters show; "" = it has no letters that could."""
    if line.isascii():
        return line.decode("ascii"), ""
    try:
        return line.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return line.decode("cp1251", "replace"), "cp1251"


def _most(lines: list[tuple[str, str]]) -> _Texts:
    found = [encoding for _, encoding in lines]
    encoding = "cp1251" if found.count("cp1251") > found.count("utf-8") else "utf-8"
    odd = frozenset(n for n, (text, name) in enumerate(lines, 1) if name not in ("", encoding) or "\ufffd" in text)
    return _Texts([text for text, _ in lines], encoding, odd)


def _find_delimiter(head: Sequence[str], judge: Judge) -> tuple[str, int]:
    """What parts the cells, and how many lines to skip because they only say so."""
    if head and (named := _SEPARATOR.fullmatch(head[0])):
        return named[1], 1
    return max(DELIMITERS, key=lambda delimiter: _score(head, delimiter, judge)), 0


def _score(head: Sequence[str], delimiter: str, judge: Judge) -> tuple[int, int]:
    """How many headings are known, then how many rows have as many cells as the first."""
    try:
        rows = [row[:MOST_COLUMNS] for row in csv.reader(head, delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0
    width = len(rows[0]) if rows else 0
    return judge(rows), sum(len(row) == width for row in rows) if width > 1 else 0


def _lines(texts: _Texts, file: str, delimiter: str, skipped: int) -> Iterator[TableLine]:
    """The rows; raises DataError where a quotation mark is broken, because nobody knows what follows it."""
    rows = csv.reader(texts.lines[skipped:], delimiter=delimiter, strict=True)
    number, begin, width = skipped, skipped + 1, 0
    while (row := _next_row(rows, f"{file}:{begin}")) is not None:
        number, width, end = number + 1, max(width, len(row)), skipped + rows.line_num
        check_size(number, width, 0, file)
        if any(text.strip() for text in row):
            faults = _faults(texts) if texts.odd.intersection(range(begin, end + 1)) else ()
            yield TableLine(number, tuple(Cell(unguarded(text)) for text in row), faults)
        begin = end + 1


def _next_row(rows: Iterator[list[str]], where: str) -> list[str] | None:
    """The next row, `None` at the end."""
    try:
        row = next(rows, None)
    except csv.Error as error:
        what, hint = _TOO_LONG if "limit" in str(error) else _BROKEN
        raise DataError(Problem(where, what, hint, code="table-quotes")) from error
    if row and any(len(text) > LONGEST_CELL and "\n" in text for text in row):
        raise DataError(Problem(where, *_TOO_LONG, code="table-quotes"))
    return row


_TOO_LONG = (
    sentence("a cell in the row that begins here has more than {count:,} characters.", count=LONGEST_CELL),
    sentence("Is a quotation mark opened here and never closed? Close it."),
)
_BROKEN = (
    sentence("a quotation mark in the row that begins here is broken."),
    sentence(
        'Inside a cell a quotation mark is written twice (""), and the cell stands in quotation marks; '
        "saving as CSV from a spreadsheet does that."
    ),
)


def _faults(texts: _Texts) -> tuple[Fault, ...]:
    name = _NAMES[texts.encoding]
    return (
        Fault(sentence("the row is not written in {name} as the rest of the file: compare its letters", name=name)),
    )
