"""addresses.yaml to people: everything is read and checked, and every problem is reported at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from letters.errors import DataError, Problem
from letters.messages import line_in
from letters.model import Person, Sender
from letters.sentences import ended, joined, sentence
from letters.store.book.ids import folded
from letters.store.book.known import KnownEntries, read_entry
from letters.store.book.people import Absent, Look, check_keys, check_texts, tree_values
from letters.store.book.reading import parse_object, read_line
from letters.store.book.record import SenderRecord, faults, json_schema, nearest
from letters.store.book.remarks import RawBook, with_remarks
from letters.store.book.tree import Mapping, Node, Scalar, Sequence, check_text_file, read_entries
from letters.textfile import opened

__all__ = ["Absent", "Book", "Failed", "KnownEntries", "json_schema", "parse_object", "read_book", "read_line"]

_TOP = ("sender", "people")


@dataclass(frozen=True, slots=True)
class Failed:
    """Somebody in the book who cannot be printed: the place of the entry, the id if it has one, and why."""

    where: str
    id: str
    problems: tuple[Problem, ...]
    person: Person | None = None  # as far as the entry could be read
    published: str = ""  # the Russian line, if there is one


@dataclass(frozen=True, slots=True)
class Book:
    """What a book holds, with everything that is wrong or doubtful in it."""

    file: str
    sender: Sender
    people: tuple[Person, ...]  # whoever could be read, those with a mistake too
    absent: tuple[Absent, ...]
    failed: tuple[Failed, ...]
    problems: tuple[Problem, ...]  # of everybody and of the book as a whole, from top to bottom

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended, without what is only doubtful."""
        return tuple(problem for problem in self.problems if problem.level == "error")

    @property
    def sound_people(self) -> tuple[Person, ...]:
        """Those without a mistake."""
        failed = {id(entry.person) for entry in self.failed}
        return tuple(person for person in self.people if id(person) not in failed)

    @property
    def errors_of_all(self) -> tuple[Problem, ...]:
        """The mistakes that belong to nobody alone, such as a fault in the YAML itself."""
        personal = {problem for entry in self.failed for problem in entry.problems}
        return tuple(problem for problem in self.errors if problem not in personal)


MOST_PROBLEMS = 10_000  # of one book; nobody corrects more at once


def _nothing(_: Person) -> tuple[Problem, ...]:
    return ()


def read_book(path: Path, look: Look = _nothing, known: KnownEntries | None = None) -> Book:
    """Read the book; what is wrong in it is in `problems`. Raises FileError if it cannot be read at all.

    `look` finds what more is wrong with somebody; `known` remembers entries for whoever reads a book again and again.
    """
    found = _Found(path.name, look, RawBook(path), known)
    if known:
        known.begin(path.name)
    try:
        check_text_file(path)
        with opened(path) as stream:
            found.take(read_entries(stream, path.name, "people", found.problems))
    except DataError as error:  # a fault in the text or the YAML: nobody knows what stands behind it
        found.problems += with_remarks(error.problems, found.raw)
    else:
        found.problems += _missing_people(found.entries, path.name, found.problems)
    if known:
        known.end()
    sender = _sender(found.entries.get("sender"), path.name, found.problems)
    problems = sorted(found.problems, key=lambda problem: line_in(problem.where))
    people = tuple(found.people), tuple(found.absent), tuple(found.failed)
    return Book(path.name, sender, *people, tuple(problems))


