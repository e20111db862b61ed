"""A person for the book: new or already there, what changes, and which lines of the file that touches."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any, Literal

from letters.errors import DataError, Problem
from letters.model import Person
from letters.russian import names
from letters.russian.postal import normalise
from letters.store.book import layout as lines
from letters.store.book import tree
from letters.store.book.entry import changed_entry, new_entry
from letters.store.book.layout import Indents, Layout, id_of, read_layout
from letters.store.book.people import Absent, read_person, tree_values
from letters.store.book.reading import read_line

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_HELP = "What the page lacks can be said with --name and --born; anything else by hand in the book."
_NOT_IN_ID = re.compile(r"[^\w-]")
_GONE = ("unknown", "moved")  # an address that comes makes them held again; other states are people's decisions


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a person already in the book; `before` is `None` where there was none."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Addition:
    """What would be written: nothing has been yet."""

    path: Path
    kind: Literal["new", "update", "same"]
    id: str
    record: Mapping[str, Any]  # as it will stand in the book
    person: Person | None  # as a run reads it; `None` = their status allows no envelope
    changes: tuple[Change, ...] = ()
    warnings: tuple[Problem, ...] = ()
    start: int | None = None  # the line where the person begins in the book as it is
    first: int = 0  # `text` takes the place of the lines [first, last)
    last: int = 0
    text: str = ""
    seen: tuple[int, int] | None = None  # see `stamp`


def plan_addition(
    path: Path, record: Mapping[str, Any], today: date, wanted: str | None = None, decided: Collection[str] = ()
) -> Addition:
    """What `record` (fields of the book without id) would change; fields in `decided` win over the book's own.

    Raises DataError when the record or the book cannot be used, FileError when the book cannot be read.
    """
    seen = stamp(path)
    layout = read_layout(path, _sameness(record)) if seen else Layout(0)
    if layout.match is None:
        addition = _new(path, record, layout, wanted)
    else:
        addition = _update(path, record, layout, layout.match, today, decided)
    notes = () if addition.kind == "same" else _notes(addition)
    return replace(addition, warnings=(*addition.warnings, *notes, *_other_id(addition, wanted)), seen=seen)


def stamp(path: Path) -> tuple[int, int] | None:
    """Time and size of a file, `None` if there is none: whether somebody changed it meanwhile."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _checked(record: Mapping[str, Any]) -> tuple[Person | None, tuple[Problem, ...]]:
    """The record as a run reads it, with its warnings; raises DataError for its problems."""
    problems: list[Problem] = []
    person = read_person(_node(record), "", problems)
    bare = tuple(replace(problem, where="") for problem in problems)
    if errors := [problem for problem in bare if problem.level == "error"]:
        raise DataError(*errors, Problem("", "the record cannot go into the book.", _HELP))
    return None if isinstance(person, Absent) else person, bare


def _node(value: Any) -> tree.Node:
    if isinstance(value, Mapping):
        return tree.Mapping(tuple((tree.Scalar(key, 0), _node(text)) for key, text in value.items()), 0)
    if isinstance(value, list | tuple):
        return tree.Sequence(tuple(map(_node, value)), 0)
    return tree.Scalar(str(value), 0)


def _sameness(record: Mapping[str, Any]) -> Callable[[tree.Mapping], bool]:
    """Whether an entry names the same person: all words of the name, in either case, and no other year of birth."""
    read = read_line(record["address"], record.get("name"), english=record.get("english"))
    found = read.recipient
    names_there = (found.text, found.dative, found.nominative) if found else ()
    forms = [words for name in names_there if (words := _words(str(name or "")))]
    born = record.get("born", str(read.parsed.born or ""))

    def is_same(entry: tree.Mapping) -> bool:
        text = " ".join(_text(entry, field) for field in ("address", "name", "dative", "born"))
        years = _YEAR.findall(text)
        is_other = _YEAR.fullmatch(born) and years and born not in years
        return not is_other and any(form <= _words(text) for form in forms)

    return is_same


def _words(text: str) -> frozenset[str]:
    folded = normalise(text).casefold().replace("ё", "е")
    return frozenset(_WORD.findall(folded))


def _text(entry: tree.Mapping, field: str) -> str:
    value = entry.get(field)
    return value.text if isinstance(value, tree.Scalar) else ""


def _new(path: Path, record: Mapping[str, Any], layout: Layout, wanted: str | None) -> Addition:
    person, warnings = _checked({"id": wanted or "new", **record})
    if person is None:
        raise DataError(Problem("", "this record makes no person.", "Compare the page."))
    name = _free_id(person, layout, wanted, path)
    values = {"id": name, **record}
    first, indents, opening = room(path, layout)
    text = opening + new_entry(values, indents)
    person = replace(person, id=name)
    return Addition(path, "new", name, values, person, warnings=warnings, first=first, last=first, text=text)


def _free_id(person: Person, layout: Layout, wanted: str | None, path: Path) -> str:
    """The surname in Latin letters; if it is taken, with the given name, the year, a number."""
    if wanted:
        if wanted in layout.ids:
            what = f"the id «{wanted}» belongs to somebody else in {path.name}."
            raise DataError(Problem("", what, "Choose another with --id, or change that entry by hand."))
        return wanted
    return next(name for name in _ids(person) if name not in layout.ids)


