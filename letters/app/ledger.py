"""The ledger as people use it: what is noted, and taken back; nothing of it names a writer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

from letters.app.ledger_place import ledger_beside
from letters.errors import CommandError, DataError, Problem
from letters.model import Sender
from letters.russian.names.sound_key import sound_key
from letters.sentences import joined, sentence
from letters.services import services
from letters.store.book import Book, read_book
from letters.store.book.plan import changed
from letters.store.ledger import (
    POST,
    REASONS,
    Event,
    Reason,
    acts_in_force,
    event_fault,
    events_in_force,
    new_mark,
    read_events,
    writing,
)
from letters.textfile import decoded, read_json, read_start

__all__ = [
    "POST",
    "REASONS",
    "REASON_WORDS",
    "TWICE",
    "NoteRequest",
    "Noted",
    "mark_in_book",
    "note",
    "undo",
    "ways",
]

MANIFEST = "run.json"
_MOST_MANIFEST = 20_000_000  # bytes of a run.json: ten thousand people take two
Noting = Literal["posted", "answered", "returned"]
REASON_WORDS: Mapping[str, str] = {  # why a letter came back
    "moved": sentence("moved to another prison"),
    "released": sentence("released"),
    "refused": sentence("refused"),
    "unknown": sentence("not known"),
}
TWICE = ("run-twice", "posted-twice")  # codes of the problem that it stands there already: ‹again› may be meant


def ways() -> tuple[str, ...]:
    """How a letter can have gone."""
    return (POST, *services())


# ---- posted, answered, returned


@dataclass(frozen=True, slots=True)
class NoteRequest:
    """What happened to whose letters; `run` is the folder of a run, whose people are meant."""

    kind: Noting
    book: Path
    today: date
    who: tuple[str, ...] = ()
    run: Path | None = None
    day: date | None = None  # `None` = today
    occasion: str | None = None
    way: str = POST
    reason: Reason | None = None  # of a letter that came back
    again: bool = False  # write it though it is there already
    anyway: bool = False  # somebody who is not in the book, by `name` and `born`
    name: str | None = None
    born: str | None = None
    country: str | None = None  # where letters are posted; `None` = as the book says
    ledger_file: Path | None = None

    @property
    def file(self) -> Path:
        """The ledger."""
        return ledger_beside(self.book, self.ledger_file)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom an event can be about."""

    id: str  # of the book, "" = not in it
    name: str
    born: int | None
    where: str = ""  # the entry in the book

    def __str__(self) -> str:
        """«zimin», or name and year of who is not in the book."""
        return self.id or ", ".join(filter(None, (self.name, str(self.born or ""))))


