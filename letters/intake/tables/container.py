"""Spreadsheets are zip archives: how big they are unpacked, and a copy that holds only what was looked at.

The library that reads spreadsheets gets the copy, never the file: what a zip directory says of sizes may be a lie.
"""

import lzma
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from letters.errors import DataError, Problem
from letters.intake.tables.grid import HIGHEST_RATIO, MOST_BYTES, MOST_UNPACKED
from letters.textfile import unreadable

FileKind = Literal["zip", "text"]
SMALL = 1_000_000  # bytes; below that nobody asks how well a part is packed
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

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def file_kind(path: Path) -> FileKind:
    """What a file is by its first bytes, whatever its name says; raises FileError or DataError for the impossible."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError as error:
        raise unreadable(path, error) from error
    _check_file(path.name, head, size)
    return "zip" if head == b"PK\x03\x04" else "text"


def _check_file(file: str, head: bytes, size: int) -> None:
    if not head:
        raise DataError(Problem(file, "is empty.", "Save the table again."))
    if head == _OLD_EXCEL:
        what = "is an Excel file of the old kind (.xls), or locked with a password."
        raise DataError(Problem(file, what, "Save it as .xlsx without a password."))
    if size > MOST_BYTES:
        what = f"has {size // 1_000_000:,} MB; {MOST_BYTES // 1_000_000} are the most."
        raise DataError(Problem(file, what, "Split it, or save it without pictures."))


@contextmanager
def open_archive(path: Path) -> Iterator[ZipFile]:
    """The zip archive of a spreadsheet, its sizes checked; what is raised while it is open counts as its fault."""
    try:
        with ZipFile(path) as archive:
            _check_unpacked(archive, path.name)
            yield archive
    except ZIP_FAULTS as error:
        raise damaged(path.name, str(error)) from error
    except OSError as error:  # also a place in the archive that cannot be
        raise unreadable(path, error) from error


def damaged(file: str, why: str) -> DataError:
    """The error for a spreadsheet that cannot be understood."""
    reason = " ".join(why.split())[:200].rstrip(".") or "no reason given"
    hint = "Open it in Excel or LibreOffice and save it again as .xlsx."
    return DataError(Problem(file, f"is damaged or no spreadsheet: {reason}.", hint))


def _check_unpacked(archive: ZipFile, file: str) -> None:
    whole = sum(part.file_size for part in archive.infolist())
    if whole > MOST_UNPACKED:
        what = f"would unpack to {whole // 1_000_000:,} MB; {MOST_UNPACKED // 1_000_000} are the most."
        raise DataError(Problem(file, what, "Split the table, or save it again without what is not the list."))
    for part in archive.infolist():
        if part.file_size > max(SMALL, part.compress_size * HIGHEST_RATIO):
            what = f"is packed more than {HIGHEST_RATIO} times over ({part.filename}): no table is like that."
            raise DataError(Problem(file, what, "Open it in Excel or LibreOffice and save it again."))


def copy_parts(archive: ZipFile, copy: IO[bytes], is_wanted: Callable[[str], bool]) -> None:
    """Write an archive of the wanted parts only, unpacked; what Python could not read whole cannot be in it."""
    parts = {part.filename.lower(): part for part in archive.infolist() if is_wanted(part.filename)}
    with ZipFile(copy, "w", ZIP_STORED) as target:
        for part in parts.values():
            with archive.open(part) as source, target.open(ZipInfo(part.filename), "w") as sink:
                shutil.copyfileobj(source, sink)
    copy.seek(0)
