"""Everything wrong or doubtful in a book that can be known before a page is laid out."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from letters import shipped
from letters.app.ledger_place import ledger_beside
from letters.app.posted import posted_problems, sender_problems
from letters.draw import glyph_problem, missing_glyphs
from letters.errors import DataError, FileError, Problem
from letters.model import Person, Sender
from letters.qr import CODE_WIDTH, find_size_problems
from letters.store.book import Absent, Book, KnownEntries, json_schema, read_book
from letters.store.book.stale import stale_problems

__all__ = [
    "Checked",
    "book_schema",
    "check_book",
    "look_over",
    "person_problems",
    "read_checked",
    "read_sound_book",
    "sample_book",
]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a book holds, and what is wrong or doubtful in it."""

    file: str
    people: int  # who can be written to
    absent: tuple[Absent, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many problems would stop a run."""
        return sum(problem.level == "error" for problem in self.problems)


def check_book(path: Path, today: date, ledger_file: Path | None = None) -> Checked:
    """Read the book and look over it; raises FileError if it cannot be read at all."""
    return look_over(read_checked(path, allowed=()), today, ledger_beside(path, ledger_file))


def look_over(book: Book, today: date, ledger: Path) -> Checked:
    """What is wrong or doubtful in a book that was read with all rules, its people compared with each other too."""
    from letters.store.compare import find_duplicates, find_spellings  # a run needs none of its libraries

    stale = (problem for person in book.people for problem in stale_problems(person, today))
    side_by_side = (*find_duplicates(book.people), *find_spellings(book.people))
    codes = (problem for person in book.people for problem in _code_problems(person))
    noted = _ledger_notes(book, ledger, today)
    found = (*book.problems, *codes, *stale, *side_by_side, *noted)
    return Checked(book.file, len(book.people), book.absent, found)


def _code_problems(person: Person) -> Iterator[Problem]:
    """Why the guide of somebody has no room for the code; envelopes and letters do without it."""
    for problem in find_size_problems(person.case, person.where, CODE_WIDTH) if person.case else ():
        yield replace(problem, who=person.id)


def _ledger_notes(book: Book, ledger: Path, today: date) -> Iterator[Problem]:
    """Who had a letter a short while ago, and whose letters come back; or what is wrong with the ledger itself."""
    if not os.path.lexists(ledger):
        return
    from letters.app.letters_so_far import ledger_notes, left_aside, letters_so_far  # what only the ledger needs

    try:
        yield from ledger_notes(book.people, letters_so_far(ledger, book.people), today)
    except FileError as error:
        yield from left_aside(error)


def book_schema() -> dict[str, Any]:
    """The JSON Schema of the book."""
    return json_schema()


def sample_book() -> Path:
    """The book of the published people that ships with the program."""
    return shipped.sample_book()


def read_checked(path: Path, allowed: Collection[str] | None = None, known: KnownEntries | None = None) -> Book:
    """The book; `problems` hold the characters without a glyph, and what stops a posted field, as well.

    `allowed` are the rules that posted fields need not keep, `None` = nothing is posted; `known` has entries that were
    read before with the same `allowed`.
    """
    book = read_book(path, partial(person_problems, allowed=allowed), known)
    sender = () if allowed is None else sender_problems(book.sender, book.file, allowed)
    return replace(book, problems=(*book.problems, *_sender_glyphs(book.sender, book.file), *sender))


def read_sound_book(path: Path, allowed: Collection[str] | None = None) -> Book:
    """The book; raises DataError with every mistake in it. People are not compared with each other."""
    book = read_checked(path, allowed)
    if book.errors:
        raise DataError(*book.errors)
    return book


def person_problems(person: Person, allowed: Collection[str] | None) -> Iterator[Problem]:
    """What is wrong with somebody beyond what the book itself knows."""
    posted = () if allowed is None else posted_problems(person, allowed)
    return (replace(problem, who=person.id) for problem in (*_person_glyphs(person), *posted))


def _person_glyphs(person: Person) -> Iterator[Problem]:
    fields = {
        "address": person.published,
        "dative": person.dative,
        "name": str(person.name),
        "english": person.english or "",
        "about": " ".join(person.about.values()),
        "tip": " ".join(person.tip.values()),
    }
    return _glyphs(fields, f"{person.where} ({person.id})")


def _sender_glyphs(sender: Sender, file: str) -> Iterator[Problem]:
    addresses = {"return_address": sender.return_address, "reply_address": sender.reply_address}
    return _glyphs({f"sender.{field}": "\n".join(lines) for field, lines in addresses.items()}, file)


def _glyphs(fields: dict[str, str], where: str) -> Iterator[Problem]:
    for field, text in fields.items():
        for character in missing_glyphs(text):
            yield glyph_problem(where, text, character, field)
