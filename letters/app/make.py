"""The run: read the book, plan, lay out and draw the pages of each person, publish, report."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from letters import __version__
from letters.app.check import read_checked
from letters.app.drawing import Advance, Drawn, FileMade, draw_run
from letters.app.ledger_place import ledger_beside
from letters.errors import CommandError, DataError, FileError, Problem, Stopped
from letters.messages import as_json, reason, remedy
from letters.model import Person
from letters.pages.envelopes import too_small
from letters.pages.feeding import HTML_STEP, next_step
from letters.pages.html import NAME as HTML
from letters.pages.kit import weigh_letter
from letters.pages.latin import shorter_latin
from letters.pages.letter_set import LetterSet
from letters.pages.run import MIXED, POSTED, Kind, Run, flat_options, read_run
from letters.pages.setting import Setting, read_setting, setting_warnings
from letters.paper.weight import Weight
from letters.russian.postal.group import facility_key, pile_order
from letters.sentences import sentence, some
from letters.store.atomic import publish, publish_pictures, set_aside
from letters.store.book import Absent, Book, Failed
from letters.store.book.stale import stale_problems

SEVERAL = 3  # people of whom one problem is said together
MOST_UNKNOWN = 20  # ids that nobody has: more are no slips of the pen
__all__ = [
    "Absent",
    "Failed",
    "Report",
    "Run",
    "Weight",
    "Written",
    "chosen_people",
    "make",
    "make_groups",
    "pile_key",
    "read_run",
]

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
    sets: int  # letters: more than people where somebody gets a second one
    absent: tuple[Absent, ...]
    warnings: tuple[Problem, ...]
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
    (report,) = make_groups(replace(run, people=replace(run.people, groups=())), advance)
    return report


def make_groups(run: Run, advance: Advance = lambda done, all_: None) -> tuple[Report, ...]:
    """A run in a folder for each of its groups, or in the folder of the run itself if it has none.

    Everything is drawn before the first file comes into its place.
    """
    meter = _Meter(advance)
    try:
        return tuple(_make(run, meter))
    except KeyboardInterrupt as stop:
        raise Stopped(meter.done, meter.people) from stop
    except OSError as error:
        what = sentence("the run has failed: {reason}.", reason=reason(error))
        raise FileError(Problem(str(error.filename or ""), what, remedy(error), code="run-failed")) from error


@dataclass(frozen=True, slots=True)
class _Part:
    """The run of one group, drawn and not published yet."""

    setting: Setting
    folder: Path  # of the unfinished files
    sets: Sequence[LetterSet]
    drawn: Drawn
    left_out: tuple[Failed, ...]
    shortened: tuple[Problem, ...]
    crowd: tuple[Problem, ...]  # one problem of many people


def _make(run: Run, meter: _Meter) -> Iterator[Report]:
    book, left_out = read_run_book(run)
    setting = read_setting(run, book.sender)
    sets, chosen = choose_letters(run, book, left_out)
    if not sets:
        absent = map(_absent_problem, _absent(run, book))
        raise DataError(*(found for entry in left_out for found in entry.problems), *absent)
    with ExitStack() as stack:
        hands = _hands(run, sets)
        parts = [
            _drawn_part(replace(setting, run=part), hand, left_out, stack.enter_context(set_aside(part.out)), meter)
            for part, hand in hands
        ]
        _raise_problems(parts)
        proofs = [_proofs(part) if run.proof else () for part in parts]
        for part in parts:
            _publish(part.setting.run, part.folder, part.drawn)
    for part, proved in zip(parts, proofs, strict=True):
        yield _report(part, book, proved, chosen if part is parts[0] else ())


def choose_letters(run: Run, book: Book, left_out: Sequence[Failed]) -> tuple[list[LetterSet], tuple[Problem, ...]]:
    """A set for each letter of the run, in order, and what is to be said of how people were chosen.

    Raises CommandError, DataError when nobody is left, FileError.
    """
    people = chosen_people(book, run.who, {entry.id for entry in left_out})
    if is_plain(run):
        sets, problems = [LetterSet(person) for person in people], tuple[Problem, ...]()
    else:
        from letters.app.sets import choose_sets  # what only the ledger and fair choice need

        sets, problems = choose_sets(run, people)
    if run.by == "facility":
        sets = sorted(sets, key=lambda one: pile_key(one.person))
    return sets, problems


def is_plain(run: Run) -> bool:
    """Whether everybody who is named gets one set, and no ledger knows of them."""
    file, wish = ledger_beside(run.book, run.people.ledger_file), run.people
    is_chosen = any(value for name, value in asdict(wish).items() if name not in ("seed", "groups", "ledger_file"))
    return not (is_chosen or len({*run.who}) < len(run.who) or os.path.lexists(file))


def _hands(run: Run, sets: list[LetterSet]) -> list[tuple[Run, Sequence[LetterSet]]]:
    """The run of each group, with its sets."""
    if not run.people.groups:
        return [(run, sets)]
    from letters.app.pick import check_groups, dealt  # what only several groups need

    check_groups(run.people.groups)
    hands = dealt(sets, run.people.groups, lambda one: (pile_key(one.person), one.key))
    if empty := [name for name, hand in hands.items() if not hand]:
        what, hint = (
            sentence("there is nobody for {group}.", group=empty[0]),
            sentence("Name fewer groups, or more people."),
        )
        raise CommandError(Problem("", what, hint, code="group-empty", field="groups"))
    return [(replace(run, out=run.out / name), hand) for name, hand in hands.items()]


def _drawn_part(
    setting: Setting, sets: Sequence[LetterSet], left_out: tuple[Failed, ...], folder: Path, meter: _Meter
) -> _Part:
    run = setting.run
    drawn, setting, shortened = _drawn_alike(setting, sets, folder, meter)
    crowd = _crowd(setting, sets, drawn)
    if drawn.problems and run.keep_going:
        left_out, sets = _without_failed(drawn, left_out, sets)
        drawn = draw_run(setting, sets, folder, meter)
    return _Part(setting, folder, sets, drawn, left_out, shortened, crowd)


def _report(part: _Part, book: Book, proofs: tuple[str, ...], chosen: tuple[Problem, ...]) -> Report:
    setting, drawn = part.setting, part.drawn
    run, weight = setting.run, weigh_letter(setting, max(drawn.letters, default=0))
    people = {one.person.id: one.person for one in part.sets}.values()
    return Report(
        folder=run.out,
        envelope=setting.envelope.name,
        files=tuple(_written(file, setting) for file in drawn.files),
        people=len(people),
        sets=len(part.sets),
        absent=_absent(run, book),
        warnings=(
            *setting_warnings(setting),
            *_weight_warnings(weight),
            *_reply_note(run, weight),
            *drawn.same.problems(),
            *drawn.doubts,
            *_left_overs(run.out, drawn.files),
            *_about(book, people, run),
            *chosen,
            *part.shortened,
            *(replace(problem, level="warning") for problem in part.crowd if run.keep_going),
        ),
        left_out=part.left_out,
        proofs=proofs,
        weight=weight,
    )


def _absent(run: Run, book: Book) -> tuple[Absent, ...]:
    return tuple(person for person in book.absent if not run.who or person.id in run.who)


def _drawn_alike(
    setting: Setting, sets: Sequence[LetterSet], folder: Path, meter: _Meter
) -> tuple[Drawn, Setting, tuple[Problem, ...]]:
    """Everybody's pages, all with as much in Latin letters as fits for each of them, and a note if that is less."""
    drawn = draw_run(setting, sets, folder, meter)
    shortened = shorter_latin(setting, [one.person for one in sets if one.person.id in drawn.problems])
    if shortened is None:
        return drawn, setting, ()
    setting = replace(setting, latin=shortened.amount)
    return draw_run(setting, sets, folder, meter), setting, (shortened.note,)


