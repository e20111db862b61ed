"""Checks that need the whole picture: characters without a glyph, stale addresses, and people side by side."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from letters.app.posted import posted_problems, sender_problems
from letters.draw import glyph_problem, missing_glyphs
from letters.errors import DataError, Problem
from letters.model import Mapper, Person, Sender
from letters.store.book import Book, Spool, read_book
from letters.store.book.stale import stale_problems
from letters.store.compare import find_duplicates, find_spellings


def check_book(path: Path, today: date) -> tuple[Book, tuple[Problem, ...]]:
    """The book, and everything wrong or doubtful in it that can be known before a page is laid out."""
    book = read_checked(path, allowed=())
    stale = (problem for person in book.people for problem in stale_problems(person, today))
    return book, (*book.problems, *stale, *_comparisons(book.people))


def read_checked(path: Path, mapper: Mapper = map, allowed: Collection[str] | None = None) -> Book:
    """The book; `problems` hold the characters without a glyph as well.

    `allowed` are the rules that posted fields need not keep, `None` = nothing is posted.
    """
    book = read_book(path, mapper, partial(_person_problems, allowed=allowed))
    sender = () if allowed is None else sender_problems(book.sender, book.file, allowed)
    return replace(book, problems=(*book.problems, *_sender_glyphs(book.sender, book.file), *sender))


def read_sound_book(path: Path, mapper: Mapper = map, allowed: Collection[str] | None = None) -> Book:
    """The book; raises DataError with every mistake in it. People are not compared with each other."""
    book = read_checked(path, mapper, allowed)
    if book.errors:
        raise DataError(*book.errors)
    return book


def _person_problems(person: Person, allowed: Collection[str] | None) -> Iterator[Problem]:
    """What is wrong with somebody beyond what the book itself knows."""
    posted = () if allowed is None else posted_problems(person, allowed)
    return (replace(problem, who=person.id) for problem in (*_person_glyphs(person), *posted))


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
    return _glyphs(fields, f"{person.where} ({person.id})")


def _sender_glyphs(sender: Sender, file: str) -> Iterator[Problem]:
    addresses = {"return_address": sender.return_address, "reply_address": sender.reply_address}
    return _glyphs({f"sender.{field}": "\n".join(lines) for field, lines in addresses.items()}, file)


def _glyphs(fields: dict[str, str], where: str) -> Iterator[Problem]:
    for field, text in fields.items():
        for character in missing_glyphs(text):
            yield glyph_problem(where, text, character, field)
