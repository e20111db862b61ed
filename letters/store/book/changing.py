"""The file of a book while one command changes it: nobody else does, and what comes into its place is whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from letters.errors import DataError, Problem
from letters.sentences import sentence
from letters.store.atomic import whole
from letters.store.lock import locked
from letters.textfile import unwritable

WAIT = 60  # seconds for another command that is changing the book
LOCK = ".book-lock"


@contextmanager
def book_alone(path: Path) -> Iterator[None]:
    """The book for this command; raises FileError when another has it for too long, or it cannot be written."""
    what = sentence("another command is changing this book.")
    busy = Problem(str(path), what, sentence("Wait until it has finished."), code="busy")
    try:
        with locked(Path(os.path.realpath(path)).parent / LOCK, busy, WAIT):
            yield
    except OSError as error:
        raise unwritable(path, error) from error


@contextmanager
def new_book(path: Path, old: bytes | None, data: bytes) -> Iterator[bytes]:
    """Put the data in the place of the old ones, `None` = there was no book, after a look at what has been written.

    Raises FileError, or DataError when there is something else by now.
    """
    with whole(path) as part:
        part.write_bytes(data)
        yield part.read_bytes()
        if (path.read_bytes() if path.exists() else None) != old:
            what = sentence("somebody changed the book meanwhile.")
            raise DataError(Problem(path.name, what, sentence("Do the same again."), code="book-changed"))
