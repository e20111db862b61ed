"""A book that stays open on the desk: it is read again only when its file has changed."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from letters.textfile import read_whole

if TYPE_CHECKING:
    from letters.store.book import Book

MOST = 2  # kept beside the one that is asked for


@dataclass(slots=True)
class BookAtHand:
    """The book as it was read last, for each set of rules that posted fields need not keep."""

    _digest: tuple[Path, bytes] | None = None
    _books: "dict[frozenset[str] | None, Book]" = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, path: Path, allowed: Collection[str] | None = None) -> "Book":
        """As `read_checked` gives it; raises FileError, or DataError for what is no text."""
        from letters.app.check import read_checked  # with all that reads a book

        digest = blake2b(read_whole(path), digest_size=16).digest()
        key = None if allowed is None else frozenset(allowed)
        with self._lock:
            if self._digest != (path, digest) or len(self._books) > MOST:
                self._books, self._digest = {}, (path, digest)
            if key not in self._books:
                self._books[key] = read_checked(path, allowed)
            return self._books[key]
