"""What can go wrong, in words for the person at the keyboard: one value and one family of exceptions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it stands, what it is, what to do about it.

    `where` is "addresses.yaml:12", a person's id, or "" for the whole run.
    """

    where: str
    what: str
    hint: str = ""
    level: Level = "error"
    kind: str = field(default="", compare=False)  # for programs, and for putting alike ones together: "stale"
    general: str = field(default="", compare=False)  # what all of the kind have in common, in place of `what`
    who: str = field(default="", compare=False)  # id of the person, if there is one

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} {self.hint}" if self.hint else text


@dataclass(frozen=True, slots=True)
class Alike:
    """Problems that say the same of several places: the first, some places, and how many there are."""

    problem: Problem
    places: tuple[str, ...]
    count: int

    @property
    def what(self) -> str:
        """What the problem is; of several that differ in their values, what they have in common."""
        return self.problem.general if self.count > 1 and self.problem.general else self.problem.what


_LINE = re.compile(r":([0-9]+)(?: \(.*)?$", re.DOTALL)


def line_in(where: str) -> int:
    """The line that «addresses.yaml:12» or «addresses.yaml:12 (zimin)» names, 0 if there is none."""
    found = _LINE.search(where)
    return int(found[1]) if found else 0


PLACES_KEPT = 3


def fold(problems: Iterable[Problem]) -> tuple[Alike, ...]:
    """Problems that say the same, put together; errors first. Memory does not grow with their number."""
    groups: dict[tuple[str, str, str], tuple[Problem, list[str], int]] = {}
    for problem in problems:
        key = (problem.level, problem.general or problem.what, problem.hint)
        first, places, count = groups.get(key, (problem, [], 0))
        if len(places) < PLACES_KEPT and problem.where and problem.where not in places:
            places.append(problem.where)
        groups[key] = (first, places, count + 1)
    alike = [Alike(first, tuple(places), count) for first, places, count in groups.values()]
    return tuple(sorted(alike, key=lambda group: group.problem.level != "error"))


class LettersError(Exception):
    """Every failure this program can explain; `problems` is never empty."""

    exit_code = 70

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    def __reduce__(self) -> tuple[type["LettersError"], tuple[Problem, ...]]:
        """So that a failure comes whole from one process to another."""
        return type(self), self.problems


class DataError(LettersError):
    """The book, a template or a letter holds something that must be mended first; nothing was written."""

    exit_code = 1
    outcome = "Nothing was written."


class PartError(DataError):
    """The same in a run of volumes, of which some are finished; `outcome` says which."""

    def __init__(self, outcome: str, *problems: Problem) -> None:
        super().__init__(*problems)
        self.outcome = outcome


class Stopped(KeyboardInterrupt):
    """Somebody stopped the run: how many people were laid out, of how many, and which volumes are whole."""

    def __init__(self, done: int, people: int, volumes: int | None) -> None:
        super().__init__()
        self.done, self.people, self.volumes = done, people, volumes


class CommandError(LettersError):
    """The command asks for something that does not exist: an envelope, a country, a person."""

    exit_code = 2


class FileError(LettersError):
    """A file cannot be read or written."""

    exit_code = 3
