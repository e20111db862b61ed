"""One side of a comparison: a book (.yaml), or a list with one published line a line of text."""

from collections.abc import Iterator
from pathlib import Path

from letters.errors import DataError, Problem
from letters.model import Person, Status
from letters.sentences import sentence
from letters.store.book import Absent, read_book, read_line
from letters.store.compare.diff import Entry, place_of
from letters.textfile import read_text

_BOOKS = (".yaml", ".yml")
Side = tuple[tuple[Entry, ...], tuple[Problem, ...]]


def read_side(path: Path) -> Side:
    """Everybody on that side, with what could not be read; raises DataError for a book with mistakes, FileError."""
    if path.suffix.lower() in _BOOKS and path.exists():
        return _read_book(path)
    return _read_list(path)


def _read_book(path: Path) -> Side:
    book = read_book(path)
    if errors := [problem for problem in book.problems if problem.level == "error"]:
        raise DataError(*errors)  # whoever has a mistake would look gone
    return (*map(_of_person, book.people), *map(_of_absent, book.absent)), ()


def _of_person(person: Person) -> Entry:
    return Entry(person.where, person.id, str(person.name), person.born, place_of(person.address))


def _of_absent(person: Absent) -> Entry:
    return _of_line(person.published, person.where, person.id, person.status)


def _of_line(line: str, where: str, name: str | None = None, status: Status = "held") -> Entry:
    read = read_line(line)
    recipient, address = read.recipient, read.parsed.address
    shown = str(recipient.nominative or recipient.text) if recipient else (name or line)
    return Entry(where, name, shown, read.parsed.born, place_of(address) if address else None, status)


def _read_list(path: Path) -> Side:
    entries, problems = [], []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        entry = _of_line(line, f"{path.name}:{number}")
        if entry.place:
            entries.append(entry)
        else:
            problems.append(_no_address(entry.where))
    return tuple(entries), tuple(problems)


def _no_address(where: str) -> Problem:
    what = sentence("the line holds no postal address and is left out of the comparison.")
    return Problem(where, what, sentence("A list has one published Russian line a line."), "warning", code="no-address")


def _lines(path: Path) -> Iterator[str]:
    return iter(read_text(path).splitlines())
