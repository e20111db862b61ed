"""The run: read the book, plan, lay out and draw the pages of each person, publish, report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from letters import __version__
from letters.app.check import read_checked
from letters.app.drawing import Advance, Drawn, FileMade, draw_run
from letters.errors import CommandError, DataError, FileError, Problem, Stopped
from letters.messages import Alike, as_json, fold, remedy
from letters.model import Person
from letters.pages.envelopes import too_small
from letters.pages.feeding import HTML_STEP, next_step
from letters.pages.html import NAME as HTML
from letters.pages.kit import weigh_letter
from letters.pages.latin import shorter_latin
from letters.pages.run import MIXED, POSTED, Kind, Run, flat_options, read_run
from letters.pages.setting import Setting, read_setting, setting_warnings
from letters.paper.weight import Weight
from letters.russian.postal.group import facility_key, pile_order
from letters.store.atomic import publish, publish_pictures, set_aside
from letters.store.book import Absent, Book, Failed
from letters.store.book.stale import stale_problems

SEVERAL = 3  # people of whom one problem is said together
__all__ = ["Report", "Run", "Weight", "Written", "chosen_people", "make", "pile_key", "read_run"]

MANIFEST = "run.json"
Fate = Literal["posted", "kept", "mixed"]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: what becomes of its pages, and what to do with it next."""

    kind: Kind
    path: Path
    pages: int
    fate: Fate
    step: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run has done."""

    folder: Path
    envelope: str  # its name
    files: tuple[Written, ...]
    people: int
    absent: tuple[Absent, ...]
    warnings: tuple[Alike, ...]
    left_out: tuple[Failed, ...] = ()  # of a run that keeps going
    proofs: tuple[str, ...] = ()  # what was read back and found right
    weight: Weight | None = None  # of the heaviest letter


@dataclass(slots=True)
class _Meter:
    """How far a run has come."""

    show: Advance
    done: int = 0
    people: int = 0

    def __call__(self, done: int, people: int) -> None:
        self.done, self.people = done, people
        self.show(done, people)


def make(run: Run, advance: Advance = lambda done, all_: None) -> Report:
    """Carry out a run; raises CommandError, DataError or FileError with every problem, and then nothing was written.

    Raises Stopped when somebody stops it; then too the files are as they were before.
    """
    meter = _Meter(advance)
    try:
        return _make(run, meter)
    except KeyboardInterrupt as stop:
        raise Stopped(meter.done, meter.people) from stop
    except OSError as error:
        what = f"the run has failed: {error.strerror}."
        raise FileError(Problem(str(error.filename or ""), what, remedy(error), code="run-failed")) from error


def _make(run: Run, meter: _Meter) -> Report:
    book, left_out = _read_book(run)
    setting = read_setting(run, book.sender)
    people: Sequence[Person] = chosen_people(book, run.who, {entry.id for entry in left_out})
    absent = tuple(person for person in book.absent if not run.who or person.id in run.who)
    if run.by == "facility":
        people = sorted(people, key=pile_key)
    if not people:
        raise DataError(*(found for entry in left_out for found in entry.problems), *map(_absent_problem, absent))
    with set_aside(run.out) as folder:
        drawn, setting, shortened = _drawn_alike(setting, people, folder, meter)
        crowd = _crowd(setting, people, drawn)
        if drawn.problems and run.keep_going:
            left_out, people = _without_failed(drawn, left_out, people)
            drawn = draw_run(setting, people, folder, meter)
        _raise_problems(drawn, crowd)
        proofs = _proofs(setting, people, drawn.files, folder) if run.proof else ()
        _publish(run, folder, drawn)
    weight = weigh_letter(setting, max(drawn.letters, default=0))
    return Report(
        folder=run.out,
        envelope=setting.envelope.name,
        files=tuple(_written(file, setting) for file in drawn.files),
        people=len(people),
        absent=absent,
        warnings=(
            *fold(
                (
                    *_named_twice(run),
                    *setting_warnings(setting),
                    *_weight_warnings(weight),
                    *_reply_note(run, weight),
                    *drawn.same.problems(),
                    *drawn.doubts,
                )
            ),
            *fold((*_left_overs(run.out, drawn.files), *_about(book, people, run))),
            *fold(shortened),
            *fold(replace(problem, level="warning") for problem in crowd if run.keep_going),
        ),
        left_out=left_out,
        proofs=proofs,
        weight=weight,
    )


def _drawn_alike(
    setting: Setting, people: Sequence[Person], folder: Path, meter: _Meter
) -> tuple[Drawn, Setting, tuple[Problem, ...]]:
    """Everybody's pages, all with as much in Latin letters as fits for each of them, and a note if that is less."""
    drawn = draw_run(setting, people, folder, meter)
    shortened = shorter_latin(setting, [person for person in people if person.id in drawn.problems])
    if shortened is None:
        return drawn, setting, ()
    setting = replace(setting, latin=shortened.amount)
    return draw_run(setting, people, folder, meter), setting, (shortened.note,)


