"""The run itself: all pages are drawn into files set aside, which take their names only when all is well."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from letters.batch.check import problems_of, stale_problems
from letters.batch.pages import PersonPages, Setting, read_setting, setting_warnings
from letters.batch.proof import prove
from letters.batch.run import KINDS, Kind, Run
from letters.book import Absent, Book, Spool, read_book
from letters.draw import PdfFile, setter
from letters.errors import Alike, CommandError, DataError, FileError, Problem, fold
from letters.guide import ListRow, layout_list
from letters.model import Person
from letters.wording import fill, guide_texts

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


def make(run: Run, advance: Callable[[int, int], None] = lambda done, all_: None) -> Report:
    """Carry out a run; raises DataError with every problem, and then nothing has been written."""
    book = read_book(run.book)
    errors = [problem for problem in (*book.problems, *problems_of(book, run.today)) if problem.level == "error"]
    if errors:
        raise DataError(*errors)
    setting = read_setting(run, book.sender)
    people = _chosen(book, run.who)
    absent = tuple(person for person in book.absent if not run.who or person.id in run.who)
    if not people:
        raise DataError(*map(_absent_problem, absent))
    with _set_aside(run.out) as folder:
        counts = _draw(setting, people, folder, advance)
        files = tuple(Written(kind, run.out / f"{kind}.pdf", counts[kind]) for kind in KINDS if kind in run.only)
        proofs = tuple(prove(setting, people, folder)) if run.proof else ()
        _publish(files, folder)
    warnings = fold((*setting_warnings(setting), *_warnings_about(book, people, run)))
    return Report(setting, run.out, files, len(people), absent, warnings, proofs)


def _chosen(book: Book, who: tuple[str, ...]) -> Spool[Person]:
    if not who:
        return book.people
    chosen: Spool[Person] = Spool()
    known = {person.id for person in book.absent}
    for person in book.people:
        known.add(person.id)
        if person.id in who:
            chosen.append(person)
    for wanted in who:
        if wanted not in known:
            close = get_close_matches(wanted, known, 1)
            hint = f"Did you mean {close[0]}?" if close else "`list` shows who is in the book."
            raise CommandError(Problem(book.file, f"nobody in the book has the id {wanted!r}.", hint))
    return chosen


def _warnings_about(book: Book, people: Spool[Person], run: Run) -> Iterator[Problem]:
    """What is doubtful about the people of this run."""
    places = {person.where for person in people} if run.who else set()
    yield from (problem for problem in book.problems if not run.who or problem.where in places)
    for person in people:
        yield from stale_problems(person, run.today)


def _absent_problem(person: Absent) -> Problem:
    return Problem(
        person.where, f"{person.id} gets no envelope: status {person.status}.", "Nobody is left to write to."
    )


def _draw(
    setting: Setting, people: Spool[Person], folder: Path, advance: Callable[[int, int], None]
) -> dict[Kind, int]:
    """Draw every page of the run into `folder`; all problems of all people come in one DataError."""
    run = setting.run
    problems: list[Problem] = []
    with ExitStack() as stack:
        files = {kind: stack.enter_context(PdfFile(folder / f"{kind}.pdf")) for kind in run.only}
        each: list[Kind] = [kind for kind in files if kind != "list"]
        for done, person in enumerate(people, 1):
            pages = PersonPages(setting, person)
            for kind in each:
                _draw_pages(pages, kind, files[kind], problems)
            advance(done, len(people))
        if problems:
            raise DataError(*dict.fromkeys(problems))
        if "list" in files:
            for page in layout_list(_rows(setting, people), setting.texts, setter):
                files["list"].add(page)
    return {kind: file.page_count for kind, file in files.items()}


def _draw_pages(pages: PersonPages, kind: Kind, file: PdfFile, problems: list[Problem]) -> None:
    try:
        for page in pages.of(kind):
            file.add(page)
    except DataError as error:
        problems += error.problems


def _rows(setting: Setting, people: Spool[Person]) -> Iterator[ListRow]:
    language = setting.run.language
    texts = guide_texts(language)["list"]
    for person in people:
        note = None
        if any(stale_problems(person, setting.run.today)):
            text = texts["stale"] if person.verified else texts["unverified"]
            note = fill(text, language, {"verified": person.verified})
        yield PersonPages(setting, person).row(note)


@contextmanager
def _set_aside(out: Path) -> Iterator[Path]:
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
