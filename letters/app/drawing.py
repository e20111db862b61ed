"""Some people's pages of every kind, drawn; what one process does at a time, the same in whichever process."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from hashlib import sha256
from operator import attrgetter

from letters.app.workers import batched
from letters.draw import Part, PartDrawing
from letters.errors import DataError, Problem
from letters.layout.guide import ListRow
from letters.model import Person
from letters.pages.person import PersonPages
from letters.pages.run import Kind
from letters.pages.same_letters import text_key
from letters.pages.setting import Setting
from letters.store.book import Spool, loaded

PEOPLE_A_PART = 100  # the bytes of a file depend on it


@dataclass(frozen=True, slots=True)
class Task:
    """Some people, and of which kinds their pages are wanted."""

    setting: Setting
    people: tuple[bytes, ...]  # as a spool keeps them
    kinds: tuple[Kind, ...]
    listed: bool = False  # their rows on the organiser's list as well, while their codes are at hand


def tasks_of(setting: Setting, people: Spool[Person], kinds: tuple[Kind, ...], listed: bool = False) -> Iterator[Task]:
    """The people as tasks, so many at a time that a part of a file is one task."""
    return (Task(setting, some, kinds, listed) for some in batched(people.dumped(), PEOPLE_A_PART))


@dataclass(frozen=True, slots=True)
class PersonDrawn:
    """Somebody whose pages are drawn, and how many there are of each kind; `entry` is the digest of the record."""

    id: str
    entry: str
    pages: dict[Kind, int]
    letter: str | None = None  # the same for letters that say the same


@dataclass(frozen=True, slots=True)
class DrawnPeople:
    """Their pages, and all that was found on the way."""

    people: tuple[PersonDrawn, ...]
    parts: dict[Kind, Part]
    letters: Counter[int]  # how many letters have so many sheets
    doubts: tuple[Problem, ...]  # about what the letters say, each once
    problems: tuple[Problem, ...]
    rows: tuple[ListRow, ...]


def draw_people(task: Task) -> DrawnPeople:
    """Lay out and draw; what does not fit or cannot be printed is in `problems`."""
    drawings = {kind: PartDrawing() for kind in task.kinds}
    problems: list[Problem] = []
    doubts: dict[Problem, None] = {}
    letters: Counter[int] = Counter()
    people: list[PersonDrawn] = []
    rows: list[ListRow] = []
    for person in map(loaded, task.people):
        pages, counts = PersonPages(task.setting, person), {}
        for kind, drawing in drawings.items():
            counts[kind], found = _draw(pages, kind, drawing)
            problems += found
        people.append(PersonDrawn(person.id, entry_digest(person), counts, text_key(pages.blocks)))
        if "kit" in drawings and not pages.sheets:
            problems += _problems_of_letter(pages)
        letters[pages.sheets] += 1
        doubts |= dict.fromkeys(pages.doubts)
        if task.listed:
            rows.append(pages.list_row())
    parts = {kind: drawing.finish() for kind, drawing in drawings.items()}
    return DrawnPeople(tuple(people), parts, letters, tuple(doubts), tuple(problems), tuple(rows))


def _problems_of_letter(pages: PersonPages) -> tuple[Problem, ...]:
    """Lay a letter out that no file of the run holds, to know how many sheets it has."""
    try:
        pages.of("letters")
    except DataError as error:
        return error.problems
    return ()


def _draw(pages: PersonPages, kind: Kind, drawing: PartDrawing) -> tuple[int, tuple[Problem, ...]]:
    """How many pages there are, and what is wrong with them."""
    try:
        found = pages.of(kind)
        for page in found:
            drawing.add(page)
    except DataError as error:
        return 0, error.problems
    return len(found), ()


def entry_digest(person: Person) -> str:
    """Says whether a record is the same as in an earlier run, wherever in the book it stands."""
    return sha256(repr(_record_of(person)).encode("utf-8", "backslashreplace")).hexdigest()[:16]


# All but the place in the book, and the address, which the published line has already.
_record_of = attrgetter(*(field.name for field in fields(Person) if field.name not in ("where", "address")))


def faults_of(task: Task) -> tuple[tuple[Problem, ...], ...]:
    """What is wrong with each person's pages; nothing is kept of what is drawn."""
    return tuple(draw_people(Task(task.setting, (person,), task.kinds)).problems for person in task.people)