def _ids(person: Person) -> Iterator[str]:
    surname, given = (
        _NOT_IN_ID.sub("", names.latin(word).lower())[:25] for word in (person.name.last, person.name.first)
    )
    yield surname
    yield f"{surname}-{given}"
    yield from (f"{surname}-{given}-{number}" for number in chain([person.born] if person.born else [], count(2)))


def room(path: Path, layout: Layout) -> tuple[int, Indents, str]:
    """The line before which a new entry goes, how it is indented, and what must stand before it."""
    if layout.people is None:
        return layout.lines + 1, Indents(), "\npeople:\n" if layout.lines else "people:\n"
    if not layout.starts:
        lines.check_empty(path, layout.people)
        return layout.people + 1, Indents(), ""
    last = layout.starts[-1]
    indents = lines.read_indents(path, last)
    first = lines.content_end(path, last, layout.end) if layout.following else layout.end
    is_spaced = len(layout.starts) == 1 or lines.is_bare(lines.read_lines(path, last - 1, last)[0])
    return first, indents, "\n" if is_spaced and not _ends_empty(path, first) else ""


def _ends_empty(path: Path, first: int) -> bool:
    return not lines.read_lines(path, first - 1, first)[0].strip()


def _update(
    path: Path, record: Mapping[str, Any], layout: Layout, match: tree.Mapping, today: date, decided: Collection[str]
) -> Addition:
    old = tree_values(match)
    updates = dict(_updates(old, record, today, decided))
    merged = {**old, **updates}
    person, warnings = _checked(merged)
    changes = tuple(Change(field, old.get(field), value) for field, value in updates.items())
    doubts = (*warnings, *_status_warning(merged))
    addition = Addition(path, "same", id_of(match), merged, person, changes, doubts, start=match.line)
    return _placed(replace(addition, kind="update"), layout, updates) if updates else addition


def _placed(addition: Addition, layout: Layout, updates: Mapping[str, Any]) -> Addition:
    """The addition with the new lines of the entry, and the lines whose place they take."""
    path, first = addition.path, addition.start or 0
    indents = lines.read_indents(path, first)
    last = lines.content_end(path, first, layout.behind(first))
    old = b"".join(lines.read_lines(path, first, last)).decode("utf-8").replace("\r\n", "\n")
    text = changed_entry(old, updates, indents, f"{path.name}:{first}")
    return replace(addition, first=first, last=last, text=text)


def _updates(
    old: Mapping[str, Any], record: Mapping[str, Any], today: date, decided: Collection[str]
) -> Iterator[tuple[str, Any]]:
    """The fields that get another value; what people wrote themselves stays."""
    for field, value in record.items():
        before = old.get(field)
        if field in ("tip", "services", "address", "english"):
            is_other = not _is_equal(before, value)
        else:
            is_other = field != "status" and (before is None or (field in decided and not _is_equal(before, value)))
        if is_other:
            yield field, {**before, **value} if isinstance(before, Mapping) and isinstance(value, Mapping) else value
    if not _is_equal(old.get("address"), record["address"]):
        yield from _moved(old, today)


def _moved(old: Mapping[str, Any], today: date) -> Iterator[tuple[str, Any]]:
    """The old address becomes history; somebody whose place was not known is held again."""
    if old.get("address"):
        past = {"address": normalise(old["address"]), "until": today.isoformat()}
        yield "history", (*old.get("history", ()), past)
    if old.get("status") in _GONE:
        yield "status", "held"


def _is_equal(before: Any, after: Any) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return normalise(before) == normalise(after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return all(_is_equal(before.get(key), text) for key, text in after.items())
    return before is not None and sorted(before) == sorted(after)


def _status_warning(record: Mapping[str, Any]) -> Iterator[Problem]:
    if (status := record.get("status", "held")) != "held":
        hint = "Change `status:` by hand if the person is held again."
        yield Problem("", f"status: {status} stays as it is: no envelope is made.", hint, "warning")


def _notes(addition: Addition) -> Iterator[Problem]:
    """What the new lines still lack, and what in them is only a draft."""
    if "about" not in addition.record:
        hint = "Write one or two neutral sentences in the book: where the person is from, work, interests."
        yield Problem("", "`about` is empty: the page's headings give nothing neutral.", hint, "warning")
    elif addition.kind == "new" or any(change.field == "about" for change in addition.changes):
        hint = "Read it: nothing of the case, no organisation. Then delete the remark beside it."
        yield Problem("", "`about` is a draft from the headings of the page.", hint, "warning")
    if "case" not in addition.record:
        yield Problem("", "the page does not say where it is in the web.", "Add --case URL for the QR code.", "warning")


def _other_id(addition: Addition, wanted: str | None) -> Iterator[Problem]:
    if wanted and wanted != addition.id:
        yield Problem("", f"this person is in the book as «{addition.id}»; the id stays.", "", "warning")