def _proofs(part: _Part) -> tuple[str, ...]:
    from letters.app.proof import prove  # only who asks for proofs needs it

    return tuple(prove(part.setting, part.sets, part.drawn.files, part.folder))


def read_run_book(run: Run) -> tuple[Book, tuple[Failed, ...]]:
    """The book, and who of this run is left out because of a mistake; raises DataError where nobody may be."""
    return sound_part(read_checked(run.book, rules_kept(run)), run)


def rules_kept(run: Run) -> tuple[str, ...] | None:
    """The rules that fields of the book need not keep in this run, `None` = nothing is posted."""
    return run.text.allow if run.is_posted else None


def sound_part(book: Book, run: Run) -> tuple[Book, tuple[Failed, ...]]:
    """The book without mistakes, and who of this run is left out for one; raises DataError where nobody may be."""
    if book.errors and not (run.keep_going and not book.errors_of_all):
        raise DataError(*book.errors)
    sound = replace(book, people=book.sound_people)
    return sound, tuple(entry for entry in book.failed if not run.who or entry.id in run.who)


def chosen_people(book: Book, who: Sequence[str], left_out: Iterable[str] = ()) -> list[Person]:
    """The people with these ids, everybody if there are none; raises CommandError for an id that nobody has."""
    known = {person.id for person in book.people} | {person.id for person in book.absent} | {*left_out}
    if unknown := [wanted for wanted in dict.fromkeys(who) if wanted not in known]:
        raise CommandError(*(_unknown_person(book.file, wanted, known) for wanted in unknown[:MOST_UNKNOWN]))
    return [person for person in book.people if not who or person.id in who]


