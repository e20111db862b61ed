"""Changes to a book: planned one after the other, and written all together, with everything else as it was."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from letters.errors import DataError, Problem
from letters.model import Person
from letters.russian.postal import normalise
from letters.sentences import sentence
from letters.store.book import tree
from letters.store.book.changing import book_alone, new_book
from letters.store.book.entries import Indents, Remarks, changed_entry, new_entry
from letters.store.book.ids import folded, free_id
from letters.store.book.lines import parse_lines, places_of, read_lines
from letters.store.book.people import Absent, read_person, tree_values
from letters.store.book.reading import read_line
from letters.store.book.sameness import Identity, Match, People, identity

Record = Mapping[str, Any]  # fields of the book: a text, texts by language, or a tuple of either


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of somebody in the book; `None` = it was not there, or is not there any more."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class SoundRecord:
    """A record as a run will read it from the book, with what is doubtful about it."""

    record: Record
    person: Person | Absent
    doubts: tuple[Problem, ...]

    @property
    def identity(self) -> Identity:
        """By what this person is known."""
        return identity(self.record, self.person)


@dataclass(frozen=True, slots=True)
class Planned:
    """What will stand in the book of one person."""

    kind: Literal["new", "update", "same"]
    id: str
    record: Record
    person: Person | None  # `None` = their status allows no envelope
    changes: tuple[FieldChange, ...] = ()
    doubts: tuple[Problem, ...] = ()
    text: str = ""  # the new lines


class BookPlan:
    """A book as it was read, and what is to change in it; nothing is written before `write`."""

    def __init__(self, path: Path, today: date) -> None:
        """Read the book, if there is one; raises FileError, or DataError for a fault in the YAML itself."""
        self.path = path
        self._today = today
        self._book = read_lines(path)
        self._records = [record if isinstance(record, dict) else {} for record in self._book.records]
        self._people = People(self._records)
        self._ids = {folded(name): name for record in self._records if isinstance(name := record.get("id"), str)}
        self._asked: dict[int, dict[str, Any]] = {}
        self._changed: dict[int, tuple[Record, str]] = {}
        self._new: list[tuple[Record, str]] = []

    @property
    def is_new(self) -> bool:
        """Whether there is no such book yet."""
        return self._book.is_new

    @property
    def digest(self) -> bytes:
        """Says whether the book is what it was."""
        return self._book.digest

    def check_sound(self) -> None:
        """Raise DataError with everything that is wrong with somebody, or when nobody can be put behind them."""
        problems = list(self._book.problems)
        for place, node in enumerate(self._book.nodes):
            person = read_person(node, self.path.name, problems)
            self._people.know(place, identity(self._records[place], person))
        if errors := [problem for problem in problems if problem.level == "error"]:
            raise DataError(*errors)
        self._book.room()

    def record(self, place: int) -> Record:
        """What the book says of somebody, with what is planned so far."""
        return self._changed[place][0] if place in self._changed else self._records[place]

    def is_planned(self, place: int) -> bool:
        """Whether somebody is new, or to be changed, in this very plan."""
        return place in self._changed or place >= len(self._book.nodes)

    def place(self, name: str) -> int:
        """Where the person with an id stands; raises CommandError when there is none."""
        return self.places(name)[0]

    def places(self, name: str) -> list[int]:
        """The same for an id that several have by mistake."""
        return places_of(self._records, name, self.path.name)

    def line(self, place: int) -> int:
        """The line of somebody in the file."""
        return self._book.nodes[place].line

    def find(self, wanted: Identity) -> Match | None:
        """Who in the book, or planned so far, is this person, or may be."""
        return self._people.find(wanted)

    def check(self, record: Record) -> SoundRecord:
        """The record of somebody new, who may have no id yet; raises DataError with everything wrong with it."""
        record = as_texts(record)
        checked = _read_back(new_entry({"id": "nobody", **record}, Indents()))
        return SoundRecord(record, checked.person, checked.doubts)

    def add(self, checked: SoundRecord, remarks: Remarks | None = None) -> Planned:
        """Put somebody new behind the others; the id is that of the record, or is made of the name.

        Raises DataError when the id is taken, or the book is not written as a list with dashes.
        """
        wanted = checked.record.get("id")
        name = self._unused(wanted) if wanted else self._free_id(checked)
        record = {"id": name, **checked.record}
        text = new_entry(record, self._book.room()[1], remarks)
        self._people.append(record, checked.identity)
        self._records.append(record)
        self._ids[folded(name)] = name
        self._new.append((record, text))
        person = replace(checked.person, id=name) if isinstance(checked.person, Person) else None
        return Planned("new", name, record, person, (), checked.doubts, text)

    def _free_id(self, checked: SoundRecord) -> str:
        person = checked.person
        if isinstance(person, Person):
            return free_id(person.name, person.born, self._ids)
        read = read_line(checked.record["address"], checked.record.get("name"), english=checked.record.get("english"))
        return free_id(read.recipient.nominative if read.recipient else None, read.parsed.born, self._ids)

    def _unused(self, wanted: str) -> str:
        if there := self._ids.get(folded(wanted)):
            what = sentence("the id «{wanted}» belongs to somebody else in {path}.", wanted=wanted, path=self.path.name)
            if there != wanted:
                what = sentence(
                    "the id «{wanted}» cannot be told from «{there}» in {path}.",
                    wanted=wanted,
                    there=there,
                    path=self.path.name,
                )
            raise DataError(Problem("", what, sentence("Choose another, or leave it empty."), code="id-taken"))
        return wanted

    def change(self, place: int, fields: Mapping[str, Any], is_slip: bool = False) -> Planned:
        """Give fields of somebody in the book other values, `None` = none; the old address goes into `history`.

        `is_slip` = the old address was a mistake in writing: it is not kept, and whoever checked it checked the place.
        Raises DataError when the entry would not be sound, or is written so that it cannot be changed.
        """
        old = self._records[place]
        updates = self._updates(old, {**self._asked.get(place, {}), **fields}, is_slip)
        record = {key: value for key, value in {**old, **updates}.items() if value is not None}
        text = self._changed_text(place, updates, record) if updates else ""
        checked = _read_back(text or new_entry(record, Indents()))
        if updates:
            self._asked[place] = updates
            self._changed[place] = record, text
        changes = tuple(FieldChange(field, old.get(field), value) for field, value in updates.items())
        person = checked.person if isinstance(checked.person, Person) else None
        kind: Literal["update", "same"] = "update" if updates else "same"
        return Planned(kind, str(record.get("id", "")), record, person, changes, checked.doubts, text)

    def _updates(self, old: Record, fields: Mapping[str, Any], is_slip: bool) -> dict[str, Any]:
        """What differs; with another address its history, and no day on which somebody checked the one before."""
        given = {field: as_texts(value) or None for field, value in fields.items()}
        updates = {field: value for field, value in given.items() if value != old.get(field)}
        is_moved = "address" in updates and old.get("address") and not is_one_line(old["address"], updates["address"])
        if is_moved and not is_slip:
            past = {"address": normalise(old["address"]), "until": self._today.isoformat()}
            updates.setdefault("history", (*old.get("history", ()), past))
            if "verified" in old and given.get("verified", old["verified"]) == old["verified"] != past["until"]:
                updates["verified"] = None
        return updates

    def _changed_text(self, place: int, updates: Mapping[str, Any], record: Record) -> str:
        indents, (first, last) = self._book.indents(place), self._book.span(place)
        old = b"".join(self._book.lines[first:last]).decode("utf-8").replace("\r\n", "\n")
        with suppress(ValueError, DataError):
            text = changed_entry(old, updates, indents)
            if tree_values(_node(text)) == record:
                return text
        what = sentence("this entry cannot be changed without touching more of it.")
        raise DataError(Problem(self._book.where(place), what, sentence("Change it by hand."), code="entry-fixed"))

    def data(self) -> bytes:
        """The new book."""
        lines, end, at = self._book.lines, self._book.line_end, 0
        pieces: list[bytes] = []
        for first, last, text in sorted(self._splices()):
            pieces += lines[at:first]
            if pieces and not pieces[-1].endswith(b"\n"):
                pieces.append(end)
            pieces.append(text.encode("utf-8").replace(b"\n", end))
            at = last
        return b"".join((*pieces, *lines[at:]))

    def _splices(self) -> Iterator[tuple[int, int, str]]:
        for place, (_, text) in self._changed.items():
            yield *self._book.span(place), text
        if self._new:
            room, _, opening, between = self._book.room()
            yield room, room, opening + between.join(text for _, text in self._new)

    def write(self) -> None:
        """Put the new book in the place of the old one; raises DataError or FileError, and then it is as it was."""
        if not self._changed and not self._new:
            return
        with new_book(self.path, None if self.is_new else self._book.data, self.data()) as data:
            if not self._is_whole(data):
                what = sentence("these people cannot be put into the book without touching others.")
                hint = sentence("Put them into a book of their own, ‹book=new.yaml›, and compare.")
                raise DataError(Problem(self.path.name, what, hint, code="book-fixed"))

    def _is_whole(self, data: bytes) -> bool:
        """Whether the new book holds what it must: everybody and all else as before, and the planned as planned."""
        old = self._book
        with suppress(DataError):
            now = parse_lines(old.name, data)
            kept = [self._changed[place][0] if place in self._changed else one for place, one in enumerate(old.records)]
            expected = [*kept, *(record for record, _ in self._new)]
            return (
                now.records == expected
                and now.top == {"people": None, **old.top}
                and len(now.problems) == len(old.problems)
            )
        return False


@contextmanager
def changing(path: Path, today: date) -> Iterator[BookPlan]:
    """The book for this command alone, from reading it until after `write`.

    Raises FileError when another command has it for too long, or it cannot be written, DataError as BookPlan does.
    """
    with book_alone(path):
        yield BookPlan(path, today)


def changed(path: Path, name: str, fields: Mapping[str, Any], today: date) -> Planned:
    """Change fields of the person with an id, and write the book: see `BookPlan.change`."""
    with changing(path, today) as plan:
        planned = plan.change(plan.place(name), fields)
        plan.write()
    return planned


def is_one_line(one: Any, other: Any) -> bool:
    """Whether two texts differ in white space only."""
    return isinstance(one, str) and isinstance(other, str) and normalise(one) == normalise(other)


def as_texts(value: Any) -> Any:
    """A value in the shape of the book: texts, mappings of texts, tuples."""
    if isinstance(value, Mapping):
        return {key: as_texts(text) for key, text in value.items() if text not in (None, "")}
    return tuple(map(as_texts, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)


def _read_back(text: str) -> SoundRecord:
    """How a run reads the lines of an entry; raises DataError with everything that is wrong in them."""
    problems: list[Problem] = []
    node = _node(text, problems)
    person = read_person(node, "", problems)
    found = tuple(replace(problem, where="", who="") for problem in problems)
    if errors := [problem for problem in found if problem.level == "error"]:
        raise DataError(*errors)
    if person is None:
        raise DataError(
            Problem("", sentence("the record makes no person."), sentence("Compare the case page."), code="no-person")
        )
    return SoundRecord(tree_values(node), person, found)


def _node(text: str, problems: list[Problem] | None = None) -> tree.Node:
    found = [] if problems is None else problems
    ((_, node), *_) = tree.read_entries(BytesIO(f"people:\n{text}".encode()), "", "people", found)
    return node
