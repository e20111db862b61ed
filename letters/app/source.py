"""The book of a run, read once; a run stops when somebody changes it meanwhile."""

from hashlib import sha256
from pathlib import Path

from letters.app.check import read_sound_book
from letters.app.recorded import file_digest
from letters.app.sift import Sifted, read_sifted
from letters.app.workers import Workers
from letters.errors import FileError, Problem
from letters.pages.run import Run
from letters.store.book import Book
from letters.store.book.layout import Layout


def read_unchanged(run: Run, workers: Workers) -> tuple[Sifted, str]:
    """The book with its SHA-256; raises FileError when it was changed meanwhile, DataError for its mistakes."""
    digest = _digest(run.book)
    try:
        allowed = run.allow if run.is_posted else None
        if run.keep_going:
            return read_sifted(run.book, workers, allowed), digest
        return Sifted(read_sound_book(run.book, workers.map, allowed), Layout(0), ()), digest
    finally:
        check_digest(run, digest)


def check_digest(run: Run, digest: str) -> None:
    """Raise FileError when the book is not what was read any more."""
    if _digest(run.book) != digest:
        what = "somebody changed the book while the run was going on."
        raise FileError(Problem(str(run.book), what, "Start again when it is saved."))


def _digest(path: Path) -> str:
    """SHA-256; empty when the file cannot be read, which reading it says better."""
    try:
        return file_digest(path)
    except OSError:
        return ""


def sender_digest(book: Book) -> str:
    """Says whether the sender is the same as in an earlier run."""
    return sha256(repr(book.sender).encode("utf-8", "backslashreplace")).hexdigest()[:16]
