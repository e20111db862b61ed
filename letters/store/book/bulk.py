"""Many people for the book at once: who is new, who is there already, who cannot be taken; written as a whole."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from io import BytesIO
from itertools import chain, count, zip_longest
from pathlib import Path
from typing import Any, BinaryIO, Literal

from letters.errors import DataError, FileError, Problem
from letters.model import Person
from letters.russian import names
from letters.russian.postal import normalise
from letters.store.book import read_book
from letters.store.book.append import room, stamp
from letters.store.book.layout import Indents, Layout, read_layout, walk_people
from letters.store.book.people import Absent, read_person, tree_values
from letters.store.book.quoting import entry_text
from letters.store.book.reading import read_line
from letters.store.book.rewrite import beside
from letters.store.book.spool import Spool
from letters.store.book.tree import read_entries

_BY_LANGUAGE = ("about", "tip")
_PAST = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}): *(.+)")
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_PLACEHOLDER = "new"
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """What became of one row: `id` is that of the new person, or of the one who is there already."""

    kind: Literal["new", "present", "rejected"]
    id: str = ""
    record: Mapping[str, Any] | None = None  # as it will stand in the book
    reasons: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Identity:
    """By what somebody is known, as digests: the address line, and name with year of birth if both are known."""

    address: bytes
    name: bytes | None


class Intake:
    """Who is in the book, and everybody offered since; keeps ids and digests, so that 100,000 fit the memory."""

    def __init__(self, path: Path) -> None:
        """Read the book, if there is one; raises DataError with its problems, which must be mended first."""
        self.path = path
        self.seen = stamp(path)
        self.layout = read_layout(path, lambda _: False) if self.seen else Layout(0)
        self.ids = set(self.layout.ids)
        self._addresses: dict[bytes, str] = {}  # -> id
        self._names: dict[bytes, str] = {}  # -> id
        if self.layout.starts:
            self._read_book()

    def _read_book(self) -> None:
        book = read_book(self.path)
        if errors := [problem for problem in book.problems if problem.level == "error"]:
            raise DataError(*errors)
        everybody: Iterable[Person | Absent] = chain(book.people, book.absent)
        for person in everybody:
            self._remember(person.id, _identity(person))

    def _remember(self, name: str, who: _Identity) -> None:
        self.ids.add(name)
        self._addresses.setdefault(who.address, name)
        if who.name:
            self._names.setdefault(who.name, name)

    def offer(self, values: Mapping[str, str], doubt: Callable[[Mapping[str, Any]], Iterable[str]]) -> Offer:
        """Look at one row, texts by field; `doubt` gives further reasons against its record."""
        record = _record(values)
        person, problems = _checked({"id": _PLACEHOLDER, **record})
        errors = (f"{problem.what} {problem.hint}".strip() for problem in problems if problem.level == "error")
        if reasons := tuple(dict.fromkeys((*errors, *doubt(record)))):
            return Offer("rejected", reasons=reasons)
        if person is None:
            return Offer("rejected", reasons=("the row makes no person.",))
        notes = tuple(problem for problem in problems if problem.level == "warning")
        return self._placed(record, person, notes)

    def _placed(self, record: Record, person: Person | Absent, notes: tuple[Problem, ...]) -> Offer:
        who = _identity(person)
        if there := self._addresses.get(who.address):
            return Offer("present", there)
        if who.name and (there := self._names.get(who.name)):
            return Offer("present", there, notes=(_elsewhere(there),))
        if record.get("id") in self.ids:
            taken = f"the id «{record['id']}» belongs to somebody else; choose another, or leave the cell empty."
            return Offer("rejected", reasons=(taken,))
        name = record.get("id") or self._free_id(person)
        self._remember(name, who)
        return Offer("new", name, {**record, "id": name}, notes=notes)

    def _free_id(self, person: Person | Absent) -> str:
        """The surname in Latin letters; if it is taken, with a number."""
        surname = person.name.last if isinstance(person, Person) else _surname(person.published)
        stem = _NOT_IN_ID.sub("-", names.latin(surname).lower()).strip("-")[:50] or "person"
        return next(name for name in chain([stem], (f"{stem}-{n}" for n in count(2))) if name not in self.ids)


def _surname(line: str) -> str:
    recipient = read_line(line).recipient
    return recipient.nominative.last if recipient and recipient.nominative else ""


def _elsewhere(there: str) -> Problem:
    what = f"this person is in the book as «{there}», with another address; nothing was changed."
    general = "these people are in the book with other addresses; nothing was changed."
    return Problem("", what, "Compare both with the case page.", "warning", "present-elsewhere", general, there)


def _identity(person: Person | Absent) -> _Identity:
    if isinstance(person, Person):
        dative, born = person.dative, person.born
    else:
        read = read_line(person.published)
        dative, born = (read.recipient.dative if read.recipient else None) or "", read.parsed.born
    return _Identity(_digest(person.published), _digest(f"{dative} {born}") if dative and born else None)


def _digest(text: str) -> bytes:
    """The same for texts that differ in case, ё, spaces and punctuation only; short, because there may be many."""
    letters = re.sub(r"[\W_]+", "", normalise(text).casefold().replace("ё", "е"))
    return blake2b(letters.encode(), digest_size=12).digest()


def _record(values: Mapping[str, str]) -> Record:
    """The texts of a row in the shape of the book: languages, services and earlier addresses apart."""
    record: Record = {}
    for field, text in values.items():
        stem, _, language = field.partition(".")
        if stem in _BY_LANGUAGE:
            record.setdefault(stem, {})[language] = text
        elif field == "services":
            record[field] = tuple(filter(None, re.split(r"[\s,;]+", text)))
        else:
            record[field] = tuple(map(_past, text.splitlines())) if field == "history" else text
    return record


def _past(line: str) -> dict[str, str]:
    """«2026-01-01: 663180, …» -> the address and the day it was replaced."""
    found = _PAST.fullmatch(line.strip())
    return {"address": found[2], "until": found[1]} if found else {"address": line.strip()}


def flat_record(record: Mapping[str, Any]) -> dict[str, str]:
    """The other way round: a record of the book as texts by field, as a table has them."""
    return dict(_flat(record))


def _flat(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, value in record.items():
        if isinstance(value, Mapping):
            yield from ((f"{field}.{language}", text) for language, text in value.items())
        elif field == "history":
            yield field, "\n".join(f"{past['until']}: {past['address']}" for past in value)
        else:
            yield field, value if isinstance(value, str) else ", ".join(value)


def _checked(record: Record) -> tuple[Person | Absent | None, list[Problem]]:
    """The record as it will be read back from its own lines of the book."""
    problems: list[Problem] = []
    text = "people:\n" + entry_text(record, Indents())
    try:
        ((_, node), _) = read_entries(BytesIO(text.encode()), "", "people", problems)
    except DataError as error:
        return None, list(error.problems)
    person = read_person(node, "", problems)
    return person, [replace(problem, where="", who="") for problem in problems]


def write_people(intake: Intake, records: Spool[Mapping[str, Any]]) -> None:
    """Put new people behind those of the book; raises DataError or FileError, and then the book is as it was."""
    target = intake.path.resolve()
    if stamp(target) != intake.seen:
        raise DataError(Problem(intake.path.name, "somebody changed the book meanwhile.", "Run the command again."))
    try:
        with beside(target) as part:
            _write(target, part, intake, records)
            _check(target, part, intake, records)
            part.replace(target)
    except OSError as error:
        what = f"cannot be written: {error.strerror}."
        raise FileError(Problem(str(intake.path), what, "The book is as it was.")) from error


def _write(target: Path, part: Path, intake: Intake, records: Spool[Mapping[str, Any]]) -> None:
    with part.open("wb") as out:
        if intake.seen is None:
            out.writelines(_new_lines(intake, records, b"\n"))
        else:
            with target.open("rb") as old:
                _splice(old, out, intake, records)
            shutil.copymode(target, part)
        out.flush()
        os.fsync(out.fileno())


def _splice(old: BinaryIO, out: BinaryIO, intake: Intake, records: Spool[Mapping[str, Any]]) -> None:
    """The old lines byte by byte, with the new ones behind the last person."""
    line = old.readline()
    end = b"\r\n" if line.endswith(b"\r\n") else b"\n"
    first, number = room(intake.path, intake.layout)[0], 1
    while line and number < first:
        out.write(line)
        last, line, number = line, old.readline(), number + 1
        if not line and not last.endswith(b"\n"):
            out.write(end)
    out.writelines(_new_lines(intake, records, end))
    out.write(line)
    shutil.copyfileobj(old, out)


def _new_lines(intake: Intake, records: Spool[Mapping[str, Any]], end: bytes) -> Iterator[bytes]:
    _, indents, opening = room(intake.path, intake.layout)
    between = "\n" if len(intake.layout.starts) < 2 else opening
    for number, record in enumerate(records):
        before = between if number else opening
        yield (before + entry_text(record, indents)).encode().replace(b"\n", end)


def _check(target: Path, part: Path, intake: Intake, records: Spool[Mapping[str, Any]]) -> None:
    """Raise DataError unless the new book is sound and holds everybody as before, and then the new people."""
    if errors := read_book(part).errors:
        raise DataError(*errors)
    old = map(tree_values, walk_people(target)) if intake.layout.starts else iter(())
    expected = chain(old, map(dict, records))
    if any(now != then for now, then in zip_longest(map(tree_values, walk_people(part)), expected)):
        what = "the new people cannot be put into the book without touching others."
        raise DataError(Problem(intake.path.name, what, "Import into a new book (--book NEW.yaml) and compare."))
