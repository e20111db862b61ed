"""A book that the pages show again and again: it is read only when its file has changed, and then only what has."""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from letters.app.check import read_checked
from letters.errors import FileError
from letters.store.book import Book, KnownEntries
from letters.textfile import opened

_Answer = TypeVar("_Answer")
_PIECE = 1 << 20  # bytes
MOST = 2  # books kept beside the one that is asked for


@dataclass(slots=True)
class _Kept:
    """What is at hand: one book, read with one set of rules or another, and what was last worked out of it."""

    state: object = None  # of the file
    books: dict[frozenset[str] | None, Book] = field(default_factory=dict)
    entries: KnownEntries = field(default_factory=KnownEntries)  # read with all rules
    answers: dict[object, tuple[Book, object, object]] = field(default_factory=dict)
    reading: threading.Lock = field(default_factory=threading.Lock)


_kept = _Kept()


def book_at_hand(path: Path, allowed: Collection[str] | None = ()) -> Book:
    """As `read_checked` gives it, the very same for the same bytes on the same day; raises FileError."""
    rules = None if allowed is None else frozenset(allowed)
    with _kept.reading:
        state = path, _digest(path), date.today()
        if _kept.state != state or len(_kept.books) > MOST:
            _kept.books, _kept.state = {}, state
        if rules not in _kept.books:
            book = read_checked(path, allowed, _kept.entries if rules == frozenset() else None)
            if _digest(path) != state[1]:  # somebody wrote while it was read
                return book
            _kept.books[rules] = book
        return _kept.books[rules]


def while_at_hand(make: Callable[[Book, date, Path], _Answer], book: Book, today: date, ledger: Path) -> _Answer:
    """What `make` says of a book at hand, its ledger and this day; the last answer of each `make`, if all are the same.

    Raises what `make` raises, which is not kept.
    """
    before = today, ledger, _digest(ledger)
    known, state, answer = _kept.answers.get(make, (None, None, None))
    if known is book and state == before:
        return answer  # type: ignore[return-value]
    made = make(book, today, ledger)
    if _digest(ledger) == before[2]:
        _kept.answers[make] = book, before, made
    return made


def _digest(file: Path) -> bytes | None:
    """The same for the same bytes; `None` for what cannot be read."""
    found = sha256()
    try:
        with opened(file) as stream:
            while piece := stream.read(_PIECE):
                found.update(piece)
    except FileError:
        return None
    return found.digest()
