"""Checks that need the whole picture: characters without a glyph, addresses that nobody has looked at for long."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from letters.book import Book, read_book
from letters.draw import glyph_problem, missing_glyphs
from letters.errors import Problem
from letters.model import Person, Sender

STALE_DAYS, OLD_DAYS = 30, 120


def check_book(path: Path, today: date) -> tuple[Book, tuple[Problem, ...]]:
    """The book, and every problem in it that can be known before a page is laid out."""
    book = read_book(path)
    return book, (*book.problems, *problems_of(book, today))


def problems_of(book: Book, today: date) -> Iterator[Problem]:
    """What is found when the whole book is at hand: characters without a glyph, addresses not checked for long."""
    yield from _sender_glyphs(book.sender, book.file)
    for person in book.people:
        yield from _person_glyphs(person)
        yield from stale_problems(person, today)


def stale_problems(person: Person, today: date) -> Iterator[Problem]:
    """A warning when the address was never checked, or not for a month."""
    if person.verified is None:
        what = "nobody has noted when this address was last checked."
    elif (days := (today - person.verified).days) > STALE_DAYS:
        much = "four months" if days > OLD_DAYS else "a month"
        what = f"the address was last checked on {person.verified}, more than {much} ago."
    else:
        return
    hint = "People are moved without notice: look at the case page, then write `verified:` with the day."
    yield Problem(person.where, what, hint, "warning")


def _person_glyphs(person: Person) -> Iterator[Problem]:
    fields = {
        "address": person.published,
        "dative": person.dative,
        "name": str(person.name),
        "english": person.english or "",
        "about": " ".join(person.about.values()),
        "tip": " ".join(person.tip.values()),
    }
    return _glyphs(fields, person.where)


def _sender_glyphs(sender: Sender, file: str) -> Iterator[Problem]:
    return _glyphs({"sender.return_address": "\n".join(sender.return_address)}, file)


def _glyphs(fields: dict[str, str], where: str) -> Iterator[Problem]:
    for field, text in fields.items():
        for character in missing_glyphs(text):
            yield glyph_problem(where, text, character, field)
