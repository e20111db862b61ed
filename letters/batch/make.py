"""The run itself: all pages are drawn into files set aside, which take their names only when all is well."""

import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from letters.batch.check import read_sound_book, stale_problems
from letters.batch.drawing import PEOPLE_A_PART, DrawnPeople, Task, draw_people, rows_of
from letters.batch.kit import Evening, kit_pages, weigh_letter
from letters.batch.pages import PersonPages, Setting, read_setting, setting_warnings
from letters.batch.proof import prove
from letters.batch.run import Kind, Run
from letters.batch.twin import NAME as HTML
from letters.batch.twin import HtmlGuides
from letters.batch.workers import Workers, batched, worker_count
from letters.book import Absent, Book, Spool
from letters.draw import PdfFile, setter
from letters.errors import Alike, CommandError, DataError, FileError, Problem, fold
from letters.guide import layout_large_list, layout_list
from letters.marks import Page
from letters.model import Person
from letters.postal.group import facility_key, pile_order
from letters.sheet import impose
from letters.weight import Weight, lightest_limit

ASIDE = ".making-"
LEFT_OVER_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    kind: Kind
    path: Path
    pages: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a run has done, for the closing table."""

    setting: Setting
    folder: Path
    files: tuple[Written, ...]
    people: int
    absent: tuple[Absent, ...]
    warnings: tuple[Alike, ...]
    proofs: tuple[str, ...] = ()  # what was read back and found right
    weight: Weight | None = None  # of the heaviest letter


def make(run: Run, advance: Callable[[int, int], None] = lambda done, all_: None) -> Report:
    """Carry out a run; raises DataError with every problem, and then nothing has been written."""
    with Workers(worker_count(run.workers, run.book)) as workers:
        return _make(run, workers, advance)


def _make(run: Run, workers: Workers, advance: Callable[[int, int], None]) -> Report:
    book = read_sound_book(run.book, run.today, workers.map)
    setting = read_setting(run, book.sender)
    people = _piled(chosen_people(book, run.who), run)
    absent = tuple(person for person in book.absent if not run.who or person.id in run.who)
    if not people:
        raise DataError(*map(_absent_problem, absent))
    with set_aside(run.out) as folder:
        drawn = _draw(setting, people, folder, workers, advance)
        files = tuple(Written(kind, run.out / f"{kind}.pdf", drawn.pages[kind]) for kind in run.only)
        proofs = tuple(prove(setting, people, folder)) if run.proof else ()
        files += (Written("guides", run.out / HTML, len(people)),) if run.html else ()
        _publish(files, folder)
    weight = weigh_letter(setting, max(drawn.letters))
    about_all = chain(setting_warnings(setting), weight_warnings(weight), drawn.doubts)
    warnings = fold(chain(about_all, _warnings_about(book, people, run)))
    return Report(setting, run.out, files, len(people), absent, warnings, proofs, weight)


def chosen_people(book: Book, who: tuple[str, ...]) -> Spool[Person]:
    """The people with these ids, everybody if there are none; raises CommandError for an unknown id."""
    if not who:
        return book.people
    chosen: Spool[Person] = Spool()
    known = {person.id for person in book.absent}
    for person in book.people:
        known.add(person.id)
        if person.id in who:
            chosen.append(person)
    if unknown := [_unknown_person(book.file, wanted, known) for wanted in who if wanted not in known]:
        raise CommandError(*unknown)
    return chosen


def _unknown_person(file: str, wanted: str, known: set[str]) -> Problem:
    close = get_close_matches(wanted, known, 1)
    hint = f"Did you mean {close[0]}?" if close else "`list` shows who is in the book."
    return Problem(file, f"nobody in the book has the id {wanted!r}.", hint)


def _piled(people: Spool[Person], run: Run) -> Spool[Person]:
    return people.ordered(pile_key) if run.by == "facility" else people


def pile_key(person: Person) -> tuple[object, str]:
    """One prison after the other, there by name."""
    return pile_order(facility_key(person.address)), str(person.name).casefold().replace("ё", "е")


def _warnings_about(book: Book, people: Spool[Person], run: Run) -> Iterator[Problem]:
    """What is doubtful about the people of this run."""
    yield from (problem for problem in book.problems if not run.who or problem.who in run.who)
    for person in people:
        yield from stale_problems(person, run.today)


def weight_warnings(weight: Weight | None) -> Iterator[Problem]:
    """A letter above the lightest class, or so near to a limit that somebody should weigh one."""
    if weight is None or (weight.limit == lightest_limit() and not weight.near):
        return
    what = f"the heaviest letter weighs about {weight.grams:.0f} g with a {weight.inside} inside for the answer."
    if weight.near:
        hint = f"Real paper varies: weigh one before you post for {weight.limit} g."
    else:
        hint = f"That is more than {lightest_limit()} g: ask for the postage of a heavier letter."
    yield Problem("", what, hint, "warning")


def _absent_problem(person: Absent) -> Problem:
    return Problem(
        person.where, f"{person.id} gets no envelope: status {person.status}.", "Nobody is left to write to."
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What drawing the pages of a run has come to."""

    pages: dict[Kind, int]
    letters: Counter[int]  # how many letters have so many sheets
    doubts: tuple[Problem, ...]  # about what the letters say, each once


