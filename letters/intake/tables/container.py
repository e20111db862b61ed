"""Spreadsheets are zip archives: only the parts that are read are unpacked, each with its size checked first.

The library that reads spreadsheets gets an archive of these parts, in memory, never the file: what a zip directory
says of sizes may be a lie, and nothing of a table of names is written anywhere.
"""

import lzma
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from letters.errors import DataError, Problem
from letters.intake.tables.grid import HIGHEST_RATIO, MOST_BYTES, MOST_UNPACKED
from letters.intake.tables.guard import visible
from letters.sentences import Sentence, joined, sentence
from letters.textfile import GivenFile, opened

FileKind = Literal["zip", "text"]
SMALL = 1_000_000  # bytes; below that nobody asks how well a part is packed
SAVE_AGAIN = sentence("Open it in Excel or LibreOffice and save it again as .xlsx.")
# What Python's zipfile raises for archives that are damaged, locked, or packed in a way it does not know.
ZIP_FAULTS = (
    BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    UnicodeDecodeError,
)

_LOCKED = 1  # in the flags of a part
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def file_kind(path: Path | GivenFile) -> FileKind:
    """What a file is by its first bytes, whatever its name says; raises FileError or DataError for the impossible."""
    with opened(path) as stream:
        head, size = stream.read(4), stream.seek(0, os.SEEK_END)
    if not head:
        raise DataError(
            Problem(path.name, sentence("is empty."), sentence("Save the table again."), code="table-empty")
        )
    if head == _OLD_EXCEL:
        what = sentence("is an Excel file of the old kind (.xls), or locked with a password.")
        raise DataError(
            Problem(path.name, what, sentence("Save it as .xlsx without a password."), code="table-old-excel")
        )
    if size > MOST_BYTES:
        what = sentence("has {size:,} MB; {most} are the most.", size=size // 1_000_000, most=MOST_BYTES // 1_000_000)
        hint = sentence("Split it, or save it without pictures.")
        raise DataError(Problem(path.name, what, hint, code="table-too-big"))
    return "zip" if head == b"PK\x03\x04" else "text"


@contextmanager
def open_archive(path: Path | GivenFile) -> Iterator[ZipFile]:
    """The zip archive of a spreadsheet; what is raised while it is open counts as its fault."""
    try:
        with opened(path) as stream, ZipFile(stream) as archive:  # `opened` also for a place that cannot be in it
            yield archive
    except ZIP_FAULTS as error:
        raise damaged(path.name, str(error)) from error


def damaged(file: str, why: str) -> DataError:
    """The error for a spreadsheet that cannot be understood; `why` from a library, or as a sentence."""
    told = why if isinstance(why, Sentence) else visible(" ".join(why.split())[:200]).rstrip(".")
    reason = told or sentence("no reason given")
    return DataError(
        Problem(
            file, sentence("is damaged or no spreadsheet: {reason}.", reason=reason), SAVE_AGAIN, code="table-damaged"
        )
    )


def read_parts(archive: ZipFile, names: tuple[str, ...], file: str) -> dict[str, bytes]:
    """Those of the named parts that there are, unpacked, under the names asked for; capitals do not matter."""
    there = {part.filename.lower(): part for part in archive.infolist()}
    wanted = {name: there[name.lower()] for name in names if name.lower() in there}
    for part in wanted.values():
        _check_unpacked(part, file)
    return {name: archive.read(part) for name, part in wanted.items()}


def _check_unpacked(part: ZipInfo, file: str) -> None:
    what = ""
    if part.flag_bits & _LOCKED:
        raise damaged(file, sentence("it is locked with a password"))
    if part.file_size > MOST_UNPACKED:
        what = sentence(
            "would unpack to {size:,} MB; {most} are the most.",
            size=part.file_size // 1_000_000,
            most=MOST_UNPACKED // 1_000_000,
        )
    elif part.file_size > max(SMALL, part.compress_size * HIGHEST_RATIO):
        what = sentence(
            "is packed more than {ratio} times over ({part}): no table is like that.",
            ratio=HIGHEST_RATIO,
            part=visible(part.filename),
        )
    if what:
        raise DataError(
            Problem(file, what, joined((sentence("Split the table."), SAVE_AGAIN), " "), code="table-too-big")
        )


def packed(parts: Mapping[str, bytes]) -> BytesIO:
    """An archive of these parts."""
    copy = BytesIO()
    with ZipFile(copy, "w", ZIP_STORED) as target:
        for name, data in parts.items():
            target.writestr(ZipInfo(name), data)
    copy.seek(0)
    return copy
