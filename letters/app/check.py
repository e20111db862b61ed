"""Checks that need the whole picture: characters without a glyph, stale addresses, and people side by side."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from letters.draw import glyph_problem, missing_glyphs
from letters.errors import DataError, Problem
from letters.model import Mapper, Person, Sender
from letters.store.book import Book, Spool, read_book
from letters.store.book.stale import stale_problems
from letters.store.compare import find_duplicates, find_spellings


def check_book(path: Path, today: date) -> tuple[Book, tuple[Problem, ...]]:
    """The book, and everything wrong or doubtful in it that can be known before a page is laid out."""
    book = read_checked(path)
    stale = (problem for person in book.people for problem in stale_problems(person, today))
    return book, (*book.problems, *stale, *_comparisons(book.people))


def read_checked(path: Path, mapper: Mapper = map) -> Book:
    """The book; `problems` hold the characters without a glyph as well."""
    book = read_book(path, mapper, _person_glyphs)
    return replace(book, problems=(*book.problems, *_sender_glyphs(book.sender, book.file)))


def read_sound_book(path: Path, mapper: Mapper = map) -> Book:
    """The book; raises DataError with every mistake in it. People are not compared with each other."""
    book = read_checked(path, mapper)
    if book.errors:
        raise DataError(*book.errors)
    return book


def _comparisons(people: Spool[Person]) -> Iterator[Problem]:
    yield from find_duplicates(people)
    yield from find_spellings(people)


def _person_glyphs(person: Person) -> Iterator[Problem]:
    fields = {
        "address": person.published,
        "dative": person.dative,
        "name": str(person.name),
        "english": person.english or "",
        "about": " ".join(person.about.values()),
        "tip": " ".join(person.tip.values()),
    }
    problems = _glyphs(fields, f"{person.where} ({person.id})")
    return (replace(problem, who=person.id) for problem in problems)


def _sender_glyphs(sender: Sender, file: str) -> Iterator[Problem]:
    addresses = {"return_address": sender.return_address, "reply_address": sender.reply_address}
    return _glyphs({f"sender.{field}": "\n".join(lines) for field, lines in addresses.items()}, file)


def _glyphs(fields: dict[str, str], where: str) -> Iterator[Problem]:
    for field, text in fields.items():
        for character in missing_glyphs(text):
            yield glyph_problem(where, text, character, field)
