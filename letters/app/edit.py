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
            raise DataError(_changed(request))
        _check(record, request)
        planned = plan.change(place, request.fields)
        plan.write()
    return planned


def _changed(request: EditRequest) -> Problem:
    what = sentence("somebody changed this entry after it was shown here. Nothing was saved.")
    hint = sentence("Compare both versions, and choose.")
    return Problem(request.id, what, hint, code="entry-changed", who=request.id)


def _check(record: Record, request: EditRequest) -> None:
    """Raise DataError with everything that is wrong with the entry as it would be."""
    wanted = {key: value for key, value in {**record, **request.fields}.items() if value not in (None, "", (), {})}
    _, problems = field_problems(wanted)
    if errors := [problem for problem in problems if problem.level == "error"]:
        raise DataError(*(replace(in_fields(problem), field=problem.field) for problem in errors))


__all__ = ["CHANGED", "EditRequest", "FieldChange", "edit"]
