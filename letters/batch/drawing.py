"""Some people's pages of every kind, drawn; what one process does at a time, the same in whichever process."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from letters.batch.pages import PersonPages, Setting
from letters.batch.run import Kind
from letters.draw import Part, PartDrawing
from letters.errors import DataError, Problem
from letters.guide import ListRow
from letters.model import Person

PEOPLE_A_PART = 100  # the bytes of a file depend on it


@dataclass(frozen=True, slots=True)
class Task:
    """Some people, and of which kinds their pages are wanted."""

    setting: Setting
    people: tuple[Person, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class DrawnPeople:
    """Their pages, and all that was found on the way."""

    count: int
    parts: dict[Kind, Part]
    letters: Counter[int]  # how many letters have so many sheets
    doubts: tuple[Problem, ...]  # about what the letters say, each once
    problems: tuple[Problem, ...]


def draw_people(task: Task) -> DrawnPeople:
    """Lay out and draw; what does not fit or cannot be printed is in `problems`."""
    drawings = {kind: PartDrawing() for kind in task.kinds}
    problems: list[Problem] = []
    doubts: dict[Problem, None] = {}
    letters: Counter[int] = Counter()
    for person in task.people:
        pages = PersonPages(task.setting, person)
        for kind, drawing in drawings.items():
            problems += _draw(pages, kind, drawing)
        if "kit" in drawings and not pages.sheets:
            problems += _problems_of_letter(pages)
        letters[pages.sheets] += 1
        doubts |= dict.fromkeys(pages.doubts)
    parts = {kind: drawing.finish() for kind, drawing in drawings.items()}
    return DrawnPeople(len(task.people), parts, letters, tuple(doubts), tuple(problems))


def _problems_of_letter(pages: PersonPages) -> tuple[Problem, ...]:
    """Lay a letter out that no file of the run holds, to know how many sheets it has."""
    try:
        pages.of("letters")
    except DataError as error:
        return error.problems
    return ()


def _draw(pages: PersonPages, kind: Kind, drawing: PartDrawing) -> tuple[Problem, ...]:
    try:
        for page in pages.of(kind):
            drawing.add(page)
    except DataError as error:
        return error.problems
    return ()


def rows_of(task: Task) -> tuple[ListRow, ...]:
    """The rows of these people on the organiser's list."""
    return tuple(_rows(task.setting, task.people))


def _rows(setting: Setting, people: Iterable[Person]) -> Iterator[ListRow]:
    for person in people:
        yield PersonPages(setting, person).list_row()
