"""run.json: what a run has made, of which book, for whom and on which pages; the same run writes the same bytes."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from itertools import dropwhile, islice, takewhile
from pathlib import Path
from typing import Any, TextIO

from letters import __version__
from letters.app.drawing import PersonDrawn
from letters.app.recorded import file_digest
from letters.errors import CommandError, FileError, Problem
from letters.messages import Alike
from letters.pages.run import Kind
from letters.pages.same_letters import SameLetters
from letters.pages.setting import Setting
from letters.store.atomic import publish
from letters.textfile import unreadable

NAME = "run.json"
_PEOPLE = '"people": [\n'
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|'[^']*'|\"[^\"]*\"|[А-Яа-яЁё][А-Яа-яЁё. -]*")


@dataclass(frozen=True, slots=True)
class FileMade:
    """A finished file; `volume` 0 holds everybody."""

    file: str
    kind: Kind
    volume: int
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """What run.json says of the run as a whole; it holds ids, never names."""

    book: str  # its SHA-256
    sender: str  # the digest of what the book says of the sender
    options: dict[str, Any]
    finished: bool = False
    files: tuple[FileMade, ...] = ()
    sheets: int = 0  # of the thickest letter
    doubts: tuple[tuple[str, str], ...] = ()  # about what the letters say: where, what
    warnings: tuple[dict[str, Any], ...] = ()
    failed: tuple[str, ...] = ()
    program: str = __version__
    templates: str = ""  # the digest of letter forms, guide texts, rules


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in run.json: `entry` and `letter` are digests of the record and of what the letter says.

    `pages` are first and count by kind; letters that say the same have the same digest.
    """

    id: str
    volume: int
    entry: str
    pages: dict[str, tuple[int, int]]
    letter: str | None = None


def as_warning(group: Alike) -> dict[str, Any]:
    """A warning without what may be a name."""
    places = [_bare(place) for place in group.places]
    return {"what": _nameless(group.problem), "kind": group.problem.code, "count": group.count, "places": places}


def _nameless(problem: Problem) -> str:
    return _QUOTED.sub("…", problem.general or problem.what)


def _bare(place: str) -> str:
    return re.split(r"[/\\]", place)[-1]


