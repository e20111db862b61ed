"""Single pages of an earlier run once more: found through run.json, and drawn from the book as they were."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from letters.app.drawing import entry_digest
from letters.app.journal import Entry, read_entries, read_head
from letters.app.source import read_unchanged, sender_digest
from letters.app.workers import Workers
from letters.draw import PdfFile
from letters.errors import CommandError, DataError, Problem
from letters.layout.sheet import impose
from letters.marks import Page
from letters.model import Person
from letters.pages.person import PersonPages
from letters.pages.run import Kind, Run
from letters.pages.setting import Setting, read_setting
from letters.store.atomic import publish, set_aside
from letters.store.book import Book

_PAGE = re.compile(r"(?:(?P<kind>[a-z]+)(?:-(?P<volume>\d+))?(?:\.pdf)?:)?(?P<page>\d+)")


@dataclass(frozen=True, slots=True)
class Spot:
    """A page, or all pages, of somebody in a file of the run; `page` counts from the person's first, `None` = all."""

    entry: Entry
    kind: Kind
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to print again: ids and pages; of ids the kinds `only`; labels from `start` on, `None` = as it was."""

    what: tuple[str, ...]
    only: tuple[Kind, ...] | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Reprinted:
    """A file that was written, its pages, and whose they are."""

    kind: Kind
    path: Path
    pages: int
    people: tuple[str, ...]


def reprint(run: Run, wanted: Wanted) -> tuple[Reprinted, ...]:
    """Write reprint-envelopes.pdf and so on beside the files of the run in `run.out`.

    Raises CommandError for what that run did not make, DataError when the book would give another page now.
    """
    head = read_head(run.out)
    only = tuple(kind for kind in wanted.only or run.only if kind != "list")
    spots = tuple(spot for what in wanted.what for spot in _spots(what, run, only))
    sifted, digest = read_unchanged(run, Workers(1))
    people = _people(sifted.book, {spot.entry.id for spot in spots})
    if digest != head.book:
        _check_unchanged(sifted.book, people, spots, head.sender)
    setting = read_setting(replace(run, start=_start(run, wanted, spots)), sifted.book.sender)
    with set_aside(run.out) as folder:
        kinds = dict.fromkeys(spot.kind for spot in spots)
        done = tuple(_write(setting, [spot for spot in spots if spot.kind == kind], people, folder) for kind in kinds)
        for file in done:
            publish(folder / file.path.name, file.path)
    return done


def _spots(what: str, run: Run, only: tuple[Kind, ...]) -> Iterator[Spot]:
    found = [Spot(entry, kind) for entry in read_entries(run.out) if entry.id == what for kind in only]
    found = [spot for spot in found if spot.kind in spot.entry.pages]
    if not found and (page := _PAGE.fullmatch(what)):
        kind = page["kind"] or only[0]
        found = list(_on_page(run.out, kind, int(page["volume"] or 0), int(page["page"])))
        if len({spot.entry.volume for spot in found}) > 1:
            hint = f"Say which volume: {kind}-001:{page['page']}."
            raise CommandError(Problem("--reprint", f"several volumes have a page {page['page']}.", hint))
    if not found:
        hint = "Give an id, or a page such as 12 (of envelopes), letters:12 or letters-002:12."
        raise CommandError(Problem("--reprint", f"that run has made nothing of {what!r}.", hint))
    yield from found


def _on_page(out: Path, kind: str, volume: int, page: int) -> Iterator[Spot]:
    for entry in read_entries(out):
        first, count = entry.pages.get(kind, (0, 0))
        if first <= page < first + count and volume in (0, entry.volume):
            yield Spot(entry, kind, page - first)  # type: ignore[arg-type]  # a kind, or it would not be in `pages`


def _people(book: Book, names: set[str]) -> dict[str, Person]:
    return {person.id: person for person in book.people if person.id in names}


def _check_unchanged(book: Book, people: dict[str, Person], spots: Iterable[Spot], sender: str) -> None:
    """Raise DataError when the book gives other pages than it did; changes to other people do not matter."""
    if sender_digest(book) != sender:
        what = "the sender is another one than in that run: the page would not be the same."
        raise DataError(Problem(book.file, what, "Make these people anew: make WHO."))
    entries = {spot.entry.id: spot.entry.entry for spot in spots}
    changed = {name for name, entry in entries.items() if name not in people or entry_digest(people[name]) != entry}
    if changed:
        raise DataError(*(_other(book, name, people) for name in sorted(changed)))


def _other(book: Book, name: str, people: dict[str, Person]) -> Problem:
    if name not in people:
        what = f"{name} is not held any more, or not in the book, since that run."
        return Problem(book.file, what, "Nothing is printed again; look at the case page.")
    what = f"{name} has changed in the book since that run: the page would not be the same."
    return Problem(people[name].where, what, f"Make it anew: make {name}.")


def _start(run: Run, wanted: Wanted, spots: tuple[Spot, ...]) -> int:
    """The first label: as it was on the first sheet of the run, the first one on any other."""
    if wanted.start is not None:
        return wanted.start
    is_first = any(
        spot.page is not None and spot.entry.pages[spot.kind][0] == 1 and spot.entry.volume < 2 for spot in spots
    )
    return run.start if is_first else 1


def _write(setting: Setting, spots: list[Spot], people: dict[str, Person], folder: Path) -> Reprinted:
    kind = spots[0].kind
    plan = setting.imposition
    pages: Iterable[Page] = _pages(setting, spots, people)
    if plan and plan.gathers and kind == "envelopes":
        pages = impose(pages, plan)
    name = f"reprint-{kind}.pdf"
    with PdfFile(folder / name) as file:
        for page in pages:
            file.add(page)
    whose = tuple(dict.fromkeys(spot.entry.id for spot in spots))
    return Reprinted(kind, setting.run.out / name, file.page_count, whose)


def _pages(setting: Setting, spots: Iterable[Spot], people: dict[str, Person]) -> Iterator[Page]:
    for spot in spots:
        found = PersonPages(setting, people[spot.entry.id]).of(spot.kind)
        yield from found if spot.page is None else found[spot.page : spot.page + 1]