def _unknown_person(file: str, wanted: str, known: set[str]) -> Problem:
    close = get_close_matches(wanted, known, 1)
    hint = sentence("Did you mean {close}?", close=close[0]) if close else sentence("‹list› shows who is in the book.")
    return Problem(file, sentence("nobody in the book has the id {wanted!r}.", wanted=wanted), hint, code="unknown-id")


def pile_key(person: Person) -> tuple[object, str]:
    """One prison after the other, there by name."""
    return pile_order(facility_key(person.address)), str(person.name).casefold().replace("ё", "е")


def _without_failed(
    drawn: Drawn, left_out: tuple[Failed, ...], sets: Sequence[LetterSet]
) -> tuple[tuple[Failed, ...], list[LetterSet]]:
    """Who is left out with those whose pages do not fit, and what remains; raises DataError if nothing does."""
    found = [problem for problems in drawn.problems.values() for problem in problems]
    of_all = [problem for problem in found if problem.where == "sender.return_address" or problem.field == "printer"]
    good = [one for one in sets if one.person.id not in drawn.problems]
    if of_all or not good:
        raise DataError(*dict.fromkeys(of_all or found))
    failed = {one.person.id: one.person for one in sets if one.person.id in drawn.problems}
    more = (
        Failed(person.where, name, tuple(dict.fromkeys(drawn.problems[name])), person)
        for name, person in failed.items()
    )
    return (*left_out, *more), good


def _crowd(setting: Setting, sets: Sequence[LetterSet], drawn: Drawn) -> tuple[Problem, ...]:
    """One problem for all whose address does not fit the envelope, when there are several."""
    posting, run = setting.posting, setting.run
    codes = {name: {problem.code for problem in problems} for name, problems in drawn.problems.items()}
    people = {one.person.id: one.person for one in sets}
    crowded = [person for name, person in people.items() if "address-too-long" in codes.get(name, ())]
    if len(crowded) < SEVERAL or posting.inside_russia or run.post.window or run.print.sheet:
        return ()
    return (too_small(posting, crowded, len(people)),)


def _raise_problems(parts: Iterable[_Part]) -> None:
    """Raise DataError with the problems of all parts, those of many people said together first."""
    found = [(part.crowd, [one for several in part.drawn.problems.values() for one in several]) for part in parts]
    if any(problems for _, problems in found):
        crowds, single = ([one for pair in found for one in pair[place]] for place in (0, 1))
        raise DataError(*dict.fromkeys((*crowds, *single)))


