"""The files of the person at the browser: they live in memory, are opened from theirs and saved to theirs."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath

from letters.errors import FileError, Problem
from letters.sentences import sentence

WORK = Path("/work")
OUT = WORK / "out"
BOOK = WORK / "addresses.yaml"
LEDGER = WORK / "ledger.db"
MOST_BYTES = 200_000_000  # of everything in one .zip, unpacked
MOST_FILES = 1_000
MOST_FOLDERS = 4  # in each other, the file with them
LONGEST_NAME = 200  # characters
_BOOKS = (".yaml", ".yml", ".json")
_TEXTS = (".txt", ".json", ".toml", ".j2")
_DAY = (1980, 1, 1, 0, 0, 0)  # of what is packed: the same files, the same bytes


def kept() -> dict[str, bytes]:
    """Everything that would be lost with the window, but what was made to be printed."""
    return {path.relative_to(WORK).as_posix(): path.read_bytes() for path in _paths()}


def _paths() -> Iterator[Path]:
    for path in sorted(WORK.rglob("*")):
        is_passing = path.is_relative_to(OUT) or any(part.startswith(".") for part in path.relative_to(WORK).parts)
        if path.is_file() and not is_passing:
            yield path


def together() -> bytes:
    """All of it as one .zip; no name in it tells of anybody."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in kept().items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def open_file(name: str, data: bytes) -> dict[str, list[str]]:
    """Take a file of the person's in: the names of what was «taken», and which of them are «unknown» to this version.

    Raises FileError for one that is none of the program's, and then everything is as it was.
    """
    taken = _open(name, data)
    return {"taken": taken, "unknown": [one for one in taken if not _is_ours(one)]}


def _open(name: str, data: bytes) -> list[str]:
    suffix = PurePosixPath(name).suffix.lower()
    if zipfile.is_zipfile(BytesIO(data)) and suffix == ".zip":
        return _open_all(name, data)
    if suffix in _BOOKS:
        return [_put(BOOK, data)]
    if suffix == ".db" and data.startswith(b"SQLite format 3\0"):
        return [_put(LEDGER, data)]
    raise _stranger(name)


def _open_all(name: str, data: bytes) -> list[str]:
    """What an earlier «Save everything» has packed."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if _has_a_place(one.filename)]
            if not any(_is_ours(one.filename) for one in members) or len(members) > MOST_FILES:
                raise _stranger(name)
            if sum(one.file_size for one in members) > MOST_BYTES:
                raise _stranger(name)
            found = {one.filename: archive.read(one) for one in members}  # all of it, before anything changes
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise _stranger(name) from error
    if any(str(folder) in found for one in found for folder in PurePosixPath(one).parents):
        raise _stranger(name)
    return [_put(WORK / one, content) for one, content in found.items()]


def _has_a_place(name: str) -> bool:
    """Whatever a version of this program may save; never a folder, or a path that leads elsewhere."""
    path = PurePosixPath(name)
    is_elsewhere = path.is_absolute() or "\\" in name or any(part.startswith(".") for part in path.parts)
    is_long = len(path.parts) > MOST_FOLDERS or len(name) > LONGEST_NAME
    return str(path) == name and not (is_elsewhere or is_long or path.parts[:1] == ("out",))


def _is_ours(name: str) -> bool:
    """The book, the ledger, and texts below."""
    path = PurePosixPath(name)
    return name in (BOOK.name, LEDGER.name) or (len(path.parts) > 1 and path.suffix.lower() in _TEXTS)


def _put(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path.relative_to(WORK).as_posix()


def _stranger(name: str) -> FileError:
    what = sentence("is no book, no ledger, and nothing that «Save» has made.")
    hint = sentence("A spreadsheet is taken in on the page «People», a letter on the page «Letter».")
    return FileError(Problem(name, what, hint, code="not-ours"))
