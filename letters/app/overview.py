"""Everybody in the book at one glance: prison, postcode, when checked, letters so far, what is wrong."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from letters.app.check import check_book
from letters.app.ledger_place import ledger_beside
from letters.app.letters_so_far import letters_so_far
from letters.errors import Problem
from letters.store.book import read_book


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is looked for."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody in the book."""

    id: str
    name: str
    facility: str
    index: str
    letters: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The people who are looked for, and what is wrong with the book as a whole."""

    rows: tuple[Seen, ...]
    problems: tuple[Problem, ...]


def overview(book: Path, today: date, wanted: Wanted, ledger_file: Path | None = None) -> Overview:
    """Everybody, or those whose name, prison or postcode holds the words; an empty one where there is no book yet."""
    if not book.exists():
        return Overview((), ())
    read, checked = read_book(book), check_book(book, today, ledger_file)
    so_far = letters_so_far(ledger_beside(book, ledger_file), read.people)
    rows = [
        Seen(
            person.id,
            str(person.name),
            person.address.facility.text,
            person.address.index,
            len(so_far.of(person).letters),
            tuple(problem for problem in checked.problems if problem.who == person.id),
        )
        for person in read.people
    ]
    shown = tuple(row for row in rows if wanted.words.casefold() in f"{row.id} {row.name} {row.facility}".casefold())
    return Overview(shown, tuple(problem for problem in checked.problems if not problem.who))
