"""All pages of a run drawn into files, person by person; what does not fit or cannot be printed is collected."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from letters.draw import PdfFile, ReadAloud, setter
from letters.errors import DataError, Problem
from letters.layout.guide import ListRow, layout_large_list, layout_list
from letters.layout.sheet import impose
from letters.marks import Page
from letters.model import Person
from letters.pages.html import NAME as HTML
from letters.pages.html import HtmlGuides
from letters.pages.kit import Evening, kit_pages
from letters.pages.letter_set import LetterSet
from letters.pages.person import PersonPages
from letters.pages.run import MIXED, POSTED, WHOLE, Kind
from letters.pages.same_letters import SameLetters
from letters.pages.setting import Setting

Advance = Callable[[int, int], None]  # so many people of so many are laid out


@dataclass(frozen=True, slots=True)
class FileMade:
    """A finished file, still aside: how many pages it has, and on which of them each person is, (first, last)."""

    kind: Kind
    name: str
    pages: int
    people: Mapping[str, tuple[int, int]]  # by the key of their set; nobody in the list and in what is no PDF


@dataclass(slots=True)
class Drawn:
    """What drawing has come to so far."""

    files: list[FileMade] = field(default_factory=list)
    letters: Counter[int] = field(default_factory=Counter)  # how many letters have so many sheets
    doubts: dict[Problem, None] = field(default_factory=dict)  # about what the letters say, each once
    same: SameLetters = field(default_factory=SameLetters)
    problems: dict[str, list[Problem]] = field(default_factory=dict)  # by the id of whose pages they are
    rows: list[ListRow] = field(default_factory=list)
    people: int = 0


def draw_run(setting: Setting, people: Sequence[LetterSet], folder: Path, advance: Advance) -> Drawn:
    """Draw every page of the run into `folder`; with problems in the answer the files are not to be used."""
    run, drawn = setting.run, Drawn()
    divided = tuple(kind for kind in run.only if kind not in WHOLE)
    size = run.split or max(len(people), 1)
    parts = [people[first : first + size] for first in range(0, len(people), size)]
    with ExitStack() as stack:
        whole = {
            kind: stack.enter_context(PdfFile(folder / f"{kind}.pdf", _reading(kind, setting)))
            for kind in run.only
            if kind in WHOLE
        }
        cards: dict[str, tuple[int, int]] = {}
        for number, some in enumerate(parts, 1):
            names = {kind: f"{kind}-{number:03}.pdf" if run.split else f"{kind}.pdf" for kind in divided}
            for _ in _draw_part(setting.part(number), some, names, folder, drawn, whole.get("kit"), cards):
                advance(drawn.people, len(people))
        if run.kept.html:
            drawn.files.append(_write_html(setting, people, folder, drawn))
        if not drawn.problems:
            _draw_whole(setting, whole, drawn, cards)
    order = {kind: place for place, kind in enumerate(run.only)}
    drawn.files.sort(key=lambda file: (file.name == HTML, order.get(file.kind, 0), file.name))
    return drawn


def _reading(kind: Kind, setting: Setting) -> ReadAloud | None:
    """How a file can be read aloud: nothing of what is posted, and a title only where every page is kept."""
    if kind in POSTED:
        return None
    return ReadAloud(setting.run.kept.language, None if kind in MIXED else setting.texts.heading)


def _draw_part(
    setting: Setting,
    people: Sequence[LetterSet],
    names: Mapping[Kind, str],
    folder: Path,
    drawn: Drawn,
    kit: PdfFile | None,
    cards: dict[str, tuple[int, int]],
) -> Iterator[None]:
    """The files of some people, person by person, and their cards in the kit, which counts everybody."""
    plan = setting.imposition
    fronts: list[Page] = []  # of envelopes that share sheets of paper
    with ExitStack() as stack:
        files = {
            kind: stack.enter_context(PdfFile(folder / name, _reading(kind, setting))) for kind, name in names.items()
        }
        places: dict[Kind, dict[str, tuple[int, int]]] = {kind: {} for kind in files}
        for one in people:
            pages = PersonPages(setting, one)
            for kind, file in files.items():
                if kind == "envelopes" and plan and plan.gathers:
                    fronts += _pages_of(pages, kind, drawn)
                    sheet = plan.sheet_of(len(fronts) - 1)
                    places[kind][one.key] = (sheet, sheet)
                else:
                    places[kind][one.key] = _add(file, _pages_of(pages, kind, drawn), one.person, drawn)
            if kit:
                cards[one.key] = _add(kit, _pages_of(pages, "kit", drawn), one.person, drawn)
            _note(pages, one, drawn)
            yield
        if fronts and plan:
            _add_all(files["envelopes"], impose(iter(fronts), plan))
        drawn.files += [FileMade(kind, names[kind], file.page_count, places[kind]) for kind, file in files.items()]


def _pages_of(pages: PersonPages, kind: Kind, drawn: Drawn) -> tuple[Page, ...]:
    try:
        return pages.of(kind)
    except DataError as error:
        drawn.problems.setdefault(pages.person.id, []).extend(error.problems)
    return ()


def _add(file: PdfFile, pages: Iterable[Page], person: Person, drawn: Drawn) -> tuple[int, int]:
    """Draw somebody's pages; where they stand, (first, last)."""
    first = file.page_count + 1
    try:
        _add_all(file, pages)
    except DataError as error:
        drawn.problems.setdefault(person.id, []).extend(error.problems)
    return first, file.page_count


