"""A file as text: what cannot be opened, written or read as UTF-8 becomes a message that says what to do now."""

import errno
import tomllib
from pathlib import Path
from typing import Any

from letters.errors import DataError, FileError, Problem

SAVE_AS_UTF8 = "Save it as plain text in UTF-8 (in Notepad: Save as, Encoding UTF-8; in Word: Plain Text)."
_RIGHTS = "Your account may not: change the rights, or work in a folder of your own, such as Documents."
_REMEDIES = {
    errno.ENOENT: "Look at the name and the folder.",
    errno.EISDIR: "That is a folder: name a file in it.",
    errno.ENOTDIR: "Look at the path: a part of it is a file and no folder.",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: "Nothing can be written there: take a folder on your own disk.",
    errno.ENOSPC: "Make room on the disk.",
    errno.EFBIG: "Take a disk that holds larger files.",
}
_ANY = "Try again; if it stays so, copy the file to another folder or disk."


def remedy(error: OSError) -> str:
    """What to do when the system refuses a file."""
    return _REMEDIES.get(error.errno or 0, _ANY)


def unreadable(path: Path | str, error: OSError) -> FileError:
    """The error for a file that cannot be opened or read."""
    if error.errno == errno.ENOENT:
        hint = f"Check the name; the folder is {Path(path).absolute().parent}."
        return FileError(Problem(str(path), "there is no such file.", hint, code="no-such-file"))
    what = f"cannot be read: {error.strerror or error}."
    return FileError(Problem(str(path), what, remedy(error), code="unreadable"))


def unwritable(path: Path | str, error: OSError) -> FileError:
    """The error for a file that cannot be written."""
    what = f"cannot be written: {error.strerror or error}."
    return FileError(Problem(str(path), what, remedy(error), code="unwritable"))


def no_utf8(where: str, line: int) -> Problem:
    """What is wrong with a text whose line cannot be read as UTF-8."""
    return Problem(f"{where}:{line}", "is not UTF-8 text.", SAVE_AS_UTF8, code="not-utf8")


def decoded(data: bytes, where: str) -> str:
    """The text with plain line ends and without a mark in front; raises DataError with the line that is no UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(no_utf8(where, data.count(b"\n", 0, error.start) + 1)) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_start(path: Path, most: int) -> bytes:
    """At most `most` bytes of a file and one more, which says that it is longer; raises FileError."""
    try:
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise unreadable(path, error) from error


def read_text(path: Path) -> str:
    """A whole file; raises FileError, or DataError when it is no text in UTF-8."""
    try:
        return decoded(path.read_bytes(), path.name)
    except OSError as error:
        raise unreadable(path, error) from error


def read_toml(path: Path) -> dict[str, Any]:
    """A table; raises FileError, or DataError with the line when it is no text in UTF-8 or no TOML."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        what, hint = f"is not valid TOML: {error}.", "Correct the line it names."
        raise DataError(Problem(path.name, what, hint, code="not-toml")) from error
