"""The ledger read beside a book: how many letters somebody has had, and what a run or `check` should say of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from letters.app.ledger import REASON_WORDS, Known, known_people, readable_book
from letters.app.ledger_place import ledger_beside
from letters.errors import FileError, Problem
from letters.model import Person
from letters.sentences import sentence, sentences, some
from letters.store.book import Book
from letters.store.ledger import Event, Namesakes, PersonKey, Tally, events_in_force, read_events, tally

RECENT = 14  # days in which another letter is worth a note
WEEK = 7
NOBODY = Tally("", None)


@dataclass(frozen=True, slots=True)
class LettersSoFar:
    """What the ledger knows of everybody, to be asked for by name and year of birth."""

    names: Namesakes
    people: Mapping[PersonKey, Tally]
    events: tuple[Event, ...]  # in force
    is_there: bool  # whether anything was ever noted

    def key(self, person: Person | Known) -> PersonKey:
        """Who somebody of the book is in the ledger."""
        return self.names.key(str(person.name), person.born)

    def of(self, person: Person | Known) -> Tally:
        """The letters of somebody of the book, empty if the ledger does not know them."""
        return self.people.get(self.key(person), NOBODY)


def letters_so_far(file: Path | None, people: Iterable[Person | Known]) -> LettersSoFar:
    """The ledger as it stands, `None` = none, beside the people of a book; raises FileError."""
    noted = read_events(file) if file else ()
    events = tuple(events_in_force(noted))
    written = {(event.name or "", event.born) for event in events}
    names = Namesakes((*written, *((str(person.name), person.born) for person in people)))
    return LettersSoFar(names, tally(events, names), events, bool(noted))


def left_aside(error: FileError) -> Iterator[Problem]:
    """A ledger that cannot be read stops neither a run that chooses nobody by it, nor `check`."""
    for problem in error.problems:
        what = sentence("the ledger is left aside: {what}", what=problem.what)
        yield Problem(problem.where, what, problem.hint, "warning", code="ledger-left-aside")


# ---- notes of a run and of `check`


def returned_since(person: Person, so_far: LettersSoFar) -> tuple[str, str] | None:
    """Day of a letter that came back, and why, unless somebody has checked the address on that day or later."""
    back = so_far.of(person).returned
    is_checked = back and person.verified and person.verified.isoformat() >= back[0]
    return None if back is None or is_checked else (back[0], REASON_WORDS[back[1]])


def ledger_notes(people: Sequence[Person], so_far: LettersSoFar, today: date) -> Iterator[Problem]:
    """Who had a letter a short while ago, as one note; and whose letters come back."""
    since = (today - timedelta(days=RECENT)).isoformat()
    recent = [person.id for person in people if (last := so_far.of(person).last) and since < last <= today.isoformat()]
    if recent:
        what = sentences(
            "{count} of these {of} got a letter from you less than {days} days ago: {people}.",
            "{count} of these {of} got a letter from you less than {days} days ago: {people}.",
            len(recent),
            of=len(people),
            days=RECENT,
            people=some(recent, 5),
        )
        general = sentence("some of these got a letter from you less than {days} days ago.", days=RECENT)
        hint = sentence("‹pick› names who has waited longest.")
        yield Problem("", what, hint, "warning", code="recent-letters", general=general)
    for person in people:
        if back := returned_since(person, so_far):
            day, reason = back
            what = sentence(
                "a letter came back on {day} ({reason}), and nobody has checked the address since.",
                day=day,
                reason=reason,
            )
            general = sentence("letters came back, and nobody has checked the address since.")
            hint = sentence("Compare the case page before you post; then ‹add› notes the day with ‹checked›.")
            yield Problem(person.where, what, hint, "warning", code="letter-returned", general=general, who=person.id)


# ---- the report


@dataclass(frozen=True, slots=True)
class PersonLetters:
    """One line of the report; several `ids` = one person is in the book several times."""

    name: str
    born: int | None
    ids: tuple[str, ...]
    letters: int
    last: str | None
    answers: int
    returned: int
    came_back: str | None  # the day, if nothing has arrived since


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What a group did: everybody who had a letter, totals, and who never got one."""

    file: Path
    people: tuple[PersonLetters, ...]  # those with most letters first
    months: Mapping[str, int]  # "2026-11": letters
    occasions: Mapping[str, int]  # "" = none was noted
    ways: Mapping[str, int]
    never: tuple[str, ...]  # ids of who can be written to
    letters: int
    answers: int
    returned: int
    weeks: float | None  # until an answer came, the median


def report_ledger(file: Path, book: Book) -> LedgerReport:
    """Everything the ledger says, beside the book; raises FileError."""
    known = known_people(book)
    so_far = letters_so_far(file, known.values())
    ids: defaultdict[PersonKey, list[str]] = defaultdict(list)
    for person in known.values():
        ids[so_far.key(person)].append(person.id)
    rows = [_row(one, tuple(ids.get(key, ()))) for key, one in so_far.people.items()]
    posted = [event for event in so_far.events if event.kind == "posted"]
    weeks = [days / WEEK for one in so_far.people.values() for days in days_to_answers(one)]
    return LedgerReport(
        file=file,
        people=tuple(sorted(rows, key=lambda row: (-row.letters, row.last or "", row.name))),
        months=_counted(event.day[:7] for event in posted),
        occasions=_counted(event.occasion or "" for event in posted),
        ways=_counted(event.way or "" for event in posted),
        never=tuple(person.id for person in book.people if not so_far.of(person).letters),
        letters=len(posted),
        answers=sum(row.answers for row in rows),
        returned=sum(row.returned for row in rows),
        weeks=median(weeks) if weeks else None,
    )


def _row(one: Tally, ids: tuple[str, ...]) -> PersonLetters:
    counts = len(one.letters), one.last, len(one.answers), len(one.returns)
    return PersonLetters(one.name, one.born, ids, *counts, one.returned[0] if one.returned else None)


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def days_to_answers(one: Tally) -> Iterator[int]:
    """For each answer the days since the last letter before it; an answer to no letter is left aside."""
    for answer in one.answers:
        before = [letter for letter in one.letters if letter <= answer]
        if before:
            yield (date.fromisoformat(answer) - date.fromisoformat(before[-1])).days


def read_report(book: Path, ledger_file: Path | None = None) -> LedgerReport:
    """The report on the ledger of a book; raises DataError or FileError."""
    return report_ledger(ledger_beside(book, ledger_file), readable_book(book))


def report_csv(report: LedgerReport) -> str:
    """The lines of people as CSV."""
    from letters.intake.tables import csv_text  # with the libraries that write tables

    headings = ("name", "born", "ids", "letters", "last", "answers", "returned")
    rows = [
        (row.name, row.born or "", ", ".join(row.ids), row.letters, row.last or "", row.answers, row.returned)
        for row in report.people
    ]
    return csv_text(headings, ([str(cell) for cell in row] for row in rows))
