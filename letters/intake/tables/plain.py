"""A .csv file to a grid: which encoding it has, what parts its cells, and where a quotation mark is broken.

UTF-8 with or without a mark, UTF-16 with one, or Windows-1251 as Russian Excel writes it; semicolon, comma or tab.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from letters.errors import DataError, Problem
from letters.intake.tables.grid import LONGEST_CELL, Cell, Fault, Grid, Line, check_size
from letters.textfile import unreadable

DELIMITERS = (";", ",", "\t")
LONGEST_LINE = 1_000_000  # bytes
LINES_TRIED = 20  # for finding out what parts the cells
Judge = Callable[[list[list[str]]], int]  # how much the first rows look like a table of ours

_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1251": "Windows-1251"}
_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # what Excel writes and reads in the first line
_GUARD = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


@dataclass(frozen=True, slots=True)
class _Encoding:
    """How the bytes of a file are read; `is_mixed` = some lines are written in the other one."""

    name: str
    lines: int
    is_mixed: bool = False


@contextmanager
def open_plain(path: Path, judge: Judge) -> Iterator[Grid]:
    """The grid of a .csv; raises DataError or FileError."""
    try:
        encoding = _find_encoding(path)
        with _open(path, encoding) as stream:
            head = [text for text, _ in islice(_texts(stream, encoding, path.name), LINES_TRIED)]
        _check_nul("".join(head), path.name)
        delimiter, skipped = _find_delimiter(head, judge)
        with _open(path, encoding) as stream:
            texts = islice(_texts(stream, encoding, path.name), skipped, None)
            rows = _lines(_Source(texts), path.name, encoding, delimiter, skipped)
            yield Grid(path.name, rows, encoding.lines, _notes(encoding))
    except OSError as error:
        raise unreadable(path, error) from error


def _open(path: Path, encoding: _Encoding) -> IO[Any]:
    """The file as text where it is UTF-16, else as bytes: its lines may be in two encodings."""
    if encoding.name == "utf-16":
        return path.open(encoding="utf-16", errors="replace", newline="")
    return path.open("rb")


def _notes(encoding: _Encoding) -> tuple[str, ...]:
    if encoding.is_mixed:
        return ("some lines are in another encoding than the rest; they are among the rows that were not imported.",)
    if encoding.name == "cp1251":
        return ("the file was read as Windows-1251. If letters look wrong, save it as CSV UTF-8.",)
    return ()


def _find_encoding(path: Path) -> _Encoding:
    """By the mark at the beginning, else by which lines are UTF-8: Cyrillic in Windows-1251 practically never is."""
    count = utf8 = other = 0
    with path.open("rb") as stream:
        mark = stream.read(2)
        stream.seek(0)
        for line in _byte_lines(stream, path.name):
            count += 1
            if not line.isascii():
                utf8, other = (utf8 + 1, other) if _is_utf8(line) else (utf8, other + 1)
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return _Encoding("utf-16", count)
    return _Encoding("cp1251" if other > utf8 else "utf-8-sig", count, bool(utf8 and other))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _byte_lines(stream: IO[bytes], file: str) -> Iterator[bytes]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            what = f"a line of more than {LONGEST_LINE:,} bytes."
            raise DataError(Problem(f"{file}:{number}", what, "Is this a table saved as CSV?"))
        yield line


def _texts(stream: IO[Any], encoding: _Encoding, file: str) -> Iterator[tuple[str, bool]]:
    """The lines as text, and whether each could be read in the encoding of the file."""
    if encoding.name == "utf-16":
        yield from ((line, "\ufffd" not in line) for line in iter(lambda: stream.readline(LONGEST_LINE), ""))
        return
    for number, line in enumerate(_byte_lines(stream, file)):
        yield _text(line.removeprefix(codecs.BOM_UTF8) if number == 0 else line, encoding)


def _text(line: bytes, encoding: _Encoding) -> tuple[str, bool]:
    if line.isascii():
        return line.decode("ascii"), True
    name = "utf-8" if _is_utf8(line) else "cp1251"
    text = line.decode(name, "replace")
    is_expected = (name == "cp1251") == (encoding.name == "cp1251")
    return text, "\ufffd" not in text and is_expected


def _check_nul(head: str, file: str) -> None:
    if head.count("\0") * 20 > len(head):
        what = "is full of NUL bytes: perhaps it is UTF-16 without a mark, perhaps no table at all."
        raise DataError(Problem(file, what, "Save it as CSV UTF-8 or as .xlsx."))


def _find_delimiter(head: list[str], judge: Judge) -> tuple[str, int]:
    """What parts the cells, and how many lines to skip because they only say so."""
    if head and (named := _SEPARATOR.fullmatch(head[0])):
        return named[1], 1
    return max(DELIMITERS, key=lambda delimiter: _score(head, delimiter, judge)), 0


def _score(head: list[str], delimiter: str, judge: Judge) -> tuple[int, int]:
    try:
        rows = list(csv.reader(head, delimiter=delimiter))
    except csv.Error:
        return 0, 0
    return judge(rows), len(next(filter(None, rows), []))


def _lines(source: "_Source", file: str, encoding: _Encoding, delimiter: str, skipped: int) -> Iterator[Line]:
    """The rows; raises DataError where a quotation mark is broken, because nobody knows what follows it."""
    rows = csv.reader(source, delimiter=delimiter, strict=True)
    number = skipped
    while True:
        begin = skipped + rows.line_num + 1
        source.odd = False
        row = _next_row(rows, file, begin)
        if row is None:
            return
        number += 1
        check_size(number, len(row), 0, file)
        if any(text.strip() for text in row):
            yield Line(number, tuple(Cell(_unguarded(text)) for text in row), _faults(source.odd, encoding))


class _Source:
    """Lines for the csv reader; `odd` says whether one since it was last set is in another encoding."""

    def __init__(self, lines: Iterable[tuple[str, bool]]) -> None:
        self._lines = iter(lines)
        self.odd = False

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> str:
        text, is_sound = next(self._lines)
        self.odd = self.odd or not is_sound
        return text


def _next_row(rows: Iterator[list[str]], file: str, begin: int) -> list[str] | None:
    """The next row, `None` at the end."""
    try:
        row = next(rows, None)
    except csv.Error as error:
        what, hint = next(words for sign, words in _BROKEN.items() if sign in str(error))
        raise DataError(Problem(f"{file}:{begin}", what, hint)) from error
    if row and any(len(text) > LONGEST_CELL and "\n" in text for text in row):
        raise DataError(Problem(f"{file}:{begin}", *_BROKEN["limit"]))
    return row


# What Python's csv says, and what that means for the row that begins in the line of the message.
_BROKEN = {
    "limit": (
        f"a cell in the row that begins here has more than {LONGEST_CELL:,} characters.",
        "Is a quotation mark opened here and never closed? Close it.",
    ),
    "new-line": ("the lines end as on a Macintosh of old.", "Save it again as CSV UTF-8."),
    "": (
        "a quotation mark in the row that begins here is broken.",
        'Inside a cell a quotation mark is written twice (""), and the cell stands in quotation marks; '
        "saving as CSV from a spreadsheet does that.",
    ),
}


def _faults(is_odd: bool, encoding: _Encoding) -> tuple[Fault, ...]:
    if not is_odd:
        return ()
    return (Fault(f"the row is not written in {_NAMES[encoding.name]} as the rest of the file: compare its letters"),)


def _unguarded(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula (see write.py)."""
    return text[1:] if _GUARD.match(text) else text
