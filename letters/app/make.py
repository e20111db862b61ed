"""The run itself: all pages are drawn into files set aside, which take their names only when all is well."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from letters.app.files import Advance
from letters.app.journal import Head, Journal, as_warning, read_head
from letters.app.recorded import record_options, templates_digest
from letters.app.sift import NAME as FAILED
from letters.app.sift import Failed, Sifted, check_target, sift_pages, write_failed
from letters.app.source import check_digest, read_unchanged, sender_digest
from letters.app.volumes import Volumes, check_resumable, draw_volumes, draw_whole, left_overs
from letters.app.workers import Workers, worker_count
from letters.errors import CommandError, DataError, FileError, LettersError, Problem, Stopped
from letters.messages import Alike, fold
from letters.model import Person
from letters.pages.kit import weigh_letter
from letters.pages.run import Kind, Run
from letters.pages.setting import Setting, read_setting, setting_warnings
from letters.paper.weight import Weight, lightest_limit
from letters.russian.postal.group import facility_key, pile_order
from letters.store.atomic import publish, publish_pictures, set_aside
from letters.store.book import Absent, Book, Spool
from letters.store.book.stale import stale_problems
from letters.textfile import remedy


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
    failed: tuple[Failed, ...] = ()
    resumed: int = 0  # volumes that were there already


def make(run: Run, advance: Advance = lambda done, all_: None, resume: bool = False) -> Report:
    """Carry out a run; raises DataError with every problem, and then nothing has been written.

    A run in volumes is the exception: what is whole stays, and `resume` goes on behind it.
    """
    meter = _Meter(advance)
    try:
        with Workers(worker_count(run.workers, run.book)) as workers:
            return _make(run, workers, meter, resume)
    except KeyboardInterrupt as stop:
        raise Stopped(meter.done, meter.people, _volumes_there(run)) from stop
    except OSError as error:
        what = f"the run has failed: {error.strerror}."
        raise FileError(Problem(str(error.filename or ""), what, remedy(error))) from error


@dataclass(slots=True)
class _Meter:
    """How far a run has come."""

    show: Advance
    done: int = 0
    people: int = 0

    def __call__(self, done: int, people: int) -> None:
        """Some more people are laid out."""
        self.done, self.people = done, people
        self.show(done, people)


def _make(run: Run, workers: Workers, meter: _Meter, resume: bool) -> Report:
    if run.keep_going:
        check_target(run.book, run.out)
    sifted, digest = read_unchanged(run, workers)
    setting = read_setting(run, sifted.book.sender)
    sifted, people = _sifted_people(sifted, setting, workers)
    absent = tuple(person for person in sifted.book.absent if not run.who or person.id in run.who)
    if not people:
        raise DataError(*(found for entry in sifted.failed for found in entry.problems), *map(_absent_problem, absent))
    with set_aside(run.out) as folder:
        journal = Journal(folder, run.out, setting, _head(run, sifted, digest))
        done = check_resumable(journal) if resume else 0
        task = Volumes(setting, people, run.split or len(people), workers, meter, lambda: check_digest(run, digest))
        proofs = tuple(draw_volumes(task, journal, done) if run.split else draw_whole(task, journal))
        weight = weigh_letter(setting, journal.head.sheets)
        about_all = (*setting_warnings(setting), *weight_warnings(weight), *journal.same.problems())
        about_people = fold(_warnings_about(sifted.book, people, run))
        _close(journal, sifted, (*fold(about_all), *about_people))
    files = tuple(Written(file.kind, run.out / file.file, file.pages) for file in journal.head.files)
    warnings = (*fold((*about_all, *journal.doubts, *_left_overs(journal))), *about_people)
    return Report(setting, run.out, files, len(people), absent, warnings, proofs, weight, sifted.failed, done)


def _head(run: Run, sifted: Sifted, digest: str) -> Head:
    failed = tuple(entry.id or f"line {entry.line}" for entry in sifted.failed)
    sender, options = sender_digest(sifted.book), record_options(run)
    return Head(digest, sender, options, failed=failed, templates=templates_digest())


def _sifted_people(sifted: Sifted, setting: Setting, workers: Workers) -> tuple[Sifted, Spool[Person]]:
    """Who is written to: of a run that keeps going, those whose pages can all be laid out."""
    run = setting.run
    if not run.keep_going:
        return sifted, _piled(chosen_people(sifted.book, run.who), run)
    failed = tuple(entry for entry in sifted.failed if not run.who or entry.id in run.who)
    sifted = replace(sifted, failed=failed)
    sifted = sift_pages(sifted, setting, _good(sifted, run.who), workers)
    return sifted, _piled(_good(sifted, run.who), run)


def _good(sifted: Sifted, who: tuple[str, ...]) -> Spool[Person]:
    """Those of them who have not failed."""
    failed = {entry.id for entry in sifted.failed} - {person.id for person in sifted.book.people}
    wanted = tuple(name for name in who if name not in failed)
    return chosen_people(sifted.book, wanted) if wanted or not who else Spool()


def _left_overs(journal: Journal) -> Iterator[Problem]:
    """A note about files of a run that was divided otherwise."""
    if names := left_overs(journal.head.files, journal.out):
        shown = f"{', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''}"
        what = f"files of an earlier run, divided otherwise, are still there: {shown}."
        yield Problem(str(journal.out), what, "Delete them, so that nobody prints them too.", "warning")


def _volumes_there(run: Run) -> int | None:
    """Of a run in volumes that was stopped, how many are whole."""
    if not run.split:
        return None
    with suppress(LettersError):
        head = read_head(run.out)
        return 0 if head.finished else max((file.volume for file in head.files), default=0)
    return 0


def _close(journal: Journal, sifted: Sifted, warnings: tuple[Alike, ...]) -> None:
    """Put what is still aside into its place, run.json last."""
    run, folder = journal.setting.run, journal.folder
    if sifted.failed:
        write_failed(run.book, folder / FAILED, sifted)
    for file in journal.head.files:
        if (folder / file.file).exists():
            publish(folder / file.file, journal.out / file.file)
    publish_pictures(folder, journal.out)
    if sifted.failed:
        publish(folder / FAILED, journal.out / FAILED)
    journal.head = replace(journal.head, finished=True, warnings=tuple(map(as_warning, warnings)))
    journal.write()


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
