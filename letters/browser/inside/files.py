"""The files of the person at the browser: they live in memory, are opened from theirs and saved to theirs."""

import zipfile
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


def open_file(name: str, data: bytes) -> list[str]:
    """Take a file of the person's in; the names of what was taken.

    Raises FileError for one that is none of the program's.
    """
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
            members = [one for one in archive.infolist() if _is_ours(one.filename)]
            if not members or len(members) > MOST_FILES or sum(one.file_size for one in members) > MOST_BYTES:
                raise _stranger(name)
            return [_put(WORK / one.filename, archive.read(one)) for one in members]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _stranger(name) from error


def _is_ours(name: str) -> bool:
    """The book, the ledger, and texts below; never a path that leads elsewhere."""
    path = PurePosixPath(name)
    parts = path.parts
    if path.is_absolute() or "\\" in name or any(part.startswith(".") for part in parts) or parts[:1] == ("out",):
        return False
    return name in (BOOK.name, LEDGER.name) or (1 < len(parts) <= 4 and path.suffix.lower() in _TEXTS)


def _put(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path.relative_to(WORK).as_posix()


def _stranger(name: str) -> FileError:
    what = sentence("is no book, no ledger, and nothing that «Save» has made.")
    hint = sentence("A spreadsheet is taken in on the page «People», a letter on the page «Letter».")
    return FileError(Problem(name, what, hint, code="not-ours"))