def _publish(run: Run, folder: Path, drawn: Drawn) -> None:
    """Everything into its place, run.json last; first what may be refused."""
    manifest = folder / MANIFEST
    manifest.write_text(manifest_text(run, drawn.files), "utf-8", newline="\n")
    publish_pictures(folder, run.out)
    for file in drawn.files:
        publish(folder / file.name, run.out / file.name)
    publish(manifest, run.out / MANIFEST)


def manifest_text(run: Run, files: Sequence[FileMade]) -> str:
    """run.json: program, options, files, and who is on which of their pages (first, last), by id; a line a set."""
    people: dict[str, dict[str, Any]] = {}
    for file in files:
        for name, pages in file.people.items():
            people.setdefault(name, {})[file.name] = list(pages)
    head = {"program": __version__, "options": flat_options(run)}
    made = ({"file": file.name, "kind": file.kind, "pages": file.pages} for file in files)
    lists: dict[str, Iterable[Mapping[str, Any]]] = {
        "files": made,
        "people": ({"id": name.partition(".")[0], "pages": pages} for name, pages in people.items()),
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


def _about(book: Book, people: Collection[Person], run: Run) -> Iterator[Problem]:
    """What is doubtful about the people of this run."""
    others = {person.id for person in book.people} - {person.id for person in people}
    notes = (problem for problem in book.problems if problem.level != "error" and problem.who not in others)
    yield from (problem for problem in notes if not run.who or problem.who in run.who)
    for person in people:
        yield from stale_problems(person, run.today)


# A set for the table holds the pages of two other files.
_SAME_PAGES: Mapping[Kind, tuple[Kind, ...]] = {
    "table": ("letters", "guides"),
    "letters": ("table",),
    "guides": ("table",),
}


def _left_overs(out: Path, files: Sequence[FileMade]) -> Iterator[Problem]:
    """A note about files with the same pages of a run that was divided otherwise: somebody might print them too."""
    made, kinds = {file.name for file in files}, {file.kind for file in files}
    kinds |= {other for kind in kinds for other in _SAME_PAGES.get(kind, ())}
    there = (path for kind in kinds for path in (out / f"{kind}.pdf", *out.glob(f"{kind}-[0-9]*.pdf")))
    names = sorted(path.name for path in there if path.name not in made and path.is_file())
    if names:
        what = sentence("still holds {files} from an earlier run.", files=some(names, 3))
        hint = sentence("Delete them, so that nobody prints them by mistake.")
        yield Problem(str(out), what, hint, "warning", code="left-overs")


def _weight_warnings(weight: Weight | None) -> Iterator[Problem]:
    """A letter above the lightest class, or so near to a limit that somebody should weigh one."""
    if weight is None or weight.lightest is None or (weight.limit == weight.lightest and not weight.near):
        return
    what = sentence(
        "the heaviest letter weighs about {grams:.0f} g with a {envelope} inside for the answer.",
        grams=weight.grams,
        envelope=weight.inside,
    )
    if weight.near:
        hint = sentence("Real paper varies: weigh one before you post for {limit} g.", limit=weight.limit)
    else:
        hint = sentence(
            "That is more than {lightest} g: ask for the postage of a heavier letter.", lightest=weight.lightest
        )
    yield Problem("", what, hint, "warning", code="weight")


def _reply_note(run: Run, weight: Weight | None) -> Iterator[Problem]:
    """The envelope for the answer is as large as the other: how to fold it."""
    if "replies" in run.only and weight and weight.folding:
        what = sentence(
            "an envelope {envelope} for the answer does not lie flat in a {envelope}.", envelope=weight.inside
        )
        hint = sentence("It goes in {folding}.", folding=weight.folding)
        yield Problem("", what, hint, "warning", code="reply-folded", field="reply")


def _absent_problem(person: Absent) -> Problem:
    what = sentence("{person} {fate}: no envelope.", person=person.id, fate=person.fate)
    return Problem(person.where, what, sentence("Nobody is left to write to."), code="absent", who=person.id)
