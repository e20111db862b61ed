"""One entry of the book with all that is known of the person: the fields, the envelope, the letters so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from letters.app.check import person_problems
from letters.app.ledger_place import ledger_beside
from letters.app.letters_so_far import ledger_notes, left_aside, letters_so_far
from letters.errors import FileError, Problem
from letters.messages import as_json, line_in
from letters.model import Person, Sender
from letters.russian.names import latin
from letters.sentences import sentence
from letters.services import services
from letters.store.book import Absent
from letters.store.book.field_problems import field_problems
from letters.store.book.lines import BookLines, places_of, read_lines
from letters.store.book.stale import stale_problems
from letters.store.ledger import Event
from letters.wording import guide_languages, guide_texts

Record = Mapping[str, Any]  # the fields as the book has them: a text, texts by language, or a tuple of either


@dataclass(frozen=True, slots=True)
class EntryRequest:
    """Whose entry of which book is wanted."""

    book: Path
    id: str
    today: date
    ledger_file: Path | None = None


@dataclass(frozen=True, slots=True)
class BookEntry:
    """Somebody in the book; `mark` is the same as long as the entry says the same."""

    id: str
    line: int  # of the file
    record: Record
    mark: str
    person: Person | Absent | None  # as a run reads it; `None` = it cannot be read
    envelope: tuple[str, ...]  # the lines of the address; none = nobody writes there now
    events: tuple[Event, ...]  # of the ledger, the last one first
    problems: tuple[Problem, ...]  # `field` = the field of the book

    @property
    def name(self) -> str:
        """In the nominative, surname first, "" if it is not known."""
        return str(self.person.name or "") if self.person else ""

    @property
    def latin(self) -> str:
        """The name in Latin letters."""
        return latin(self.name)

    @property
    def checked(self) -> date | None:
        """The day on which somebody last compared the address."""
        return self.person.verified if isinstance(self.person, Person) else None


def look_up(request: EntryRequest) -> BookEntry:
    """The entry with an id; raises CommandError where there is none, DataError for a fault in the YAML, FileError."""
    book = read_lines(request.book)
    places = places_of(book.records, request.id, request.book.name)
    record = book.records[places[0]]
    person, problems = field_problems(record)
    first, last = book.span(places[0])
    problems = (*problems, *(problem for problem in book.problems if first < line_in(problem.where) <= last))
    problems = (*problems, *twice(request.book.name, request.id, [book.nodes[place].line for place in places]))
    events, noted = _events(request, person)
    if isinstance(person, Person):
        problems = (*problems, *_beyond_the_book(person, request.today))
    lines = _envelope(person, book) if isinstance(person, Person) else ()
    line = book.nodes[places[0]].line
    return BookEntry(request.id, line, record, mark_of(record), person, lines, events, (*problems, *noted))


def _beyond_the_book(person: Person, today: date) -> Iterator[Problem]:
    """Characters that cannot be printed, and an address that nobody has checked for long."""
    for problem in person_problems(person, ()):
        yield replace(problem, where="")
    for problem in stale_problems(person, today):
        hint = sentence("People are moved without notice: compare the case page, then note the day with ‹checked›.")
        yield replace(problem, where="", hint=hint, field="verified")


def twice(file: str, name: str, lines: list[int]) -> tuple[Problem, ...]:
    """What is wrong when several entries have one id."""
    if len(lines) < 2:
        return ()
    numbers = ", ".join(map(str, lines))
    what = sentence("several entries have the id «{id}» (lines {lines}); this is the first.", id=name, lines=numbers)
    hint = sentence("Give each an id of its own: open the file in an editor, and save it as plain text.")
    return (Problem(file, what, hint, code="id-taken"),)


def mark_of(record: Record) -> str:
    """The same for the same values in the book, whatever stands around them."""
    return sha256(as_json(record, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _events(request: EntryRequest, person: Person | Absent | None) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    """What the ledger says of somebody, with a note of a letter that came back; or what is wrong with the ledger."""
    if person is None or person.name is None:
        return (), ()
    written = str(person.name), person.born
    try:
        so_far = letters_so_far(ledger_beside(request.book, request.ledger_file), ())
    except FileError as error:
        return (), tuple(left_aside(error))
    key = so_far.names.key(*written)
    found = [event for event in so_far.events if so_far.names.key(event.name or "", event.born) == key]
    notes = ledger_notes([person], so_far, request.today) if isinstance(person, Person) else ()
    returned = (replace(problem, where="", field="verified") for problem in notes if problem.code == "letter-returned")
    return tuple(sorted(found, key=lambda event: event.day, reverse=True)), tuple(returned)


def _envelope(person: Person, book: BookLines) -> tuple[str, ...]:
    """The lines of the address for where the book says that letters are posted."""
    from letters.pages.envelopes import Posting, lines_of  # with all that draws
    from letters.paper import find_envelope
    from letters.russian.postal.country import SOMEWHERE_ABROAD, find_country

    sender = book.top.get("sender")
    code = sender.get("country") if isinstance(sender, dict) else None
    country = find_country(code) if isinstance(code, str) else None
    posting = Posting(country or SOMEWHERE_ABROAD, find_envelope("c6"), Sender(), "postal")
    return tuple(line.text for line in lines_of(posting, person))


def service_names() -> Mapping[str, str]:
    """What the electronic services are called, by id."""
    return {key: service.name for key, service in services().items()}


def writer_languages() -> Mapping[str, str]:
    """The languages in which a guide can speak of somebody, each as it calls itself."""
    return {code: str(guide_texts(code)["language"]) for code in guide_languages()}
