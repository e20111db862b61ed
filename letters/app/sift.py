"""The good entries of a book apart from those that cannot be printed, and failed.yaml, in which those can be mended."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from letters.app.check import read_checked
from letters.app.drawing import faults_of, tasks_of
from letters.app.workers import Workers
from letters.errors import CommandError, DataError, Problem
from letters.messages import line_in
from letters.model import Person
from letters.pages.setting import Setting
from letters.store.book import Book, Spool
from letters.store.book.layout import Layout, is_bare, read_indents, read_layout

NAME = "failed.yaml"


@dataclass(frozen=True, slots=True)
class Failed:
    """An entry that cannot be printed: where it begins, whose it is, and why."""

    line: int
    id: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Sifted:
    """A book with its good people only, and what failed; `layout` says where the entries stand."""

    book: Book
    layout: Layout
    failed: tuple[Failed, ...]


def read_sifted(path: Path, workers: Workers, allowed: Collection[str] | None = None) -> Sifted:
    """Read the book; raises DataError for what does not belong to one person, such as a fault in the YAML itself."""
    layout = read_layout(path, lambda _: False)
    book = read_checked(path, workers.map, allowed)
    errors = book.errors
    by_entry: dict[int, list[Problem]] = {}
    for problem in errors:
        by_entry.setdefault(_start(problem.where, layout), []).append(problem)
    if 0 in by_entry:
        raise DataError(*errors)
    if by_entry:
        _check_lines(path, layout, errors)
    ids = {_start(person.where, layout): person.id for person in book.people}
    failed = tuple(_failed(line, ids, found) for line, found in sorted(by_entry.items()))
    return _without(Sifted(book, layout, ()), failed)


def _failed(line: int, ids: dict[int, str], problems: list[Problem]) -> Failed:
    name = ids.get(line) or next((problem.who for problem in problems if problem.who), "")
    return Failed(line, name, tuple(dict.fromkeys(problems)))


def _start(where: str, layout: Layout) -> int:
    """The line where the entry begins in which a place lies, 0 if it is in no entry."""
    line = line_in(where)
    place = bisect_right(layout.starts, line)
    start = layout.starts[place - 1] if place else 0
    return start if start and line < layout.behind(start) else 0


def _check_lines(path: Path, layout: Layout, errors: tuple[Problem, ...]) -> None:
    """Raise DataError unless each person begins on a line of its own, so that entries can be taken out."""
    if len({*layout.starts}) < len(layout.starts):
        what = "several people stand on one line: --keep-going cannot take one out."
        raise DataError(*errors, Problem(path.name, what, "Begin each person with «- id: …» on a line of its own."))
    read_indents(path, layout.starts[0])


def _without(sifted: Sifted, failed: tuple[Failed, ...]) -> Sifted:
    lines = {entry.line for entry in failed}
    book, good = sifted.book, Spool[Person]()
    for person in book.people:
        if _start(person.where, sifted.layout) not in lines:
            good.append(person)
    notes = (problem for problem in book.problems if problem.level != "error")
    problems = tuple(problem for problem in notes if _start(problem.where, sifted.layout) not in lines)
    everything = tuple(sorted((*sifted.failed, *failed), key=lambda entry: entry.line))
    return Sifted(replace(book, people=good, problems=problems), sifted.layout, everything)


def sift_pages(sifted: Sifted, setting: Setting, people: Spool[Person], workers: Workers) -> Sifted:
    """Lay everybody's pages out once; who has one that does not fit fails. Raises DataError for the sender's faults."""
    kinds = tuple(kind for kind in setting.run.only if kind != "list")
    tasks = tasks_of(setting, people, kinds)
    found = (faults for some in workers.map(faults_of, tasks) for faults in some)
    failed = tuple(
        _laid_out(person, faults, sifted.layout) for person, faults in zip(people, found, strict=True) if faults
    )
    if failed:
        _check_lines(setting.run.book, sifted.layout, failed[0].problems)
    return _without(sifted, failed)


def _laid_out(person: Person, faults: tuple[Problem, ...], layout: Layout) -> Failed:
    if of_all := [problem for problem in faults if problem.where == "sender.return_address"]:
        raise DataError(*of_all)
    return Failed(_start(person.where, layout), person.id, tuple(dict.fromkeys(faults)))


def check_target(run_book: Path, out: Path) -> None:
    """Raise CommandError when failed.yaml would be written over the book that is being read."""
    if run_book.resolve() == (out / NAME).resolve():
        what = "--keep-going would write over the book that is read."
        raise CommandError(Problem(str(run_book), what, "Give it another name first, such as mended.yaml."))


def write_failed(path: Path, target: Path, sifted: Sifted) -> None:
    """A book of the failed entries as they stand, the reasons above each; sender and remarks at the top stay."""
    with path.open("rb") as book, target.open("wb") as out:
        for block in _blocks(book, sifted, read_indents(path, sifted.layout.starts[0]).before):
            out.writelines(block)


def _blocks(book: BinaryIO, sifted: Sifted, indent: int) -> Iterator[list[bytes]]:
    layout, failed = sifted.layout, {entry.line: entry for entry in sifted.failed}
    edges = {1, *layout.starts, layout.end}
    block: list[bytes] = []
    first = 1
    for number, line in enumerate(book, 1):
        if number in edges and block:
            yield from _block(first, block, failed, layout, indent)
            first, block = number, []
        block.append(line)
    yield from _block(first, block, failed, layout, indent)


def _block(
    first: int, block: list[bytes], failed: dict[int, Failed], layout: Layout, indent: int
) -> Iterator[list[bytes]]:
    """Lines up to the next person, without the remarks at their end, which belong to that one."""
    if layout.starts[0] <= first < layout.end and first not in failed:
        return
    last = max((place for place, line in enumerate(block, 1) if not is_bare(line)), default=0)
    end = b"\r\n" if block[0].endswith(b"\r\n") else b"\n"
    reasons = failed[first].problems if first in failed else ()
    lines = block[:last] if first < layout.end else block
    yield [*_remarks(reasons, indent, end), *lines]
    if lines and not lines[-1].endswith(b"\n"):
        yield [end]


def _remarks(problems: Iterable[Problem], indent: int, end: bytes) -> Iterator[bytes]:
    for problem in problems:
        text = " ".join(f"{problem.what} {problem.hint}".split())
        shown = "".join(character if character.isprintable() else "\ufffd" for character in text)
        yield b" " * indent + b"# " + shown.encode("utf-8", "replace") + end
