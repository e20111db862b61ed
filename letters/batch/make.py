"""The run itself: all pages are drawn into files set aside, which take their names only when all is well."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from letters.batch.alike import SameLetters
from letters.batch.check import read_sound_book, stale_problems
from letters.batch.pages import PersonPages, Setting, read_setting, setting_warnings
from letters.batch.proof import prove
from letters.batch.run import Kind, Run
from letters.batch.twin import NAME as HTML
from letters.batch.twin import HtmlGuides
from letters.book import Absent, Book, Spool
from letters.draw import PdfFile, setter
from letters.errors import Alike, CommandError, DataError, FileError, Problem, fold
from letters.guide import ListRow, layout_list
from letters.marks import Page
from letters.model import Person
from letters.paper import find_envelope
from letters.postal.group import facility_heading, facility_key, pile_order
from letters.sheet import impose
from letters.weight import Weight, lightest_limit, weigh
from letters.wording import fill, guide_texts

ASIDE = ".making-"
LEFT_OVER_SECONDS = 3600
SMALL = "C6"


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
    book = read_sound_book(run.book, run.today)
    setting = read_setting(run, book.sender)
    people = _piled(chosen_people(book, run.who), run)
    absent = tuple(person for person in book.absent if not run.who or person.id in run.who)
    if not people:
        raise DataError(*map(_absent_problem, absent))
    with set_aside(run.out) as folder:
        drawn = _draw(setting, people, folder, advance)
        files = tuple(Written(kind, run.out / f"{kind}.pdf", drawn.pages[kind]) for kind in run.only)
        proofs = tuple(prove(setting, people, folder)) if run.proof else ()
        files += (Written("guides", run.out / HTML, len(people)),) if run.html else ()
        _publish(files, folder)
    weight = _weight(setting, drawn.sheets)
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


def _weight(setting: Setting, sheets: int) -> Weight | None:
    """Of the thickest letter, with an envelope inside: the one of `replies`, or else a small one."""
    if not sheets or setting.envelope.card:
        return None
    inside = setting.envelope if "replies" in setting.run.only else find_envelope(SMALL)
    return weigh(sheets, setting.envelope, inside)


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
    sheets: int  # of the thickest letter
    doubts: tuple[Problem, ...]  # about what the letters say, each once


def _draw(setting: Setting, people: Spool[Person], folder: Path, advance: Callable[[int, int], None]) -> _Drawn:
    """Draw every page of the run into `folder`.

    All problems of all people come in one DataError.
    """
    run = setting.run
    problems: list[Problem] = []
    doubts: dict[Problem, None] = {}
    same = SameLetters()
    sheets = 0
    with ExitStack() as stack:
        files = {kind: stack.enter_context(PdfFile(folder / f"{kind}.pdf")) for kind in run.only}
        twin = stack.enter_context(HtmlGuides(folder, run.language)) if run.html else None
        plan = setting.imposition
        together: set[Kind] = {"list", "envelopes"} if plan and plan.gathers else {"list"}
        each: list[Kind] = [kind for kind in files if kind not in together]
        for done, person in enumerate(people, 1):
            pages = PersonPages(setting, person)
            _draw_kinds(pages, {kind: files[kind] for kind in each}, twin, problems)
            sheets = max(sheets, pages.sheets)
            doubts |= dict.fromkeys(pages.doubts)
            same.add(person.id, pages.blocks)
            advance(done, len(people))
        if plan and "envelopes" in together & set(files):
            _add_all(files["envelopes"], impose(_fronts(setting, people, problems), plan))
        if problems:
            raise DataError(*dict.fromkeys(problems))
        if "list" in files:
            _add_all(files["list"], layout_list(_rows(setting, people), setting.texts, setter))
    return _Drawn({kind: file.page_count for kind, file in files.items()}, sheets, (*doubts, *same.problems()))


def _draw_kinds(
    pages: PersonPages, files: dict[Kind, PdfFile], twin: HtmlGuides | None, problems: list[Problem]
) -> None:
    for kind, file in files.items():
        _draw_pages(pages, kind, file, problems)
    if twin:
        try:
            pages.add_twin(twin)
        except DataError as error:
            problems += error.problems


def _draw_pages(pages: PersonPages, kind: Kind, file: PdfFile, problems: list[Problem]) -> None:
    try:
        for page in pages.of(kind):
            file.add(page)
    except DataError as error:
        problems += error.problems


def _add_all(file: PdfFile, pages: Iterable[Page]) -> None:
    for page in pages:
        file.add(page)


def _fronts(setting: Setting, people: Spool[Person], problems: list[Problem]) -> Iterator[Page]:
    """What several people have on one sheet, one after the other."""
    for person in people:
        try:
            yield from PersonPages(setting, person).of("envelopes")
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
        group = facility_heading(person.address) if setting.run.by == "facility" else None
        yield PersonPages(setting, person).row(note, group)


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