def _note(pages: PersonPages, one: LetterSet, drawn: Drawn) -> None:
    """What the letter has come to, if the run has letters or a kit that counts them; and the row on the list."""
    only, person = {*pages.setting.run.only}, one.person
    if only & {"letters", "table", "kit"} and person.id not in drawn.problems:
        try:
            letter = pages.letter
        except DataError as error:
            drawn.problems[person.id] = list(error.problems)
        else:
            drawn.letters[letter.sheets] += 1
            drawn.doubts |= dict.fromkeys(letter.doubts)
            if only & {"letters", "table"}:
                drawn.same.add(one.key, letter.key)
    if "list" in only and person.id not in drawn.problems:
        try:
            drawn.rows.append(pages.list_row())
        except DataError as error:
            drawn.problems[person.id] = list(error.problems)
    drawn.people += 1


def _write_html(setting: Setting, people: Sequence[LetterSet], folder: Path, drawn: Drawn) -> FileMade:
    with HtmlGuides(folder, setting.run.kept.language) as guides:
        for one in people:
            if one.number > 1:  # the same guide
                continue
            try:
                PersonPages(setting, one).add_to(guides)
            except DataError as error:
                drawn.problems.setdefault(one.person.id, []).extend(error.problems)
    return FileMade("guides", HTML, len({one.person.id for one in people}), {})


def _draw_whole(
    setting: Setting, files: Mapping[Kind, PdfFile], drawn: Drawn, cards: Mapping[str, tuple[int, int]]
) -> None:
    """The list, and the pages for the host, which count all the others; last of all."""
    if "list" in files:
        lay_out = layout_large_list if setting.run.print.large else layout_list
        _add_all(files["list"], lay_out(drawn.rows, setting.texts, setter, setting.paper))
    if "kit" in files:
        _add_all(files["kit"], kit_pages(Evening(setting, drawn.letters, dict(_page_counts(files, drawn)))))
    people: dict[Kind, Mapping[str, tuple[int, int]]] = {"kit": cards}
    for kind, file in files.items():
        drawn.files.append(FileMade(kind, f"{kind}.pdf", file.page_count, people.get(kind, {})))


def _page_counts(files: Mapping[Kind, PdfFile], drawn: Drawn) -> Iterator[tuple[Kind, int]]:
    for kind in {file.kind for file in drawn.files}:
        yield kind, sum(file.pages for file in drawn.files if file.kind == kind and file.name != HTML)
    yield from ((kind, file.page_count) for kind, file in files.items())


def _add_all(file: PdfFile, pages: Iterable[Page]) -> None:
    for page in pages:
        file.add(page)
