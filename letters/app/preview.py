"""The first person's pages of a run as pictures, by the same rooms that print them, and what the run would say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from letters.app.book_at_hand import book_at_hand
from letters.app.compose import Composition, composed_run
from letters.app.make import choose_letters, rules_kept, sound_part
from letters.draw import PdfFile
from letters.draw.picture import pictures
from letters.errors import DataError, LettersError, Problem
from letters.layout.sheet import impose
from letters.marks import Page
from letters.pages.latin import shorter_latin
from letters.pages.letter_set import LetterSet
from letters.pages.person import PersonPages
from letters.pages.run import Kind, Run
from letters.pages.setting import Setting, read_setting, setting_warnings
from letters.sentences import sentence

WIDTH = 640  # pixels of a picture
_SHOWN: tuple[Kind, ...] = ("envelopes", "replies", "letters", "guides")
_TOGETHER: tuple[Kind, ...] = ("letters", "guides")  # what a set for the table holds


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The first page of a kind, and how many pages of it there are for this person."""

    kind: Kind
    png: bytes
    width: int
    height: int
    pages: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Somebody's pages, `name` = whose, and what is wrong or doubtful; no pictures where a run would write nothing."""

    name: str
    pictures: tuple[PagePicture, ...]
    problems: tuple[Problem, ...]


def preview(run: Run, composition: Composition | None = None, is_drawn: bool = True) -> Preview:
    """The first set of the run, only looked over unless `is_drawn`; with a composition its letter is composed now."""
    try:
        setting, one, notes = _first(run, composition)
    except LettersError as error:
        return Preview("", (), error.problems)
    pages, problems = _pages(setting, one)
    doubts = (*setting_warnings(setting), *notes, *problems)
    name = str(one.person.name)
    if not is_drawn or any(problem.level == "error" for problem in problems):
        return Preview(name, (), doubts)
    try:
        return Preview(name, tuple(_pictured(pages)), doubts)
    except LettersError as error:
        return Preview(name, (), (*doubts, *error.problems))


def _first(run: Run, composition: Composition | None) -> tuple[Setting, LetterSet, tuple[Problem, ...]]:
    """The first set with everything that its pages need; raises LettersError where a run would."""
    book, left_out = sound_part(book_at_hand(run.book, rules_kept(run)), run)
    setting = read_setting(run, book.sender)
    sets, notes = choose_letters(run, book, left_out)
    if not sets:
        what, hint = sentence("nobody of these can be written to."), sentence("‹list› says why.")
        raise DataError(Problem("", what, hint, code="nobody-left", field="who"))
    if composition:
        run, more = composed_run(run, composition, book.sender, sets[:1])
        setting, notes = replace(setting, run=run, letter=None), (*notes, *more)
    return setting, sets[0], notes


def _pages(setting: Setting, one: LetterSet) -> tuple[dict[Kind, tuple[Page, ...]], tuple[Problem, ...]]:
    """The pages by kind, with as much in Latin letters as fits, and what is wrong or doubtful."""
    pages, problems = _laid_out(setting, one)
    shortened = shorter_latin(setting, (one.person,)) if problems else None
    if shortened:
        pages, problems = _laid_out(replace(setting, latin=shortened.amount), one)
        problems = (*problems, shortened.note)
    return pages, problems


def _laid_out(setting: Setting, one: LetterSet) -> tuple[dict[Kind, tuple[Page, ...]], tuple[Problem, ...]]:
    of, pages, problems = PersonPages(setting, one), dict[Kind, tuple[Page, ...]](), dict[Problem, None]()
    for kind in _shown(setting.run):
        try:
            found = of.of(kind)
            pages[kind] = tuple(_on_sheets(setting, found)) if kind == "envelopes" else found
            if kind == "letters":
                problems |= dict.fromkeys(of.letter.doubts)
        except DataError as error:
            problems |= dict.fromkeys(error.problems)
    return pages, tuple(problems)


def _shown(run: Run) -> tuple[Kind, ...]:
    wanted = {*run.only, *(_TOGETHER if "table" in run.only else ())}
    return tuple(kind for kind in _SHOWN if kind in wanted)


def _on_sheets(setting: Setting, fronts: Iterable[Page]) -> Iterable[Page]:
    """Envelopes as they come out of the printer; others have been laid on their sheet with the person's pages."""
    plan = setting.imposition
    return impose(fronts, plan) if plan and plan.gathers else fronts


def _pictured(pages: dict[Kind, tuple[Page, ...]]) -> Iterator[PagePicture]:
    """The first page of each kind, drawn into one file; raises DataError for a character without a glyph."""
    target = BytesIO()
    with PdfFile(target) as file:
        for first, *_ in pages.values():
            file.add(first)
    drawn = pictures(target.getvalue(), WIDTH)
    for (kind, all_pages), picture in zip(pages.items(), drawn, strict=True):
        yield PagePicture(kind, picture.png, picture.width, picture.height, len(all_pages))