@dataclass(frozen=True, slots=True)
class Noted:
    """What was written: the act, a person for each event, and what is doubtful."""

    act: str
    file: Path
    is_new: bool  # the file
    people: tuple[Known, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Printed:
    """What run.json says, that of each group if there are several: an id and its run for each set, and the country."""

    sets: tuple[tuple[str, str], ...]
    country: str | None


def note(request: NoteRequest) -> Noted:
    """Write what happened into the ledger, an event for each letter; raises before anything is written.

    Raises CommandError or FileError, and DataError with a code of TWICE for what is there
    already and may be meant `again`.
    """
    day = _checked_day(request)
    book = readable_book(request.book)
    printed = _read_run(request.run) if request.run else None
    pairs = _people(request, book, printed)
    people = tuple(person for person, _ in pairs)
    occasion = _checked_occasion(request.occasion, book.sender)
    act = new_mark()
    way = request.way if request.kind == "posted" or request.way != POST else None
    events = [
        Event(new_mark(), act, day.isoformat(), request.kind, one.name, one.born, occasion, way, request.reason, run)
        for one, run in pairs
    ]
    _check_events(events, people)
    with writing(request.file) as ledger:
        there = ledger.events()
        doubts = tuple(_doubts(request, there, events, people))
        ledger.append(events)
    warned = _in_russia(request, book.sender, printed) if not there else ()
    return Noted(act, request.file, not there, people, (*doubts, *warned))


def _checked_day(request: NoteRequest) -> date:
    day = request.day or request.today
    if day > request.today:
        what = sentence("is in the future.")
        hint = sentence("Write down what has happened, on its day or later.")
        raise CommandError(Problem("", what, hint, code="day-in-future", field="day", value=day.isoformat()))
    return day


def readable_book(path: Path) -> Book:
    """The book; people with mistakes do no harm here, a file that is none does."""
    book = read_book(path)
    if not book.people and not book.absent and book.errors:
        raise DataError(*book.errors)
    return book


def known_people(book: Book) -> dict[str, Known]:
    """Everybody in the book whose name is known, those who are no longer in prison too."""
    held = {person.id: Known(person.id, str(person.name), person.born, person.where) for person in book.people}
    others = (person for person in book.absent if person.name)
    return held | {person.id: Known(person.id, str(person.name), person.born, person.where) for person in others}


def _people(request: NoteRequest, book: Book, printed: _Printed | None) -> tuple[tuple[Known, str | None], ...]:
    """A person for each letter, and the run it is of; raises CommandError with everybody who is not known."""
    if request.anyway:
        return ((_checked_stranger(request, book.sender), None),)
    wanted = _wanted(request, printed)
    known = known_people(book)
    if unknown := [name for name in dict.fromkeys(name for name, _ in wanted) if name not in known]:
        raise CommandError(*(_unknown(name, book, known) for name in unknown))
    return tuple((known[name], run) for name, run in wanted)


def _wanted(request: NoteRequest, printed: _Printed | None) -> tuple[tuple[str, str | None], ...]:
    """Ids, one for each letter, and their runs."""
    if printed is None and not request.who:
        what = sentence("nobody is named.")
        hint = sentence("Write their ids, or take everybody in a run: ‹ledger=posted› with ‹run=out›.")
        raise CommandError(Problem("", what, hint, code="nobody-named", field="who"))
    if printed is None:
        return tuple((name, None) for name in request.who)
    if others := [name for name in request.who if name not in dict(printed.sets)]:
        what, hint = sentence("{person} is not in that run.", person=others[0]), sentence("Leave out ‹run›, or the id.")
        raise CommandError(Problem("", what, hint, code="not-in-run", field="run", value=str(request.run)))
    return tuple(one for one in printed.sets if not request.who or one[0] in request.who)


def _unknown(name: str, book: Book, known: Iterable[str]) -> Problem:
    if name in {person.id for person in book.absent} | {entry.id for entry in book.failed}:
        what, hint = (
            sentence("the name of {name} cannot be told from the book.", name=name),
            sentence("‹check› says why; write `name:` there."),
        )
        return Problem(book.file, what, hint, code="name-untold", who=name)
    close = get_close_matches(name, known, 1)
    hints = [sentence("Did you mean {close}?", close=close[0])] if close else []
    hints.append(sentence("Somebody who is in the book no more: ‹anyway› with ‹name› and ‹born›."))
    hint = joined(hints, " ")
    return Problem(book.file, sentence("nobody in the book has the id {name!r}.", name=name), hint, code="unknown-id")


def _checked_stranger(request: NoteRequest, sender: Sender) -> Known:
    """Who is not in the book; never whoever sends the letters."""
    stranger = _stranger(request)
    if all(names_of_sender(word, sender) for word in stranger.name.split()):
        what, hint = (
            sentence("is the sender in the book; the ledger never says who wrote."),
            sentence("Write to whom the letter went."),
        )
        raise CommandError(Problem("", what, hint, code="name-of-writer", field="name"))
    return stranger


def _stranger(request: NoteRequest) -> Known:
    if not request.name or request.run or len(request.who) > 1:
        what = sentence("is for one person, who is not in the book.")
        hint = sentence(
            "Write the name in the nominative, surname first, and the year: ‹name=Зимин Дмитрий Сергеевич› ‹born=2003›."
        )
        raise CommandError(Problem("", what, hint, code="anyway-whom", field="anyway"))
    born = request.born or ""
    if born not in ("", "unknown") and not re.fullmatch("(?:19|20)[0-9]{2}", born):
        what, hint = sentence("is no year."), sentence("Write four digits, or unknown.")
        raise CommandError(Problem("", what, hint, code="no-year", field="born", value=born))
    return Known("", " ".join(request.name.split()), int(born) if born.isdecimal() else None)


def _check_events(events: Sequence[Event], people: Sequence[Known]) -> None:
    faults = dict.fromkeys(
        (person, fault) for event, person in zip(events, people, strict=True) if (fault := event_fault(event))
    )
    if faults:
        raise CommandError(*(_fault(person, fault) for person, fault in faults))


def _fault(person: Known, fault: str) -> Problem:
    what = sentence(
        "{person}: what would stand in the ledger as {fault} cannot be kept there.", person=person, fault=fault
    )
    hint = sentence("A name is surname and given name in Russian letters; nothing else is kept of anybody.")
    return Problem(person.where, what, hint, code="ledger-field", who=person.id)


# ---- what a run printed


def _read_run(folder: Path) -> _Printed:
    """The run.json of a folder, of the folders of its groups, or that very file; raises FileError or DataError."""
    path = folder / MANIFEST if folder.is_dir() else folder
    groups = () if path.exists() else tuple(sorted(folder.glob(f"*/{MANIFEST}")))
    runs = [_read_manifest(one) for one in groups or (path,)]
    return _Printed(tuple(one for run in runs for one in run.sets), runs[0].country)


def _read_manifest(path: Path) -> _Printed:
    data = read_start(path, _MOST_MANIFEST)
    try:
        found: Any = read_json(decoded(data, path.name)) if len(data) <= _MOST_MANIFEST else None
        ids = tuple(row["id"] for row in found["people"])
        country = found["options"].get("country")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(_no_manifest(path)) from error
    if not ids or not all(isinstance(name, str) for name in ids):
        raise DataError(_no_manifest(path))
    mark = blake2b(data, digest_size=8).hexdigest()
    return _Printed(tuple((name, mark) for name in ids), country if isinstance(country, str) else None)


def _no_manifest(path: Path) -> Problem:
    what = sentence("is no record of a run: it names nobody.")
    return Problem(
        str(path), what, sentence("Name the folder that ‹make› wrote, or the people by their ids."), code="no-run"
    )


# ---- nothing about writers

_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = ("", "a", "i", "e", "u", "oi", "ei", "ou", "om", "em")  # of a name in the Russian cases, as they sound


def _checked_occasion(occasion: str | None, sender: Sender) -> str | None:
    """The occasion, if it is a short text that names nobody who writes; raises CommandError."""
    text = " ".join((occasion or "").split())
    if not text:
        return None
    if found := names_of_sender(text, sender):
        what = sentence("«{found}» is a name of the sender in the book; the ledger never says who wrote.", found=found)
        hint = sentence("Write what the letters were for: New Year.")
        raise CommandError(Problem("", what, hint, code="occasion-names-writer", field="occasion"))
    if event_fault(Event(new_mark(), new_mark(), "2026-11-22", "posted", "Зимин Дмитрий", None, text)):
        what, hint = sentence("is no short text on one line."), sentence("Write at most 60 letters: New Year.")
        raise CommandError(Problem("", what, hint, code="occasion-text", field="occasion"))
    return text


def names_of_sender(text: str, sender: Sender) -> str | None:
    """The first word of a text that is a name of whoever sends, in either alphabet and in any Russian case."""
    lines = (*sender.return_address[:1], *sender.reply_address[:1], *(word for pair in sender.names for word in pair))
    names = {sound_key(word) for line in lines for word in _WORD.findall(line) if len(word) > 2}
    forms = {name.rstrip("aei") + ending for name in names for ending in _ENDINGS} | names
    return next((word for word in _WORD.findall(text) if sound_key(word) in forms), None)


# ---- what is doubtful


def _doubts(
    request: NoteRequest, there: Sequence[Event], events: Sequence[Event], people: Sequence[Known]
) -> Iterator[Problem]:
    """Raises DataError for what is in the ledger already, unless it is meant `again`."""
    valid = tuple(events_in_force(there))
    if request.kind == "posted" and not request.again:
        _check_twice(valid, events, people)
    if request.kind != "posted":
        written = {sound_key(event.name or "") for event in valid if event.kind == "posted"}
        for person in people:
            if sound_key(person.name) not in written:
                what = sentence("the ledger has no letter to {person}; it is noted all the same.", person=person)
                yield Problem(person.where, what, "", "warning", code="never-posted", who=person.id)
    if request.kind == "returned":
        yield from (_doubtful_address(request, person) for person in people)


def _check_twice(there: Sequence[Event], events: Sequence[Event], people: Sequence[Known]) -> None:
    runs, day = {event.run for event in events} - {None}, events[0].day
    if before := next((event for event in there if event.run in runs), None):
        what = sentence("the letters of this run are in the ledger already, on {day}.", day=before.day)
        raise DataError(
            Problem("", what, sentence("If they were posted twice: ‹again›."), code="run-twice", field="run")
        )
    known = {
        (sound_key(event.name or ""), event.born) for event in there if event.kind == "posted" and event.day == day
    }
    twice = dict.fromkeys(person for person in people if (sound_key(person.name), person.born) in known)
    if twice:
        what = sentence(
            "a letter of {day} is in the ledger already: {people}.", day=day, people=", ".join(map(str, twice))
        )
        raise DataError(
            Problem("", what, sentence("If they got another one: ‹again›."), code="posted-twice", field="who")
        )


# What a letter that came back says of the entry in the book.
_STATUS: Mapping[Reason, str] = {"moved": "moved", "released": "released"}


def _doubtful_address(request: NoteRequest, person: Known) -> Problem:
    status = _STATUS.get(request.reason or "unknown")
    if status:
        hint = sentence("Write `status: {status}` there, or the new address with ‹add›.", status=status)
    else:
        hint = sentence("Compare the case page; until then take `verified:` out.")
    what = (
        sentence("a letter came back: this line of the book is doubtful.")
        if person.where
        else sentence("a letter came back.")
    )
    return Problem(person.where or str(person), what, hint, "warning", code="address-returned", who=person.id)


def mark_in_book(request: NoteRequest, noted: Noted) -> tuple[str, ...]:
    """Say in the book what a returned letter means: the status, or that nobody has checked the address; the ids."""
    status = _STATUS.get(request.reason or "unknown")
    ids = tuple(dict.fromkeys(person.id for person in noted.people if person.id))
    for name in ids:
        changed(request.book, name, {"status": status} if status else {"verified": None}, request.today)
    return ids


def _in_russia(request: NoteRequest, sender: Sender, printed: _Printed | None) -> tuple[Problem, ...]:
    country = request.country or (printed.country if printed else None) or sender.country
    if (country or "").upper() != "RU":
        return ()
    what = sentence(
        "this new file says to whom letters went, and stays on this computer: inside Russia it can be held against you."
    )
    hint = sentence("Keep it on an encrypted disk, or delete it now; docs/privacy.md says what it gives away.")
    return (Problem(str(request.file), what, hint, "warning", code="ledger-in-russia"),)


# ---- undo


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or, by an undo of an undo, counts again."""

    act: str  # of this undo
    taken: tuple[Event, ...]


def undo(file: Path, today: date, act: str | None = None) -> Undone:
    """Take back the last act of this file that still counts, or the one whose name begins so, by one more event.

    Raises DataError when there is none, FileError.
    """
    if not read_events(file):  # nothing is made for it
        raise DataError(_nothing_to_undo(file))
    with writing(file) as ledger:
        events = ledger.events()
        target = _target(ledger.acts_here(), events, act, file)
        undoing = Event(new_mark(), new_mark(), today.isoformat(), "undo", undoes=target)
        ledger.append([undoing])
    return Undone(undoing.act, tuple(event for event in events if event.act == target))


def _target(here: Sequence[str], events: Sequence[Event], wanted: str | None, file: Path) -> str:
    valid = acts_in_force(events)
    if wanted is None:
        undos = {event.act for event in events if event.undoes}
        found = [act for act in here if act in valid and act not in undos][-1:]
    else:
        found = sorted({event.act for event in events if event.act.startswith(wanted)} & valid)
    if len(found) != 1:
        raise DataError(_nothing_to_undo(file) if wanted is None else _no_act(file, wanted))
    return found[0]


def _nothing_to_undo(file: Path) -> Problem:
    return Problem(
        str(file),
        sentence("there is nothing to take back."),
        sentence("‹ledger› shows what is noted."),
        code="nothing-to-undo",
    )


def _no_act(file: Path, act: str) -> Problem:
    what = sentence("there is no act {act!r} that still counts, or more than one begins so.", act=act)
    return Problem(str(file), what, sentence("‹ledger=export› names them all."), code="no-act")
