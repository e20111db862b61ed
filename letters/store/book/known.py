"""Entries that were read before: a book of thousands in which one has changed is read again in a moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from letters.errors import Problem
from letters.messages import line_in
from letters.model import Person
from letters.store.book.people import Absent, Look, read_person
from letters.store.book.tree import Node, Scalar, Sequence

Shape = tuple[object, ...]  # the texts of an entry, each with its line, counted from the first of the entry


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """What an entry came to, with the line on which it stood."""

    line: int
    person: Person | Absent | None
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class KnownEntries:
    """What the entries came to when a book was last read, for the same file, the same day and the same `look`."""

    _file: str = ""
    _day: date = date.min
    _entries: dict[Shape, ReadEntry] = field(default_factory=dict)
    _now: dict[Shape, ReadEntry] = field(default_factory=dict)

    def begin(self, file: str) -> None:
        """Before a book is read."""
        if (file, date.today()) != (self._file, self._day):
            self._file, self._day, self._entries = file, date.today(), {}
        self._now = {}

    def end(self) -> None:
        """Afterwards: what no longer stands in the book is forgotten."""
        self._entries = self._now

    def read(self, node: Node, file: str, look: Look) -> tuple[Person | Absent | None, Iterable[Problem]]:
        """What `read_entry` says, from memory if the entry has not changed but for its place in the file."""
        shape = _shape(node, node.line)
        known = self._entries.get(shape)
        read = _moved(known, node.line, file) if known else ReadEntry(node.line, *read_entry(node, file, look))
        self._now[shape] = read
        return read.person, read.problems


def read_entry(node: Node, file: str, look: Look) -> tuple[Person | Absent | None, tuple[Problem, ...]]:
    """The person of one entry, and everything that is wrong with them; `look` finds more than the book knows."""
    problems: list[Problem] = []
    person = read_person(node, file, problems)
    if isinstance(person, Person):
        problems += look(person)
    return person, tuple(problems)


def _shape(node: Node, first: int) -> Shape:
    if isinstance(node, Scalar):
        return node.text, node.line - first
    if isinstance(node, Sequence):
        return "[", node.line - first, *(_shape(item, first) for item in node.items)
    return "{", *((_shape(key, first), _shape(value, first)) for key, value in node.entries)


def _moved(known: ReadEntry, line: int, file: str) -> ReadEntry:
    """The same, further up or down in the file."""
    if (lines := line - known.line) == 0:
        return known
    person = known.person and replace(known.person, where=_place(known.person.where, lines, file))
    problems = (replace(problem, where=_place(problem.where, lines, file)) for problem in known.problems)
    return ReadEntry(line, person, tuple(problems))


def _place(where: str, lines: int, file: str) -> str:
    """«addresses.yaml:12 (zimin)» so many lines further down."""
    there = line_in(where)
    return where.replace(f"{file}:{there}", f"{file}:{there + lines}", 1) if there else where