def _proofs(setting: Setting, people: Sequence[Person], files: Sequence[FileMade], folder: Path) -> tuple[str, ...]:
    from letters.app.proof import prove  # only who asks for proofs needs it

    return tuple(prove(setting, people, files, folder))


def _read_book(run: Run) -> tuple[Book, tuple[Failed, ...]]:
    """The book, and who of this run is left out because of a mistake; raises DataError where nobody may be."""
    book = read_checked(run.book, run.text.allow if run.is_posted else None)
    if book.errors and not (run.keep_going and not book.errors_of_all):
        raise DataError(*book.errors)
    sound = replace(book, people=book.sound_people)
    return sound, tuple(entry for entry in book.failed if not run.who or entry.id in run.who)


def chosen_people(book: Book, who: Sequence[str], left_out: Iterable[str] = ()) -> list[Person]:
    """The people with these ids, everybody if there are none; raises CommandError for an id that nobody has."""
    known = {person.id for person in book.people} | {person.id for person in book.absent} | {*left_out}
    if unknown := [_unknown_person(book.file, wanted, known) for wanted in who if wanted not in known]:
        raise CommandError(*unknown)
    return [person for person in book.people if not who or person.id in who]


def _unknown_person(file: str, wanted: str, known: set[str]) -> Problem:
    close = get_close_matches(wanted, known, 1)
    hint = f"Did you mean {close[0]}?" if close else "‹list› shows who is in the book."
    return Problem(file, f"nobody in the book has the id {wanted!r}.", hint, code="unknown-id")


def pile_key(person: Person) -> tuple[object, str]:
    """One prison after the other, there by name."""
    return pile_order(facility_key(person.address)), str(person.name).casefold().replace("ё", "е")


def _without_failed(
    drawn: Drawn, left_out: tuple[Failed, ...], people: Sequence[Person]
) -> tuple[tuple[Failed, ...], list[Person]]:
    """Who is left out with those whose pages do not fit, and who remains; raises DataError if nobody does."""
    found = [problem for problems in drawn.problems.values() for problem in problems]
    of_all = [problem for problem in found if problem.where == "sender.return_address" or problem.field == "printer"]
    good = [person for person in people if person.id not in drawn.problems]
    if of_all or not good:
        raise DataError(*dict.fromkeys(of_all or found))
    more = (
        Failed(person.where, person.id, tuple(dict.fromkeys(drawn.problems[person.id])), person)
        for person in people
        if person.id in drawn.problems
    )
    return (*left_out, *more), good


def _crowd(setting: Setting, people: Sequence[Person], drawn: Drawn) -> tuple[Problem, ...]:
    """One problem for all whose address does not fit the envelope, when there are several."""
    posting, run = setting.posting, setting.run
    codes = {name: {problem.code for problem in problems} for name, problems in drawn.problems.items()}
    crowded = [person for person in people if "address-too-long" in codes.get(person.id, ())]
    if len(crowded) < SEVERAL or posting.inside_russia or run.post.window or run.print.sheet:
        return ()
    return (too_small(posting, crowded, len(people)),)


def _raise_problems(drawn: Drawn, crowd: tuple[Problem, ...]) -> None:
    if drawn.problems:
        found = (problem for problems in drawn.problems.values() for problem in problems)
        raise DataError(*crowd, *dict.fromkeys(found))


def _publish(run: Run, folder: Path, drawn: Drawn) -> None:
    """Everything into its place, run.json last; first what may be refused."""
    manifest = folder / MANIFEST
    manifest.write_text(manifest_text(run, drawn.files), "utf-8", newline="\n")
    publish_pictures(folder, run.out)
    for file in drawn.files:
        publish(folder / file.name, run.out / file.name)
    publish(manifest, run.out / MANIFEST)


