"""Everybody in the book at one glance: prison, postcode, when checked, letters so far, what is wrong."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from letters.errors import Problem
from letters.model import Status
from letters.textfile import is_there

PAGE = 100  # people
SORTS = ("book", "name", "prison", "checked", "letters")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is looked for, in which order, and which page of them, counted from 1."""

    words: str = ""
    prison: str = ""  # as `Whereabouts.prison`
    region: str = ""
    tag: str = ""
    to_check: bool = False  # the address was never checked, or not for a month
    never_written: bool = False
    wrong: bool = False  # something of theirs must be mended
    sort: str = "book"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where somebody is, or was; nothing of it known = all empty."""

    facility: str = ""  # as published
    prison: str = ""  # as the program tells it from others; of a hospital or the like as published
    region: str = ""
    index: str = ""
    pile: tuple[str, str, tuple[int, ...], bool, str] = ("", "", (), False, "")  # for sorting


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in the book."""

    id: str
    line: int  # of the file
    status: Status
    name: str = ""  # nominative; "" = not known
    latin: str = ""
    place: Whereabouts = Whereabouts()
    checked: date | None = None
    to_check: bool = False
    is_read: bool = False  # whether the entry makes somebody who can be written to
    letters: int = 0
    last: str | None = None  # the day of the last letter
    came_back: str | None = None  # the day of such a letter, if nobody has checked the address since
    tags: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()  # without those that only say when the address was checked

    @property
    def has_page(self) -> bool:
        """Whether the id can stand in an address of the pages."""
        return bool(self.id.strip(". ")) and "/" not in self.id


@dataclass(frozen=True, slots=True)
class Everybody:
    """The whole book, from top to bottom, and what is wrong with it as a whole."""

    rows: tuple[PersonRow, ...]
    prisons: tuple[tuple[str, int], ...]  # with how many people
    regions: tuple[tuple[str, int], ...]
    tags: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """One page of the people who are looked for."""

    everybody: Everybody
    rows: tuple[PersonRow, ...]
    found: int  # on all pages
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The number of the first on this page, counted from 1."""
        return (self.page - 1) * PAGE + 1


NOBODY = Everybody((), (), (), (), ())


def overview(book: Path, today: date, wanted: Wanted, ledger_file: Path | None = None) -> Overview:
    """Everybody, or those who are looked for; nobody where there is no book yet. Raises FileError."""
    if not is_there(book):
        return Overview(NOBODY, (), found=0, page=1, pages=1)
    from letters.app.everybody import looked_for, read_everybody  # with all that reads a book

    everybody = read_everybody(book, today, ledger_file)
    found = looked_for(everybody.rows, wanted)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, wanted.page), pages)
    return Overview(everybody, tuple(found[(page - 1) * PAGE : page * PAGE]), len(found), page, pages)