@dataclass(slots=True)
class Journal:
    """run.json while the run goes on: people are written to a file aside, a line each, so that memory stays flat."""

    folder: Path  # for unfinished files
    out: Path
    setting: Setting
    head: Head
    volume: int = 0
    doubts: dict[Problem, None] = field(default_factory=dict)  # of the people drawn now, in full
    same: SameLetters = field(default_factory=SameLetters)  # of the people drawn now, in whichever volume
    _next: dict[str, int] = field(default_factory=dict)  # page by kind
    _count: int = 0  # people in the volume

    @property
    def _part(self) -> Path:
        return self.folder / "people.part"

    def begin(self, volume: int) -> None:
        """The people who come now stand in this volume."""
        self.volume, self._next, self._count = volume, {}, 0

    def take(self, doubts: Iterable[Problem], sheets: int, files: Iterable[FileMade]) -> None:
        """What more people's pages have come to."""
        found = dict.fromkeys(doubts)
        self.doubts |= found
        more = ((_bare(problem.where), _nameless(problem)) for problem in found)
        known = tuple(dict.fromkeys((*self.head.doubts, *more)))
        made_now = (*self.head.files, *files)
        self.head = replace(self.head, files=made_now, doubts=known, sheets=max(self.head.sheets, sheets))

    @contextmanager
    def noting(self) -> Iterator["Notes"]:
        """Takes people down as they are drawn."""
        with self._part.open("a", encoding="utf-8", newline="\n") as stream:
            yield Notes(self, stream)

    def keep(self, entries: Iterable[Entry]) -> None:
        """People of volumes that an earlier run has finished."""
        with self._part.open("a", encoding="utf-8", newline="\n") as stream:
            for entry in entries:
                self.same.add(entry.id, entry.letter)
                stream.write(_line(entry))

    def place(self, drawn: PersonDrawn) -> Entry:
        """On which pages of the volume somebody's pages come to lie."""
        pages: dict[str, tuple[int, int]] = {}
        for kind, count in drawn.pages.items():
            first = self._next.get(kind, 1)
            pages[kind] = (first, count)
            self._next[kind] = first + count
        plan = self.setting.imposition
        if plan and plan.gathers and "envelopes" in self.setting.run.only:
            used = plan.used if self.volume < 2 else 0
            pages["envelopes"] = ((used + self._count) // len(plan.places) + 1, 1)
        self._count += 1
        self.same.add(drawn.id, drawn.letter)
        return Entry(drawn.id, self.volume, drawn.entry, pages, drawn.letter)

    def write(self) -> None:
        """Put run.json as it is now into its place, in one step."""
        aside = self.folder / NAME
        with aside.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(json.dumps(asdict(self.head), ensure_ascii=False, indent=1)[:-2] + f",\n {_PEOPLE}")
            for number, line in enumerate(self._lines()):
                stream.write((",\n" if number else "") + line.rstrip("\n"))
            stream.write("\n]\n}\n")
        publish(aside, self.out / NAME)

    def _lines(self) -> Iterator[str]:
        if self._part.exists():
            with self._part.open(encoding="utf-8") as stream:
                yield from stream


@dataclass(frozen=True, slots=True)
class Notes:
    """The open file of a journal's people."""

    journal: Journal
    stream: TextIO

    def add(self, people: Iterable[PersonDrawn]) -> None:
        """Some more people."""
        self.stream.writelines(_line(self.journal.place(drawn)) for drawn in people)


def _line(entry: Entry) -> str:
    values: dict[str, Any] = {"id": entry.id, "volume": entry.volume, "entry": entry.entry, "pages": entry.pages}
    if entry.letter:
        values["letter"] = entry.letter
    return json.dumps(values, ensure_ascii=False) + "\n"


def made(path: Path, file: str, kind: Kind, volume: int, pages: int) -> FileMade:
    """A finished file that still lies aside, with its digest."""
    return FileMade(file, kind, volume, pages, file_digest(path))


def read_head(out: Path) -> Head:
    """What run.json says of the run as a whole; raises CommandError when there is none."""
    path = out / NAME
    try:
        with path.open(encoding="utf-8") as stream:
            lines = list(takewhile(_is_head, stream))
    except FileNotFoundError as error:
        raise CommandError(Problem(str(path), "there is no such file.", "It is written by `make`.")) from error
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise _strange(path) from error
    return _head("".join(lines), path)


def _is_head(line: str) -> bool:
    """Whether the list of people has not begun yet."""
    return line != f" {_PEOPLE}"


def _head(text: str, path: Path) -> Head:
    try:
        values: dict[str, Any] = json.loads(text.rstrip().rstrip(",") + "}")
        files = tuple(FileMade(**file) for file in values.pop("files"))
        if any(Path(made.file).name != made.file for made in files):
            raise ValueError("a file of another folder")
        doubts = tuple((where, what) for where, what in values.pop("doubts"))
        values |= {name: tuple(values[name]) for name in ("warnings", "failed")}
        return Head(files=files, doubts=doubts, **values)
    except _STRANGE as error:
        raise _strange(path) from error


_STRANGE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def _strange(path: Path) -> FileError:
    """Somebody has edited the file, or it is another one."""
    return FileError(Problem(str(path), "is not as the program writes it.", "Run `make` again."))


def read_entries(out: Path) -> Iterator[Entry]:
    """Everybody in run.json, one after the other."""
    path = out / NAME
    with path.open(encoding="utf-8") as stream:
        behind = islice(dropwhile(_is_head, stream), 1, None)
        try:
            yield from (_entry(line) for line in behind if line.startswith("{"))
        except _STRANGE as error:
            raise _strange(path) from error


def _entry(line: str) -> Entry:
    values: dict[str, Any] = json.loads(line.rstrip().rstrip(","))
    values["pages"] = {kind: (first, count) for kind, (first, count) in values["pages"].items()}
    entry = Entry(**values)
    if not (isinstance(entry.id, str) and isinstance(entry.letter, str | None)):
        raise TypeError("another kind of value")
    return entry
