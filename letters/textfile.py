"""A file as text: what cannot be opened, written or read as UTF-8 becomes a message that says what to do now.

Whatever is read is opened here: only a file on a disk, never a pipe or a device, which may wait or go on for ever.
"""

import errno
import json
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from letters.errors import DataError, FileError, Problem
from letters.messages import reason, remedy
from letters.sentences import sentence

LARGEST = 50_000_000  # bytes of a text that is read at once: more than five thousand people take
DEEPEST = 100  # lists and tables of JSON in each other: more than any file of this program has
_TEXT = re.compile(r'"(?:[^"\\]|\\[\s\S])*+"?')  # of JSON, closed or not
SAVE_AS_UTF8 = sentence("Save it as plain text in UTF-8 (in Notepad: Save as, Encoding UTF-8; in Word: Plain Text).")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that somebody handed over, and that stands on no disk: what it is called, and what it holds."""

    name: str
    data: bytes

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return Path(self.name).stem


def is_there(path: Path) -> bool:
    """Whether there is anything under that name, readable or not; raises FileError when the system does not say."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise unreadable(path, error) from error
    return True


def unreadable(path: Path | str, error: OSError) -> FileError:
    """The error for a file that cannot be opened or read."""
    if error.errno == errno.ENOENT:
        hint = sentence("Check the name; the folder is {parent}.", parent=Path(path).absolute().parent)
        return FileError(Problem(str(path), sentence("there is no such file."), hint, code="no-such-file"))
    what = sentence("cannot be read: {reason}.", reason=reason(error))
    return FileError(Problem(str(path), what, remedy(error), code="unreadable"))


def unwritable(path: Path | str, error: OSError) -> FileError:
    """The error for a file that cannot be written."""
    what = sentence("cannot be written: {reason}.", reason=reason(error))
    return FileError(Problem(str(path), what, remedy(error), code="unwritable"))


def no_utf8(where: str, line: int) -> Problem:
    """What is wrong with a text whose line cannot be read as UTF-8."""
    return Problem(f"{where}:{line}", sentence("is not UTF-8 text."), SAVE_AS_UTF8, code="not-utf8")


def decoded(data: bytes, where: str) -> str:
    """The text with plain line ends and without a mark in front; raises DataError with the line that is no UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(no_utf8(where, data.count(b"\n", 0, error.start) + 1)) from error
    return plain_ends(text)


def plain_ends(text: str) -> str:
    """The text with the line ends of Unix in place of those of Windows or of old Macs."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def opened(path: Path | GivenFile) -> Iterator[BinaryIO]:
    """A file to be read from its beginning; raises FileError for what is none, or fails while it is read."""
    if isinstance(path, GivenFile):
        yield BytesIO(path.data)
        return
    try:
        with open(path, "rb", opener=_open_at_once) as stream:
            _check_ordinary(path, os.fstat(stream.fileno()).st_mode)
            yield stream
    except OSError as error:
        raise (no_file(path) if error.errno == errno.ENXIO else unreadable(path, error)) from error


def _open_at_once(path: str, flags: int) -> int:
    """Without waiting for whoever writes at the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_ordinary(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise no_file(path)


def no_file(path: Path) -> FileError:
    """The error for a pipe, a socket or a device where a file belongs."""
    what = sentence("is no file on a disk but a pipe, a socket or a device.")
    return FileError(Problem(str(path), what, sentence("Name a file on the disk."), code="not-a-file"))


def read_start(path: Path | GivenFile, most: int) -> bytes:
    """At most `most` bytes of a file and one more, which says that it is longer; raises FileError."""
    with opened(path) as stream:
        return stream.read(most + 1)


def read_whole(path: Path | GivenFile) -> bytes:
    """All bytes of a file; raises FileError, or DataError for one larger than any book, list or table."""
    return not_too_large(read_start(path, LARGEST), path.name)


def not_too_large(data: bytes, where: str) -> bytes:
    """The same bytes; raises DataError for more than are read at once."""
    if len(data) > LARGEST:
        what = sentence("is larger than {number} MB: no book and no list is.", number=LARGEST // 1_000_000)
        raise DataError(Problem(where, what, sentence("Split it, or name another file."), code="file-too-large"))
    return data


def read_text(path: Path) -> str:
    """A whole file; raises FileError, or DataError when it is no text in UTF-8, or far too long."""
    return decoded(read_whole(path), path.name)


def read_toml(path: Path) -> dict[str, Any]:
    """A table; raises FileError, or DataError with the line when it is no text in UTF-8 or no TOML."""
    try:
        return tomllib.loads(read_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        what, hint = sentence("is not valid TOML: {error}.", error=error), sentence("Correct the line it names.")
        raise DataError(Problem(path.name, what, hint, code="not-toml")) from error


def read_json(text: str) -> Any:
    """What a text in JSON holds; raises ValueError for one that is no JSON, or nested so deep that reading it could end
    the program: inside a browser no RecursionError comes first.
    """
    depth = 0
    for mark in re.findall(r"[\[{}\]]", _TEXT.sub("", text)):
        depth += 1 if mark in "[{" else -1
        if depth > DEEPEST:
            raise ValueError(f"nested more than {DEEPEST} deep")
    return json.loads(text)
