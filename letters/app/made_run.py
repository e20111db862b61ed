"""A run that was carried out: its files as they were left, what there is to buy, and what came of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from letters.app.book_at_hand import book_at_hand
from letters.app.compose import Composition, composed_run
from letters.app.drawing import Advance
from letters.app.make import MANIFEST, Report, choose_letters, make, read_run_book
from letters.errors import DataError, FileError, Problem
from letters.layout.sheet import choose_labels
from letters.pages.run import Run
from letters.paper import find_envelope
from letters.sentences import sentence, sentences

__all__ = ["MANIFEST", "MadeRun", "Purchase", "make_run"]

_Mark = tuple[int, int, int]
_Envelope = tuple[str, str, int | None]  # published line, name in the dative, year of birth


@dataclass(frozen=True, slots=True)
class Purchase:
    """What to have at hand, and how much of it."""

    count: int
    what: str


@dataclass(frozen=True, slots=True)
class MadeRun:
    """The report of a run, what is doubtful about composed letters, and by what its files are known again."""

    report: Report
    notes: tuple[Problem, ...]
    purchases: tuple[Purchase, ...]
    marks: Mapping[str, _Mark]
    envelopes: Mapping[str, _Envelope]  # of everybody in it, by id

    @property
    def is_there(self) -> bool:
        """Whether all its files still are as this run has made them."""
        return all(_mark(self.report.folder / name) == mark for name, mark in self.marks.items())

    def changed(self, book: Path) -> tuple[str, ...]:
        """The ids of those whom the book, as it is by now, gives another envelope or none; it is silent on no book."""
        try:
            now = _envelopes(book)
        except FileError:
            return ()
        return tuple(id for id, envelope in self.envelopes.items() if now.get(id) != envelope)

    def file(self, name: str) -> Path:
        """The file of this very run with that name; raises KeyError for another name, DataError if it is gone."""
        mark = self.marks[name]
        path = self.report.folder / name
        if _mark(path) != mark:
            what = sentence("is not there any more as this run has made it: it was made again, changed or deleted.")
            hint = sentence(
                "Make it once more before you print. If the letters are in the post, note them by hand: ‹ledger›."
            )
            raise DataError(Problem(name, what, hint, code="made-again"))
        return path


def make_run(run: Run, composition: Composition | None = None, advance: Advance = lambda done, all_: None) -> MadeRun:
    """Carry out a run, its letters composed first if they shall be; raises as `make` does."""
    notes: tuple[Problem, ...] = ()
    if composition:
        book, left_out = read_run_book(run)
        run, notes = composed_run(run, composition, book.sender, choose_letters(run, book, left_out)[0])
    before = _envelopes(run.book)
    report = make(run, advance)
    names = (*(file.path.name for file in report.files), MANIFEST)
    marks = {name: _known(report.folder / name) for name in names}
    made = {id: before[id] for id in _ids(report.folder / MANIFEST) if id in before}
    return MadeRun(report, notes, tuple(_purchases(run, report)), marks, made)


def _envelopes(book: Path) -> dict[str, _Envelope]:
    return {one.id: (one.published, one.dative, one.born) for one in book_at_hand(book).people}


def _ids(manifest: Path) -> list[str]:
    """Everybody in a run that was made just now."""
    return [one["id"] for one in json.loads(manifest.read_text("utf-8"))["people"]]


def _mark(path: Path) -> _Mark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _known(path: Path) -> _Mark:
    return _mark(path) or (0, 0, 0)


def _purchases(run: Run, report: Report) -> Iterator[Purchase]:
    """Envelopes, stamps and paper, counted; no prices, because they date."""
    pages = _pages(report)
    paper = sum(pages.get(kind, 0) for kind in ("letters", "guides", "table", "list", "kit"))
    if run.is_posted:
        yield from _for_the_post(run, report, pages)
    if paper:
        yield Purchase(paper, sentences("sheet of paper", "sheets of paper", paper))


def _pages(report: Report) -> dict[str, int]:
    pages: dict[str, int] = {}
    for file in report.files:
        if file.path.suffix == ".pdf":
            pages[file.kind] = pages.get(file.kind, 0) + file.pages
    return pages


def _for_the_post(run: Run, report: Report, pages: Mapping[str, int]) -> Iterator[Purchase]:
    envelope, sheet, count = find_envelope(report.envelope), run.print.sheet, report.sets
    if sheet:
        yield Purchase(pages.get("envelopes", 0), _sheets(sheet, pages.get("envelopes", 0)))
    if envelope.card:
        yield Purchase(count, sentences("postcard", "postcards", count))
    elif sheet != "fold":
        yield Purchase(count, sentences("envelope {name}", "envelopes {name}", count, name=envelope.name))
    if not envelope.card:
        inside = envelope.name if "replies" in run.only else "C6"
        what = sentences("envelope {name} for the answer", "envelopes {name} for the answers", count, name=inside)
        yield Purchase(count, what)
    yield Purchase(count, sentences("stamp", "stamps", count))


def _sheets(sheet: str, count: int) -> str:
    labels = choose_labels(sheet)
    if labels:
        return sentences("sheet of labels {name}", "sheets of labels {name}", count, name=labels.name)
    return sentences("sheet of A4 for the envelopes", "sheets of A4 for the envelopes", count)
