"""All pages of some people drawn into files, one a kind, in flat memory."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from letters.app.drawing import DrawnPeople, PersonDrawn, draw_people, tasks_of
from letters.app.workers import Workers
from letters.draw import PdfFile, setter
from letters.errors import DataError, Problem
from letters.layout.guide import ListRow, layout_large_list, layout_list
from letters.layout.sheet import impose
from letters.marks import Page
from letters.model import Person
from letters.pages.html import HtmlGuides
from letters.pages.kit import Evening, kit_pages
from letters.pages.person import PersonPages
from letters.pages.run import Kind
from letters.pages.setting import Setting
from letters.store.book import Spool


@dataclass(frozen=True, slots=True)
class Drawn:
    """What drawing the pages of a run has come to."""

    pages: dict[Kind, int]
    letters: Counter[int]  # how many letters have so many sheets
    doubts: tuple[Problem, ...]  # about what the letters say, each once


Advance = Callable[[int, int], None]
Note = Callable[[Iterable[PersonDrawn]], None]


def draw_files(
    setting: Setting, people: Spool[Person], folder: Path, workers: Workers, advance: Advance, note: Note
) -> Drawn:
    """Draw every page of the run into `folder`; `note` is told who they are, in their order.

    All problems of all people come in one DataError.
    """
    run, plan = setting.run, setting.imposition
    with ExitStack() as stack:
        files = {kind: stack.enter_context(PdfFile(folder / f"{kind}.pdf")) for kind in run.only}
        together: set[Kind] = {"list", "envelopes"} if plan and plan.gathers else {"list"}
        tasks = tasks_of(setting, people, tuple(kind for kind in files if kind not in together), "list" in files)
        found = _Found([], {}, Counter(), Spool())
        for drawn in workers.map(draw_people, tasks):
            found.add(drawn, files)
            note(drawn.people)
            advance(found.people, len(people))
        if run.html:
            found.problems += _write_twin(setting, people, folder)
        if plan and "envelopes" in together & set(files):
            _add_all(files["envelopes"], impose(_fronts(setting, people, found.problems), plan))
        if found.problems:
            raise DataError(*dict.fromkeys(found.problems))
        if "list" in files:
            lay_out = layout_large_list if run.large else layout_list
            _add_all(files["list"], lay_out(found.rows, setting.texts, setter, setting.paper))
        _add_kit(setting, found.letters, files)
    return Drawn({kind: file.page_count for kind, file in files.items()}, found.letters, tuple(found.doubts))


@dataclass(slots=True)
class _Found:
    """What has come of the people drawn so far."""

    problems: list[Problem]
    doubts: dict[Problem, None]
    letters: Counter[int]
    rows: Spool[ListRow]
    people: int = 0

    def add(self, drawn: DrawnPeople, files: dict[Kind, PdfFile]) -> None:
        """Some more people, their pages written."""
        for kind, part in drawn.parts.items():
            files[kind].add_part(part)
        self.problems += drawn.problems
        self.doubts |= dict.fromkeys(drawn.doubts)
        self.letters += Counter(drawn.letters)
        self.people += len(drawn.people)
        for row in drawn.rows:
            self.rows.append(row)


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
