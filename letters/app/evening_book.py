"""What the page of an evening needs of the book: who can be chosen, and what it says of the sender."""

from dataclasses import dataclass
from pathlib import Path

from letters.app.book_at_hand import book_at_hand
from letters.model import Person, Sender
from letters.russian.names import latin
from letters.russian.postal.group import facility_heading


@dataclass(frozen=True, slots=True)
class Choosable:
    """Somebody who can be ticked."""

    id: str
    name: str
    latin: str
    facility: str


@dataclass(frozen=True, slots=True)
class EveningBook:
    """Everybody without a mistake, in the order of the book, and the sender; nobody where there is no book yet."""

    people: tuple[Choosable, ...]
    sender: Sender


def read_evening_book(book: Path) -> EveningBook:
    """Raises FileError."""
    if not book.exists():
        return EveningBook((), Sender())
    read = book_at_hand(book)
    return EveningBook(tuple(map(_choosable, read.sound_people)), read.sender)


def read_sender(book: Path) -> Sender:
    """The sender alone; raises FileError."""
    return book_at_hand(book).sender if book.exists() else Sender()


def _choosable(person: Person) -> Choosable:
    name = str(person.name)
    return Choosable(person.id, name, latin(name), facility_heading(person.address))