@dataclass(slots=True)
class _Found:
    """What has been read of a book so far."""

    file: str
    look: Look
    raw: RawBook
    known: KnownEntries | None
    people: list[Person] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)  # of the top level
    ids: dict[str, tuple[str, int]] = field(default_factory=dict)  # folded -> as it stands first, and the line

    def take(self, nodes: Iterable[tuple[Scalar | None, Node]]) -> None:
        """Every entry as it comes; whatever is found between two people belongs to the second."""
        known = len(self.problems)
        for key, node in nodes:
            if key is None:
                self._take_person(node, known)
            else:
                self.problems += _unknown_entry(key, self.file)
                self.entries.setdefault(key.text, node)
            if (known := len(self.problems)) > MOST_PROBLEMS:
                hint = sentence("It may be no book of addresses: see the sample book, and correct the first of them.")
                self.problems.append(
                    Problem(
                        self.file, sentence("so many problems that it was read no further."), hint, code="book-hopeless"
                    )
                )
                return

    def _take_person(self, node: Node, known: int) -> None:
        self.problems += _repeated_id(node, self.ids, self.file)
        read = self.known.read if self.known else read_entry
        person, found = read(node, self.file, self.look)
        self.problems += found
        if isinstance(person, Person):
            self.people.append(person)
        elif person:
            self.absent.append(person)
        self.problems[known:] = with_remarks(self.problems[known:], self.raw)
        if errors := tuple(problem for problem in self.problems[known:] if problem.level == "error"):
            readable = person if isinstance(person, Person) else None
            where, line = f"{self.file}:{node.line}", _text_of(node, "address")
            self.failed.append(Failed(where, _text_of(node, "id"), errors, readable, line))


def _text_of(node: Node, field: str) -> str:
    value = node.get(field) if isinstance(node, Mapping) else None
    return value.text if isinstance(value, Scalar) else ""


def _unknown_entry(key: Scalar, file: str) -> Iterable[Problem]:
    if key.text not in _TOP:
        what = sentence("unknown field «{key}».", key=key.text)
        yield Problem(f"{file}:{key.line}", what, nearest(key.text, _TOP), code="unknown-field")


def _missing_people(entries: dict[str, Node], file: str, problems: list[Problem]) -> Iterable[Problem]:
    people = entries.get("people")
    if people is None and problems:
        return
    if isinstance(people, Mapping) or (isinstance(people, Scalar) and people.text.strip()):
        what = sentence("«people:» must be a list: each person begins with «- id: …».")
        yield Problem(f"{file}:{people.line}", what, sentence("See the sample book."), code="people-not-listed")
    elif not isinstance(people, Sequence) or not people.items:
        hint = sentence("Add people under «people:», as in the sample book.")
        yield Problem(file, sentence("nobody is in the book."), hint, code="book-empty")


def _repeated_id(node: Node, lines: dict[str, tuple[str, int]], file: str) -> Iterable[Problem]:
    name = node.get("id") if isinstance(node, Mapping) else None
    if not isinstance(name, Scalar) or not name.text.strip():
        return
    if (key := folded(name.text)) not in lines:
        lines[key] = name.text, name.line
        return
    there, line = lines[key]
    where, hint = f"{file}:{name.line}", sentence("Give each person an id of their own.")
    if there == name.text:
        yield Problem(
            where,
            sentence("the id «{name}» is taken already (line {line}).", name=name.text, line=line),
            hint,
            code="id-taken",
        )
    else:
        what = sentence(
            "the id «{name}» looks like «{there}» (line {line}), or names the same file.",
            name=name.text,
            there=there,
            line=line,
        )
        yield Problem(where, what, hint, code="ids-alike")


def _sender(node: Node | None, file: str, problems: list[Problem]) -> Sender:
    if node is None:
        return Sender()
    if not isinstance(node, Mapping):
        if not (isinstance(node, Scalar) and not node.text.strip()):
            what = sentence("«sender:» must hold fields, not a text or a list.")
            hint = sentence("Write `country: DE` below it, two spaces further in.")
            problems.append(Problem(f"{file}:{node.line}", what, hint, code="sender-no-fields"))
        return Sender()
    check_texts(node, "sender", file, problems)
    known = check_keys(node, tuple(SenderRecord.model_fields), file, problems)
    try:
        record = SenderRecord.model_validate(tree_values(known))
    except ValidationError as error:
        for place, what in faults(error):
            line = next((n.line for k, n in node.entries if k.text == place[0]), node.line)
            problems.append(
                Problem(f"{file}:{line}", ended(joined((f"sender.{place[0]}", what), " ")), code="field-value")
            )
        return Sender()
    addresses = _lines(record.return_address), _lines(record.reply_address)
    return Sender(record.country, *addresses, tuple(record.names.items()))


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in (text or "").splitlines() if line.strip())
