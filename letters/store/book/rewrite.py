"""A book rewritten: beside the old one, read back as a whole, and only then renamed into its place."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, BinaryIO

from letters.errors import DataError, FileError, Problem
from letters.messages import line_in
from letters.store.book import read_book
from letters.store.book.append import Addition, stamp
from letters.store.book.layout import walk_people
from letters.store.book.people import tree_values


def write_addition(addition: Addition) -> None:
    """Put the planned lines into the book; raises DataError or FileError, and then the book is as it was."""
    if addition.kind == "same":
        return
    target = addition.path.resolve()
    if stamp(target) != addition.seen:
        what = "somebody changed the book meanwhile."
        raise DataError(Problem(addition.path.name, what, "Run the same command again."))
    try:
        with beside(target) as part:
            _copy(target, part, addition)
            _check(target, part, addition)
            part.replace(target)
    except OSError as error:
        what = f"cannot be written: {error.strerror}."
        raise FileError(Problem(str(addition.path), what, "The book is as it was.")) from error


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A folder beside the book for the unfinished one; gone afterwards, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield folder / target.name
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(target: Path, part: Path, addition: Addition) -> None:
    """The old lines with the new ones in their place, in the line ends of the book."""
    with part.open("wb") as out:
        if addition.seen is None:
            out.write(addition.text.encode("utf-8"))
        else:
            with target.open("rb") as old:
                _splice(old, out, addition)
            shutil.copymode(target, part)
        out.flush()
        os.fsync(out.fileno())


def _splice(old: BinaryIO, out: BinaryIO, addition: Addition) -> None:
    end = b"\n"
    number = 0
    line = b"\n"
    for number, line in enumerate(old, 1):
        if number == 1 and line.endswith(b"\r\n"):
            end = b"\r\n"
        if number == addition.first:
            out.write(_with_ends(addition.text, end))
        if not addition.first <= number < addition.last:
            out.write(line)
    if number < addition.first:
        out.write((b"" if line.endswith(b"\n") else end) + _with_ends(addition.text, end))


def _with_ends(text: str, end: bytes) -> bytes:
    return text.encode("utf-8").replace(b"\n", end)


def _check(target: Path, part: Path, addition: Addition) -> None:
    """Raise DataError unless the new book holds what it must: everybody as before, and this person as planned."""
    if not _is_whole(target, part, addition):
        what = "this person cannot be put into the book without touching others."
        raise DataError(Problem(addition.path.name, what, "Add the lines by hand (`add --dry-run` prints them)."))
    last = addition.first + addition.text.count("\n")
    if found := [problem for problem in read_book(part).errors if addition.first <= line_in(problem.where) < last]:
        raise DataError(*(replace(problem, where="") for problem in found))


def _is_whole(target: Path, part: Path, addition: Addition) -> bool:
    try:
        now = map(tree_values, walk_people(part))
        return all(there == then for there, then in zip_longest(now, _expected(target, addition)))
    except DataError:
        return False


def _expected(target: Path, addition: Addition) -> Iterable[Any]:
    old = walk_people(target) if addition.seen else ()
    record = _texts(addition.record)
    kept = (record if node.line == addition.start else tree_values(node) for node in old)
    return kept if addition.kind == "update" else chain(kept, [record])


def _texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _texts(text) for key, text in value.items()}
    return tuple(map(_texts, value)) if isinstance(value, list | tuple) else str(value)
