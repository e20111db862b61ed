"""Who is in the book: everybody with the prison, whose address nobody has checked for long, and the birthdays."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from letters.app.birthdays import ComingBirthday, coming_birthdays
from letters.app.check import read_sound_book
from letters.app.make import pile_key
from letters.model import Person
from letters.pages.run import By
from letters.russian.names import latin
from letters.russian.postal.group import FacilityKey, facility_heading, facility_key
from letters.store.book import Absent
from letters.store.book.stale import stale_problems


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody who can be written to, with what a list says of them."""

    person: Person
    latin: str  # the name in Latin letters
    stale: bool  # the address was never checked, or not for a month
    facility: FacilityKey  # the prison as a program tells it from others
    heading: str  # what a heading says of it


@dataclass(frozen=True, slots=True)
class Listing:
    """Everybody in the book."""

    people: tuple[Listed, ...]
    absent: tuple[Absent, ...]


def list_people(book: Path, by: By, today: date) -> Listing:
    """The people in the order of the book or one prison after the other; raises DataError for a book with mistakes."""
    found = read_sound_book(book)
    people = sorted(found.people, key=pile_key) if by == "facility" else found.people
    return Listing(tuple(_listed(person, today) for person in people), found.absent)


def _listed(person: Person, today: date) -> Listed:
    key, heading = facility_key(person.address), facility_heading(person.address)
    return Listed(person, latin(str(person.name)), any(stale_problems(person, today)), key, heading)


def list_birthdays(book: Path, today: date) -> tuple[tuple[ComingBirthday, ...], tuple[str, ...]]:
    """The birthdays of the coming year, the next one first, and the ids of whose day nobody knows; raises DataError."""
    found = read_sound_book(book).people
    return coming_birthdays(found, today), tuple(person.id for person in found if person.birthday is None)
