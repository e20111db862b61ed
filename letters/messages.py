"""How problems are said: alike ones together, fields in the words of a door, nothing that could steer a terminal."""

import errno
import json
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from letters.errors import Problem
from letters.sentences import in_common, kind_of, sentence, translated

PLACES_SHOWN = 3  # of problems that are said together
APART = 10  # mistakes of one kind that are said one by one: each of them has to be mended


@dataclass(frozen=True, slots=True)
class Alike:
    """Problems of one kind, to be said together; or one alone."""

    problems: tuple[Problem, ...]

    @property
    def problem(self) -> Problem:
        """The first of them."""
        return self.problems[0]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.problems)

    @property
    def title(self) -> str:
        """What all of them have in common, whatever the values in which they differ."""
        return self.problem.general or in_common([problem.what for problem in self.problems])

    @property
    def what(self) -> str:
        """What the problem is: of one alone all of it, of several their title."""
        return self.problem.what if self.count == 1 else self.title

    @property
    def says_each(self) -> bool:
        """Whether any of them says more than the title."""
        title = self.title
        return any(problem.what != title for problem in self.problems)

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Where they are (fields as ‹window›), each once, with the id of the person, "" where there is none."""
        return tuple(dict.fromkeys((problem.place, problem.who) for problem in self.problems if problem.place))


_LINE = re.compile(r":([0-9]+)(?: \(.*)?$", re.DOTALL)


def line_in(where: str) -> int:
    """The line that «addresses.yaml:12» or «addresses.yaml:12 (zimin)» names, 0 if there is none."""
    found = _LINE.search(where)
    return int(found[1]) if found else 0


def fold(problems: Iterable[Problem], apart: int = APART) -> tuple[Alike, ...]:
    """Problems of one kind put together; errors first. Up to `apart` of a kind stay alone if they are errors, or if
    each says something of its own and nobody has said what they have in common.
    """
    groups: dict[Hashable, list[Problem]] = {}
    order: dict[int, int] = {}  # by the place in memory of a problem
    for number, (problem, _who) in enumerate(dict.fromkeys((problem, problem.who) for problem in problems)):
        groups.setdefault((problem.level, kind_of(problem.general or problem.what), problem.hint), []).append(problem)
        order[id(problem)] = number
    parts = [Alike(part) for group in groups.values() for part in _parts(group, apart)]
    return tuple(sorted(parts, key=lambda part: (part.problem.level != "error", order[id(part.problem)])))


def _parts(group: Sequence[Problem], apart: int) -> Iterator[tuple[Problem, ...]]:
    says_one_thing = len({problem.general or problem.what for problem in group}) == 1
    if len(group) <= apart and (group[0].level == "error" or not says_one_thing):
        yield from ((problem,) for problem in group)
    else:
        yield tuple(group)


Words = Callable[[str, str], str]  # a field of a request, or a use case, and a value or "" -> what the door calls it
_NAMED = re.compile(r"‹([a-z_][a-z_0-9]*)(?:=([^›]*))?›")


def in_words(text: str, words: Words) -> str:
    """The text with each ‹field=value› as the door says it: «Take ‹paper=a4›.» -> «Take --paper a4.»

    The door says the text in its language before (`translated`): what comes back is words only.
    """
    return _NAMED.sub(lambda found: words(found[1], found[2] or ""), text)


# What could steer a terminal, turn the direction of writing, is not seen, or is half a character (a name of a file).
_STEERING = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\uf8ff\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)


def one_line(text: str) -> str:
    """The text without anything that could steer a terminal, for a text that a stranger wrote."""
    return _STEERING.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def lines_kept(text: str) -> str:
    """The same for a text of several lines."""
    return "\n".join(map(one_line, text.split("\n")))


def as_json(value: Any, indent: int | None = None, sort_keys: bool = False) -> str:
    """A value as JSON in which letters stand as they are, and what could steer a terminal as «\\u202e»."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=sort_keys)
    return "\n".join(_STEERING.sub(lambda found: json.dumps(found[0])[1:-1], line) for line in text.split("\n"))


_QUOTED = re.compile(r" ?\(?(?:«[^»]*»|„[^“”]*[“”]|“[^”]*”)\)?")  # as the languages quote


def nameless(problem: Problem) -> Problem:
    """The problem with its code, what all of the kind have in common, and its line: nothing that could be a name.

    What all have in common is in the language that is spoken.
    """
    line = line_in(problem.where)
    what = ": ".join(filter(None, (problem.code or "problem", _QUOTED.sub("…", translated(problem.general)))))
    return Problem(f"line {line}" if line else "", what, level=problem.level, code=problem.code, field=problem.field)


_RIGHTS = sentence("Your account may not: change the rights, or work in a folder of your own, such as Documents.")
_REMEDIES = {
    errno.ENOENT: sentence("Look at the name and the folder."),
    errno.EISDIR: sentence("That is a folder: name a file in it."),
    errno.ENOTDIR: sentence("Look at the path: a part of it is a file and no folder."),
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: sentence("Nothing can be written there: take a folder on your own disk."),
    errno.ENOSPC: sentence("Make room on the disk."),
    errno.ELOOP: sentence("That is a link that leads in a circle: name the file itself."),
    errno.ENAMETOOLONG: sentence("The name is too long: take a shorter one."),
    errno.EFBIG: sentence("Take a disk that holds larger files."),
}
_ANY = sentence("Try again; if it stays so, copy the file to another folder or disk.")


# What the system says, in the words of C; another system has others, and they stay as they are.
_REASONS = (
    sentence("No such file or directory"),
    sentence("Is a directory"),
    sentence("Not a directory"),
    sentence("Permission denied"),
    sentence("Operation not permitted"),
    sentence("Read-only file system"),
    sentence("No space left on device"),
    sentence("Too many levels of symbolic links"),
    sentence("File name too long"),
    sentence("File too large"),
    sentence("File exists"),
)


def reason(error: OSError) -> str:
    """Why the system refuses a file."""
    told = error.strerror or str(error)
    return next((known for known in _REASONS if known == told), told)


def remedy(error: OSError) -> str:
    """What to do when the system refuses a file."""
    return _REMEDIES.get(error.errno or 0, _ANY)
