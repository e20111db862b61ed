"""A run in volumes: each is renamed into its place as soon as it is whole, and a stopped run goes on with the next."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from letters.app.files import Advance, Drawn, draw_files
from letters.app.journal import NAME as JOURNAL
from letters.app.journal import Entry, FileMade, Head, Journal, made, read_entries, read_head
from letters.app.proof import prove
from letters.app.recorded import file_digest
from letters.app.workers import Workers
from letters.errors import CommandError, DataError, PartError, Problem
from letters.model import Person
from letters.pages.html import NAME as HTML
from letters.pages.run import Kind
from letters.pages.setting import Setting
from letters.store.atomic import publish
from letters.store.book import Spool

WHOLE: frozenset[Kind] = frozenset({"list"})  # never in volumes


@dataclass(frozen=True, slots=True)
class Volumes:
    """Who is drawn, in volumes of how many, and which were finished by an earlier run."""

    setting: Setting
    people: Spool[Person]
    size: int
    workers: Workers
    advance: Advance
    check: Callable[[], None]  # raises when nothing more may be put into its place

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What comes in volumes."""
        return tuple(kind for kind in self.setting.run.only if kind not in WHOLE)


def volume_name(kind: str, number: int) -> str:
    """envelopes-001.pdf."""
    return f"{kind}-{number:03}.pdf"


def whole_volumes(head_files: tuple[FileMade, ...], out: Path) -> int:
    """How many volumes stand in the folder as run.json says, from the first on without a gap."""
    numbers = sorted({file.volume for file in head_files if file.volume})
    done = 0
    for number in numbers:
        files = [file for file in head_files if file.volume == number]
        if number != done + 1 or not all(_is_there(file, out) for file in files):
            break
        done = number
    return done


def _is_there(file: FileMade, out: Path) -> bool:
    path = out / file.file
    return path.is_file() and file_digest(path) == file.sha256


def draw_whole(task: Volumes, journal: Journal) -> Iterator[str]:
    """Draw every file of an undivided run; all stay aside."""
    setting, folder = task.setting, journal.folder
    with journal.noting() as notes:
        drawn = draw_files(setting, task.people, folder, task.workers, task.advance, notes.add)
    if setting.run.proof:
        yield from prove(setting, task.people, folder, task.workers.map)
    files = [made(folder / f"{kind}.pdf", f"{kind}.pdf", kind, 0, drawn.pages[kind]) for kind in setting.run.only]
    if setting.run.html:
        files.append(made(folder / HTML, HTML, "guides", 0, len(task.people)))
    journal.take(drawn.doubts, max(drawn.letters, default=0), files)
    task.check()


def draw_volumes(task: Volumes, journal: Journal, done: int) -> Iterator[str]:
    """Draw and publish every volume after those `done`; what `--proof` has verified comes out.

    Raises PartError with all problems of all people; the volumes before the first problem are there then.
    """
    journal.keep(_kept(journal.out, done))
    kept = tuple(file for file in journal.head.files if 0 < file.volume <= done)
    journal.head = replace(journal.head, files=kept, finished=False)
    journal.write()
    problems: list[Problem] = []
    for number, people in _volumes(task, done):
        try:
            drawn, folder = _draw_volume(task, journal, number, people)
        except DataError as error:
            problems += error.problems
            continue
        if not problems:
            yield from _finish(task, journal, number, drawn, people, folder)
    if problems:
        raise PartError(_outcome(journal), *dict.fromkeys(problems))
    yield from _whole(task, journal)


def _kept(out: Path, done: int) -> Iterator[Entry]:
    return (entry for entry in read_entries(out) if entry.volume <= done) if done else iter(())


def _volumes(task: Volumes, done: int) -> Iterator[tuple[int, Spool[Person]]]:
    waiting = islice(task.people, done * task.size, None)
    for number in range(done + 1, math.ceil(len(task.people) / task.size) + 1):
        people: Spool[Person] = Spool()
        for person in islice(waiting, task.size):
            people.append(person)
        yield number, people


def _draw_volume(task: Volumes, journal: Journal, number: int, people: Spool[Person]) -> tuple[Drawn, Path]:
    folder = journal.folder / f"{number:03}"
    folder.mkdir()
    before = (number - 1) * task.size
    journal.begin(number)

    def advance(count: int, _: int) -> None:
        task.advance(before + count, len(task.people))

    with journal.noting() as notes:
        return draw_files(_setting(task, number), people, folder, task.workers, advance, notes.add), folder