def _draw(
    setting: Setting, people: Spool[Person], folder: Path, workers: Workers, advance: Callable[[int, int], None]
) -> _Drawn:
    """Draw every page of the run into `folder`.

    All problems of all people come in one DataError.
    """
    run, plan = setting.run, setting.imposition
    with ExitStack() as stack:
        files = {kind: stack.enter_context(PdfFile(folder / f"{kind}.pdf")) for kind in run.only}
        together: set[Kind] = {"list", "envelopes"} if plan and plan.gathers else {"list"}
        tasks = _tasks(setting, people, tuple(kind for kind in files if kind not in together))
        found = _Found([], {}, Counter())
        for drawn in workers.map(draw_people, tasks):
            found.add(drawn, files)
            advance(found.people, len(people))
        if run.html:
            found.problems += _write_twin(setting, people, folder)
        if plan and "envelopes" in together & set(files):
            _add_all(files["envelopes"], impose(_fronts(setting, people, found.problems), plan))
        if found.problems:
            raise DataError(*dict.fromkeys(found.problems))
        if "list" in files:
            rows = chain.from_iterable(workers.map(rows_of, _tasks(setting, people, ())))
            lay_out = layout_large_list if run.large else layout_list
            _add_all(files["list"], lay_out(rows, setting.texts, setter, setting.paper))
        _add_kit(setting, found.letters, files)
    return _Drawn({kind: file.page_count for kind, file in files.items()}, found.letters, tuple(found.doubts))


@dataclass(slots=True)
class _Found:
    """What has come of the people drawn so far."""

    problems: list[Problem]
    doubts: dict[Problem, None]
    letters: Counter[int]
    people: int = 0

    def add(self, drawn: DrawnPeople, files: dict[Kind, PdfFile]) -> None:
        """Some more people, their pages written."""
        for kind, part in drawn.parts.items():
            files[kind].add_part(part)
        self.problems += drawn.problems
        self.doubts |= dict.fromkeys(drawn.doubts)
        self.letters += Counter(drawn.letters)
        self.people += drawn.count


def _tasks(setting: Setting, people: Spool[Person], kinds: tuple[Kind, ...]) -> Iterator[Task]:
    return (Task(setting, some, kinds) for some in batched(people, PEOPLE_A_PART))


def _write_twin(setting: Setting, people: Spool[Person], folder: Path) -> list[Problem]:
    problems: list[Problem] = []
    with HtmlGuides(folder, setting.run.language) as twin:
        for person in people:
            try:
                PersonPages(setting, person).add_twin(twin)
            except DataError as error:
                problems += error.problems
    return problems


def _add_all(file: PdfFile, pages: Iterable[Page]) -> None:
    for page in pages:
        file.add(page)


def _add_kit(setting: Setting, letters: Counter[int], files: dict[Kind, PdfFile]) -> None:
    """The pages for the host, which count all the others; last of all."""
    if "kit" in files:
        counts = {kind: file.page_count for kind, file in files.items()}
        _add_all(files["kit"], kit_pages(Evening(setting, letters, counts)))


def _fronts(setting: Setting, people: Spool[Person], problems: list[Problem]) -> Iterator[Page]:
    """What several people have on one sheet, one after the other."""
    for person in people:
        try:
            yield from PersonPages(setting, person).of("envelopes")
        except DataError as error:
            problems += error.problems


@contextmanager
def set_aside(out: Path) -> Iterator[Path]:
    """A folder inside the output folder for unfinished files; it is gone afterwards, whatever happens."""
    made = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        _clear_left_overs(out)
        folder = Path(tempfile.mkdtemp(prefix=ASIDE, dir=out))
    except OSError as error:
        hint = "Choose another folder with --out DIR."
        raise FileError(Problem(str(out), f"cannot be written: {error.strerror}.", hint)) from error
    try:
        yield folder
    except OSError as error:
        raise FileError(Problem(str(out), f"writing failed: {error.strerror}.")) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if made and not any(out.iterdir()):
            out.rmdir()


def _clear_left_overs(out: Path) -> None:
    """Unfinished files of runs that were killed; younger ones may belong to a run that is still going."""
    for left_over in out.glob(f"{ASIDE}*"):
        if time.time() - left_over.stat().st_mtime > LEFT_OVER_SECONDS:
            shutil.rmtree(left_over, ignore_errors=True)


def _publish(files: tuple[Written, ...], folder: Path) -> None:
    """Give the finished files their names, each in one step of the file system."""
    for file in files:
        aside = folder / file.path.name
        with aside.open("rb+") as handle:
            os.fsync(handle.fileno())
        aside.replace(file.path)
    for picture in folder.glob("*.png"):
        (files[0].path.parent / "proof").mkdir(exist_ok=True)
        picture.replace(files[0].path.parent / "proof" / picture.name)