def manifest_text(run: Run, files: Sequence[FileMade]) -> str:
    """run.json: program, options, files, and who is on which of their pages (first, last), by id; a line a person."""
    people: dict[str, dict[str, Any]] = {}
    for file in files:
        for name, pages in file.people.items():
            people.setdefault(name, {})[file.name] = list(pages)
    head = {"program": __version__, "options": flat_options(run)}
    made = ({"file": file.name, "kind": file.kind, "pages": file.pages} for file in files)
    lists: dict[str, Iterable[Mapping[str, Any]]] = {
        "files": made,
        "people": ({"id": name, "pages": pages} for name, pages in people.items()),
    }
    return "".join(
        (
            as_json(head, indent=1)[:-2],
            *(f',\n "{name}": [\n  {_joined_lines(rows)}\n ]' for name, rows in lists.items()),
            "\n}\n",
        )
    )


def _joined_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return ",\n  ".join(as_json(row) for row in rows)


def _written(file: FileMade, setting: Setting) -> Written:
    run = setting.run
    fate: Fate = "posted" if file.kind in POSTED else "mixed" if file.kind in MIXED else "kept"
    is_html = file.name == HTML
    step = HTML_STEP if is_html else next_step(file.kind, run, setting.envelope, setting.paper)
    return Written(file.kind, run.out / file.name, file.pages, fate, step)


def _about(book: Book, people: Iterable[Person], run: Run) -> Iterator[Problem]:
    """What is doubtful about the people of this run."""
    yield from (
        problem for problem in book.problems if problem.level != "error" and (not run.who or problem.who in run.who)
    )
    for person in people:
        yield from stale_problems(person, run.today)


# A set for the table holds the pages of two other files.
_SAME_PAGES: Mapping[Kind, tuple[Kind, ...]] = {
    "table": ("letters", "guides"),
    "letters": ("table",),
    "guides": ("table",),
}


def _named_twice(run: Run) -> Iterator[Problem]:
    """Who asks for two sets of one person gets one: a note, because somebody may count on two."""
    for who in dict.fromkeys(name for name in run.who if run.who.count(name) > 1):
        what = f"{who} is named {run.who.count(who)} times, and gets one set of pages."
        hint = "Make another run for more, or print the pages again."
        yield Problem("", what, hint, "warning", code="named-twice", who=who)


def _left_overs(out: Path, files: Sequence[FileMade]) -> Iterator[Problem]:
    """A note about files with the same pages of a run that was divided otherwise: somebody might print them too."""
    made, kinds = {file.name for file in files}, {file.kind for file in files}
    kinds |= {other for kind in kinds for other in _SAME_PAGES.get(kind, ())}
    there = (path for kind in kinds for path in (out / f"{kind}.pdf", *out.glob(f"{kind}-[0-9]*.pdf")))
    names = sorted(path.name for path in there if path.name not in made and path.is_file())
    if names:
        shown = f"{', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''}"
        what = f"still holds {shown} from an earlier run."
        hint = "Delete them, so that nobody prints them by mistake."
        yield Problem(str(out), what, hint, "warning", code="left-overs")


def _weight_warnings(weight: Weight | None) -> Iterator[Problem]:
    """A letter above the lightest class, or so near to a limit that somebody should weigh one."""
    if weight is None or weight.lightest is None or (weight.limit == weight.lightest and not weight.near):
        return
    what = f"the heaviest letter weighs about {weight.grams:.0f} g with a {weight.inside} inside for the answer."
    if weight.near:
        hint = f"Real paper varies: weigh one before you post for {weight.limit} g."
    else:
        hint = f"That is more than {weight.lightest} g: ask for the postage of a heavier letter."
    yield Problem("", what, hint, "warning", code="weight")


def _reply_note(run: Run, weight: Weight | None) -> Iterator[Problem]:
    """The envelope for the answer is as large as the other: how to fold it."""
    if "replies" in run.only and weight and weight.folding:
        what = f"an envelope {weight.inside} for the answer does not lie flat in a {weight.inside}."
        hint = f"It goes in {weight.folding}."
        yield Problem("", what, hint, "warning", code="reply-folded", field="reply")


def _absent_problem(person: Absent) -> Problem:
    what = f"{person.id} {person.fate}: no envelope."
    return Problem(person.where, what, "Nobody is left to write to.", code="absent", who=person.id)