def _setting(task: Volumes, number: int) -> Setting:
    """Of one volume: only the first begins on a used sheet of labels."""
    run = task.setting.run
    start = run.start if number == 1 else 1
    return replace(task.setting, run=replace(run, only=task.kinds, html=False, start=start))


def _finish(
    task: Volumes, journal: Journal, number: int, drawn: Drawn, people: Spool[Person], folder: Path
) -> Iterator[str]:
    """Read back, rename, and put down that it is done."""
    if task.setting.run.proof:
        proofs = prove(_setting(task, number), people, folder, task.workers.map)
        yield from (f"volume {number}: {words}" for words in proofs)
    task.check()
    files = []
    for kind in task.kinds:
        name, aside = volume_name(kind, number), folder / f"{kind}.pdf"
        files.append(made(aside, name, kind, number, drawn.pages[kind]))
        publish(aside, journal.out / name)
    if number == 1:
        for picture in folder.glob("*.png"):
            picture.replace(journal.folder / picture.name)
    journal.take(drawn.doubts, max(drawn.letters, default=0), files)
    journal.write()


def _whole(task: Volumes, journal: Journal) -> Iterator[str]:
    """What is never in volumes: the list, and the guides as one page; both stay aside."""
    only = tuple(kind for kind in task.setting.run.only if kind in WHOLE)
    if not (only or task.setting.run.html):
        return
    setting = replace(task.setting, run=replace(task.setting.run, only=only))
    head = replace(journal.head, files=())
    spare = Journal(journal.folder / "spare", journal.out, setting, head)
    spare.folder.mkdir()
    yield from draw_whole(replace(task, setting=setting, advance=lambda *_: None), spare)
    for file in spare.head.files:
        (spare.folder / file.file).replace(journal.folder / file.file)
    journal.head = replace(journal.head, files=(*journal.head.files, *spare.head.files))


# A set for the table holds the pages of two other files.
_SAME_PAGES: Mapping[Kind, tuple[Kind, ...]] = {
    "table": ("letters", "guides"),
    "letters": ("table",),
    "guides": ("table",),
}


def left_overs(files: tuple[FileMade, ...], out: Path) -> tuple[str, ...]:
    """Files with the same pages from a run that was divided otherwise: somebody could print them too."""
    names, kinds = {file.file for file in files}, {file.kind for file in files}
    kinds |= {other for kind in kinds for other in _SAME_PAGES.get(kind, ())}
    there = (path.name for kind in kinds for path in (out / f"{kind}.pdf", *out.glob(f"{kind}-[0-9]*.pdf")))
    return tuple(sorted(name for name in there if name not in names and (out / name).is_file()))


def check_resumable(journal: Journal) -> int:
    """How many volumes are there already; raises CommandError when there is nothing to go on with."""
    if not (journal.out / JOURNAL).exists():
        return 0
    head = read_head(journal.out)
    _check_same(head, journal)
    done = whole_volumes(head.files, journal.out)
    if head.finished and done == max((file.volume for file in head.files), default=0):
        what = "that run is finished: there is nothing to go on with."
        raise CommandError(Problem(str(journal.out), what, "To print a page again, take --reprint WHO or PAGE."))
    journal.head = replace(journal.head, files=head.files, sheets=head.sheets, doubts=head.doubts)
    return done


def _check_same(head: Head, journal: Journal) -> None:
    where, now, again = str(journal.out), journal.head, "Begin anew, without --resume."
    if head.program != now.program:
        raise CommandError(Problem(where, f"that run was made with version {head.program} of the program.", again))
    if head.templates != now.templates:
        what = "the texts in `templates` have changed since that run: its volumes would not go together."
        raise CommandError(Problem(where, what, again))
    if head.book != now.book:
        what = "the book is not the one of that run any more: its volumes would not go together."
        raise CommandError(Problem(where, what, again))
    if differing := [name for name, value in now.options.items() if head.options.get(name) != value]:
        raise CommandError(Problem(where, f"that run had other options ({', '.join(differing)}).", again))


def _outcome(journal: Journal) -> str:
    done = max((file.volume for file in journal.head.files), default=0)
    if not done:
        return "No volume was written."
    return f"Whole and in their places: {'volume 1' if done == 1 else f'volumes 1 to {done}'}. No other was written."
