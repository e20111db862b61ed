"""Where the people of a book stand in its file: the lines of each entry, and where the next one may be put."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from letters.errors import DataError, Problem
from letters.store.book.tree import Mapping, Node, Scalar, check_text_file, read_entries

_DASH = re.compile(rb"( *)-( +)(?=[^\s#])")
_KEY = re.compile(rb"people\s*:\s*(?:#.*)?")
_BARE = re.compile(rb"\s*(?:#.*)?")
_HINT = "Begin each person with «- id: …» on a line of its own, as in the sample book; or add this one by hand."


@dataclass(frozen=True, slots=True)
class Indents:
    """The spaces before the dash of a person, and between the dash and the first key."""

    before: int = 2
    behind: int = 1

    @property
    def width(self) -> int:
        """The column of the keys."""
        return self.before + 1 + self.behind


@dataclass(frozen=True, slots=True)
class Layout:
    """What an addition must know of a book; lines are counted from 1, [first, last)."""

    lines: int  # how many there are
    starts: tuple[int, ...] = ()  # where each person begins
    people: int | None = None  # the key «people:»
    following: int | None = None  # the first key behind the people
    ids: frozenset[str] = frozenset()
    match: Mapping | None = None  # the first person that was looked for

    @property
    def end(self) -> int:
        """Behind the last line that may belong to the people."""
        return self.following or self.lines + 1

    def behind(self, start: int) -> int:
        """Where the next person, or what follows the people, begins."""
        place = bisect_right(self.starts, start)
        return self.starts[place] if place < len(self.starts) else self.end


def read_layout(path: Path, is_wanted: Callable[[Mapping], bool]) -> Layout:
    """The layout of the book; raises DataError for a fault in the YAML itself."""
    starts: list[int] = []
    keys: dict[str, int] = {}
    ids: set[str] = set()
    match: Mapping | None = None
    for key, node in _nodes(path):
        if key is not None:
            keys[key.text] = key.line
            continue
        starts.append(node.line)
        if isinstance(node, Mapping):
            ids.add(id_of(node))
            match = match or (node if is_wanted(node) else None)
    people = keys.get("people")
    following = min((line for line in keys.values() if people and line > people), default=None)
    return Layout(_count_lines(path), tuple(starts), people, following, frozenset(ids), match)


def walk_people(path: Path) -> Iterator[Node]:
    """Every person of the book, one after the other."""
    return (node for key, node in _nodes(path) if key is None)


def id_of(person: Mapping) -> str:
    """The id of a person, empty if there is none."""
    name = person.get("id")
    return name.text if isinstance(name, Scalar) else ""


def _nodes(path: Path) -> Iterator[tuple[Scalar | None, Node]]:
    check_text_file(path)
    with path.open("rb") as stream:
        yield from read_entries(stream, path.name, "people", [])


def _count_lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in stream)


def read_lines(path: Path, first: int, last: int) -> list[bytes]:
    """The lines [first, last) of a file with their ends."""
    with path.open("rb") as stream:
        return list(islice(stream, first - 1, last - 1))


def read_indents(path: Path, line: int) -> Indents:
    """How a person is indented; raises DataError when the list is not written with dashes."""
    found = _DASH.match(next(iter(read_lines(path, line, line + 1)), b""))
    if not found:
        raise DataError(Problem(f"{path.name}:{line}", "the list of people is not written with dashes.", _HINT))
    return Indents(len(found[1]), len(found[2]))


def check_empty(path: Path, line: int) -> None:
    """Raise DataError unless «people:» stands alone on its line, so that a list may follow."""
    if not _KEY.fullmatch(read_lines(path, line, line + 1)[0].strip()):
        raise DataError(
            Problem(f"{path.name}:{line}", "«people:» holds something else than a list with dashes.", _HINT)
        )


def content_end(path: Path, first: int, last: int) -> int:
    """Behind the last line of [first, last) that holds more than white space or a remark."""
    lines = read_lines(path, first, last)
    return first + max((place for place, line in enumerate(lines, 1) if not is_bare(line)), default=0)


def is_bare(line: bytes) -> bool:
    """Whether a line holds nothing, or only a remark."""
    return bool(_BARE.fullmatch(line.rstrip(b"\r\n")))
