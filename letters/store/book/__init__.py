"""addresses.yaml to people: everything is read and checked, and every problem is reported at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from letters.errors import DataError, Problem
from letters.messages import line_in
from letters.model import Mapper, Person, Sender
from letters.store.book.ids import folded
from letters.store.book.people import Absent, Look, ReadTask, check_keys, check_texts, read_people, tree_values
from letters.store.book.reading import parse_object, read_line
from letters.store.book.record import SenderRecord, faults, json_schema, nearest
from letters.store.book.spool import Spool, loaded
from letters.store.book.tree import Mapping, Node, Scalar, Sequence, check_text_file, read_entries

__all__ = ["Absent", "Book", "Spool", "json_schema", "loaded", "parse_object", "read_book", "read_line"]

PEOPLE_AT_A_TIME = 100
_TOP = ("sender", "people")


@dataclass(frozen=True, slots=True)
class Book:
    """What a book holds, with everything that is wrong or doubtful in it."""

    file: str
    sender: Sender
    people: Spool[Person]
    absent: tuple[Absent, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended, without what is only doubtful."""
        return tuple(problem for problem in self.problems if problem.level == "error")


def _nothing(_: Person) -> tuple[Problem, ...]:
    return ()


def read_book(path: Path, mapper: Mapper = map, look: Look = _nothing) -> Book:
    """Read the book; what is wrong in it is in `problems`. Raises FileError if it cannot be read at all.

    `mapper` reads some people at a time, in this process or in others, and keeps their order; `look` finds what more
    is wrong with one of them, wherever that is.
    """
    reading = _Reading(path)
    people: Spool[Person] = Spool()
    absent: list[Absent] = []
    try:
        check_text_file(path)
        for some in mapper(partial(read_people, look=look), reading.tasks()):
            for data in some.people:
                people.append_dumped(data)
            absent += some.absent
            reading.problems += some.problems
    except DataError as error:  # no text: nobody knows what is in it
        reading.problems += error.problems
    else:
        reading.problems += _missing_people(reading.entries, path.name, reading.problems)
    problems = reading.problems
    sender = _sender(reading.entries.get("sender"), path.name, problems)
    problems.sort(key=lambda problem: line_in(problem.where))
    return Book(path.name, sender, people, tuple(absent), tuple(problems))


class _Reading:
    """The entries of a book as they come; what is not a person is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ids: dict[str, int] = {}  # where each stands first
        self.entries: dict[str, Node] = {}
        self.problems: list[Problem] = []

    def tasks(self) -> Iterator[ReadTask]:
        """Some people at a time, with the name of the file; a fault in the YAML itself ends them."""
        some: list[Node] = []
        try:
            for node in self._people():
                some.append(node)
                if len(some) == PEOPLE_AT_A_TIME:
                    yield self._path.name, tuple(some)
                    some = []
        except DataError as error:
            self.problems += error.problems
        if some:
            yield self._path.name, tuple(some)

    def _people(self) -> Iterator[Node]:
        file = self._path.name
        with self._path.open("rb") as stream:
            for key, node in read_entries(stream, file, "people", self.problems):
                if key is None:
                    self.problems += _repeated_id(node, self._ids, file)
                    yield node
                else:
                    self.problems += _unknown_entry(key, file)
                    self.entries.setdefault(key.text, node)


def _unknown_entry(key: Scalar, file: str) -> Iterable[Problem]:
    if key.text not in _TOP:
        yield Problem(f"{file}:{key.line}", f"unknown field «{key.text}».", nearest(key.text, _TOP))


def _missing_people(entries: dict[str, Node], file: str, problems: list[Problem]) -> Iterable[Problem]:
    people = entries.get("people")
    if people is None and problems:
        return
    if isinstance(people, Mapping) or (isinstance(people, Scalar) and people.text.strip()):
        what = "«people:» must be a list: each person begins with «- id: …»."
        yield Problem(f"{file}:{people.line}", what, "See the sample book.")
    elif not isinstance(people, Sequence) or not people.items:
        yield Problem(file, "nobody is in the book.", "Add people under «people:», as in the sample book.")


def _repeated_id(node: Node, lines: dict[str, int], file: str) -> Iterable[Problem]:
    name = node.get("id") if isinstance(node, Mapping) else None
    if not isinstance(name, Scalar) or not name.text.strip():
        return
    if name.text in lines:
        what = f"the id «{name.text}» is taken already (line {lines[name.text]})."
        yield Problem(f"{file}:{name.line}", what, "Give each person an id of their own.")
    elif folded(name.text) in lines:
        what = f"the id «{name.text}» looks like the one in line {lines[folded(name.text)]}, or names the same file."
        yield Problem(f"{file}:{name.line}", what, "Give each person an id of their own.", code="ids-alike")
    lines.setdefault(name.text, name.line)
    lines.setdefault(folded(name.text), name.line)


def _sender(node: Node | None, file: str, problems: list[Problem]) -> Sender:
    if node is None:
        return Sender()
    if not isinstance(node, Mapping):
        if not (isinstance(node, Scalar) and not node.text.strip()):
            what = "«sender:» must hold fields, not a text or a list."
            problems.append(
                Problem(f"{file}:{node.line}", what, "Write `country: DE` below it, two spaces further in.")
            )
        return Sender()
    check_texts(node, "sender", file, problems)
    known = check_keys(node, tuple(SenderRecord.model_fields), file, problems)
    try:
        record = SenderRecord.model_validate(tree_values(known))
    except ValidationError as error:
        for place, what in faults(error):
            line = next((n.line for k, n in node.entries if k.text == place[0]), node.line)
            problems.append(Problem(f"{file}:{line}", f"sender.{place[0]} {what}."))
        return Sender()
    addresses = _lines(record.return_address), _lines(record.reply_address)
    return Sender(record.country, *addresses, tuple(record.names.items()))


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in (text or "").splitlines() if line.strip())
