"""Fields of one person changed in the book: only over what was shown, everything else as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from letters.app.add import in_fields
from letters.app.entry import Record, mark_of, twice
from letters.errors import DataError, Problem
from letters.sentences import sentence
from letters.store.book.field_problems import field_problems
from letters.store.book.plan import FieldChange, Planned, changing

CHANGED = "entry-changed"  # the code of the problem when somebody else has changed the entry


@dataclass(frozen=True, slots=True)
class EditRequest:
    """What is to stand in the entry of somebody, who saw it when it had that mark (`BookEntry.mark`)."""

    book: Path
    id: str
    today: date
    seen: str
    fields: Mapping[str, Any]  # of the book; `None` = the field is taken away
    is_slip: bool = False  # whether the address before was only a mistake in writing, which no history needs


def edit(request: EditRequest) -> Planned:
    """Change the book; raises CommandError for an unknown id, DataError or FileError, and then it is as it was.

    When the entry is no longer what was seen, the problem has the code CHANGED, and nobody's values are lost.
    """
    with changing(request.book, request.today) as plan:
        place = plan.place(request.id)
        record = plan.record(place)
        if several := twice(request.book.name, request.id, [plan.line(there) for there in plan.places(request.id)]):
            raise DataError(*several)
        if mark_of(record) != request.seen:
            raise DataError(entry_changed(request.id))
        _check(record, request)
        planned = plan.change(place, request.fields, request.is_slip)
        plan.write()
    return planned


Texts = Mapping[str, str]  # by field; what is not there is empty


def changed_by_both(was: Texts, mine: Texts, there: Texts) -> frozenset[str]:
    """The fields that two people have changed, each in another way, since both saw `was` (else all that differ)."""
    differing = {name for name, text in mine.items() if text != there.get(name, "")}
    alone = {name for name in differing if was and was.get(name, "") in (mine[name], there.get(name, ""))}
    return frozenset(differing - alone)


def changed_by_others(was: Texts, mine: Texts, there: Texts) -> frozenset[str]:
    """The fields that somebody else alone has changed: what the book has now is right."""
    return frozenset(name for name, text in mine.items() if was and text == was.get(name, "") != there.get(name, ""))


def entry_changed(id: str) -> Problem:
    """What is said when two people have changed one entry."""
    what = sentence("somebody changed this entry after it was shown here. Nothing was saved.")
    hint = sentence("Compare both versions, and choose.")
    return Problem(id, what, hint, code="entry-changed", who=id)


def _check(record: Record, request: EditRequest) -> None:
    """Raise DataError with everything that is wrong with the entry as it would be."""
    wanted = {key: value for key, value in {**record, **request.fields}.items() if value not in (None, "", (), {})}
    _, problems = field_problems(wanted)
    if errors := [problem for problem in problems if problem.level == "error"]:
        raise DataError(*(replace(in_fields(problem), field=problem.field) for problem in errors))


__all__ = ["CHANGED", "EditRequest", "FieldChange", "changed_by_both", "changed_by_others", "edit", "entry_changed"]
