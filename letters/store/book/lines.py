"""The lines of a book's file: where each person stands, how they are indented, and where the next one may be put."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from letters.errors import CommandError, DataError, Problem
from letters.sentences import sentence
from letters.store.book import tree
from letters.store.book.entries import Indents
from letters.store.book.people import tree_values
from letters.textfile import is_there, read_whole

_DASH = re.compile(rb"( *)-( +)(?=[^\s#])")
_KEY = re.compile(rb"(?:\xef\xbb\xbf)?people\s*:\s*(?:#.*)?")
_BARE = re.compile(rb"\s*(?:#.*)?")
_HINT = sentence(
    "Begin each person with «- id: …» on a line of its own, as in the sample book; or add this one by hand."
)


@dataclass(frozen=True)
class BookLines:
    """A book as its file has it; lines are counted from 0, with their ends."""

    name: str  # of the file, for messages
    data: bytes
    is_new: bool  # there is no such file yet
    nodes: tuple[tree.Node, ...]  # of the people
    top: Mapping[str, Any]  # what else the book holds
    problems: tuple[Problem, ...]  # keys given twice, tags, …
    people: int | None  # the line of the key «people:»
    following: int | None  # of the first key behind the people

    @cached_property
    def lines(self) -> list[bytes]:
        """The file line by line."""
        return self.data.splitlines(keepends=True)

    @cached_property
    def records(self) -> list[Any]:
        """The people as mappings of texts; what is no mapping stays what it is."""
        return [tree_values(node) for node in self.nodes]

    @property
    def digest(self) -> bytes:
        """The same for the same bytes."""
        return sha256(self.data).digest()

    @property
    def line_end(self) -> bytes:
        """As the first line has it."""
        return b"\r\n" if self.lines and self.lines[0].endswith(b"\r\n") else b"\n"

    def where(self, place: int) -> str:
        """The line of a person, for messages."""
        return f"{self.name}:{self.nodes[place].line}"

    def indents(self, place: int) -> Indents:
        """How a person is indented; raises DataError when the list is not written with dashes."""
        found = _DASH.match(self.lines[self.nodes[place].line - 1])
        if not found:
            what = sentence("the list of people is not written with dashes.")
            raise DataError(Problem(self.where(place), what, _HINT, code="book-fixed"))
        return Indents(len(found[1]), len(found[2]))

    def span(self, place: int) -> tuple[int, int]:
        """The lines of a person, without the empty ones and remarks behind."""
        first = self.nodes[place].line - 1
        behind = self.nodes[place + 1].line - 1 if place + 1 < len(self.nodes) else self._end
        return first, self._content_end(first, behind)

    @property
    def _end(self) -> int:
        return len(self.lines) if self.following is None else self.following

    def _content_end(self, first: int, last: int) -> int:
        return next((at for at in range(last, first, -1) if not _BARE.fullmatch(self.lines[at - 1].rstrip())), first)

    def room(self) -> tuple[int, Indents, str, str]:
        """The line before which new people go, their indents, and what stands before the first and between them.

        Raises DataError when the people are not written as a list with dashes.
        """
        if self.people is None:
            return len(self.lines), Indents(), "\npeople:\n" if self.lines else "people:\n", "\n"
        if not self.nodes:
            self._check_empty(self.people)
            return self.people + 1, Indents(), "", "\n"
        first, content_end = self.span(len(self.nodes) - 1)
        place = self._end if self.following is None else content_end
        is_spaced = len(self.nodes) == 1 or bool(_BARE.fullmatch(self.lines[first - 1].rstrip()))
        gap = "\n" if is_spaced else ""
        return place, self.indents(len(self.nodes) - 1), gap if self.lines[place - 1].strip() else "", gap

    def _check_empty(self, line: int) -> None:
        if not _KEY.fullmatch(self.lines[line].strip()):
            what = sentence("«people:» holds something else than a list with dashes.")
            raise DataError(Problem(f"{self.name}:{line + 1}", what, _HINT, code="book-fixed"))


def read_lines(path: Path) -> BookLines:
    """The book, empty if there is none; raises FileError, or DataError for a fault in the YAML itself."""
    if not is_there(path):
        return parse_lines(path.name, b"", is_new=True)
    tree.check_text_file(path)
    return parse_lines(path.name, read_whole(path))


def parse_lines(name: str, data: bytes, is_new: bool = False) -> BookLines:
    """The same for what a file holds."""
    problems: list[Problem] = []
    nodes, keys, top = [], {}, {}
    for key, node in tree.read_entries(BytesIO(data), name, "people", problems):
        if key is None:
            nodes.append(node)
        else:
            keys[key.text] = key.line - 1
            top[key.text] = None if key.text == "people" else tree_values(node)
    people = keys.get("people")
    following = min((line for line in keys.values() if people is not None and line > people), default=None)
    return BookLines(name, data, is_new, tuple(nodes), top, tuple(problems), people, following)


def places_of(records: Sequence[Any], name: str, file: str) -> list[int]:
    """Where the people with an id stand, mostly one, counted from 0; raises CommandError when there is none."""
    there = [record.get("id") if isinstance(record, Mapping) else None for record in records]
    if name not in there:
        close = get_close_matches(name, [known for known in there if isinstance(known, str)], 1)
        hint = (
            sentence("Did you mean {close}?", close=close[0]) if close else sentence("‹list› shows who is in the book.")
        )
        raise CommandError(
            Problem(file, sentence("nobody in the book has the id «{name}».", name=name), hint, code="no-id")
        )
    return [place for place, known in enumerate(there) if known == name]
