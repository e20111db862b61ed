"""A book that stays open on the desk: it is read again only when its file has changed."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from letters.app.check import read_checked
from letters.store.book import Book
from letters.textfile import read_whole


@dataclass(slots=True)
class BookAtHand:
    """The book as it was read last, by the digest of its file and the rules that posted fields need not keep."""

    _key: tuple[object, ...] | None = None
    _book: Book | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, path: Path, allowed: Collection[str] | None = None) -> Book:
        """As `read_checked` gives it; raises FileError, or DataError for what is no text."""
        digest = blake2b(read_whole(path), digest_size=16).digest()
        key = (path, digest, None if allowed is None else frozenset(allowed))
        with self._lock:
            if self._book is None or self._key != key:
                self._book, self._key = read_checked(path, allowed), key
            return self._book
