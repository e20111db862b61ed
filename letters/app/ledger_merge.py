"""What another group has noted, taken over into the ledger: from a file here, or passed on as bytes."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from letters.app.ledger import Known, known_people, names_of_sender, readable_book
from letters.errors import DataError, LettersError, Problem
from letters.messages import one_line
from letters.model import Sender
from letters.sentences import both, sentence
from letters.store.book import Book
from letters.store.ledger import Event, Namesakes, PersonKey, merge_ledgers

LONGEST_NAME = 60  # characters of the name of a file that messages say


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came of a merge: how many events were new, and who in the book is one person under several ids."""

    new: int
    known: int  # events that were there already
    problems: tuple[Problem, ...]


def merge(book: Path, file: Path, other: Path, today: date, advance: Callable[[int, int], None]) -> TakenOver:
    """Take over what another group noted; raises DataError or FileError, and then nothing was written."""
    found = readable_book(book) if book.exists() else None
    sender = found.sender if found else Sender()
    looked: set[str | None] = {None}
    tomorrow = (today + timedelta(days=1)).isoformat()  # it may be that already where the other group is

    def look(event: Event) -> None:
        if event.day > tomorrow:
            what = sentence("an event in it is of {day}, which is in the future.", day=event.day)
            hint = sentence("Nothing was taken over: ask the other group to look at the clock of their computer.")
            raise DataError(Problem(str(other), what, hint, code="event-in-future"))
        if event.occasion not in looked and names_of_sender(event.occasion or "", sender):
            what = sentence("an occasion in it, of {day}, holds a name of the sender in your book.", day=event.day)
            hint = sentence("The ledger never says who wrote: ask the other group to take that back.")
            raise DataError(Problem(str(other), what, hint, code="occasion-names-writer", field="occasion"))
        looked.add(event.occasion)

    merged = merge_ledgers(file, other, look, advance)
    return TakenOver(len(merged.new), merged.known, tuple(_several_ids(found, merged.new)) if found else ())


def _several_ids(book: Book, events: Sequence[Event]) -> Iterator[Problem]:
    """Whoever the new events are about and who is in the book under two ids."""
    known = known_people(book).values()
    names = Namesakes((*((event.name or "", event.born) for event in events), *((one.name, one.born) for one in known)))
    ids: dict[PersonKey, list[Known]] = {}
    for one in known:
        ids.setdefault(names.key(one.name, one.born), []).append(one)
    keys = dict.fromkeys(names.key(event.name or "", event.born) for event in events if event.undoes is None)
    for people in (ids[key] for key in keys if len(ids.get(key, ())) > 1):
        named = both(one.id for one in people)
        what = sentence("one person is in the book as {ids}; their letters are counted together.", ids=named)
        yield Problem(
            people[-1].where, what, sentence("Keep one entry."), "warning", code="several-ids", who=people[-1].id
        )


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A ledger that another group has passed on: what its file is called, and what is in it."""

    name: str
    data: bytes


def merge_passed_on(
    book: Path, file: Path, other: PassedOn, today: date, advance: Callable[[int, int], None] = lambda *_: None
) -> TakenOver:
    """Take over what is in it; raises DataError or FileError with its name, and then nothing was written."""
    name = one_line(Path(other.name.replace("\\", "/")).name)[:LONGEST_NAME] or "ledger.db"
    if not other.data:
        what, hint = sentence("is empty, or no file was chosen."), sentence("Choose the ledger.db of the other group.")
        raise DataError(Problem(name, what, hint, code="ledger-empty", field="other"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "passed-on.db"
        path.write_bytes(other.data)
        try:
            return merge(book, file, path, today, advance)
        except LettersError as error:
            raise type(error)(*(_named(problem, path, name) for problem in error.problems)) from error


def _named(problem: Problem, path: Path, name: str) -> Problem:
    """What is said of the file that was passed on, under the name that people know."""
    return replace(problem, where=name, field="other") if problem.where == str(path) else problem
