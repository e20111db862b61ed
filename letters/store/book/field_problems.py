"""What is wrong or doubtful with one person, each problem at the field of the book that answers it."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from letters.errors import DataError, Problem
from letters.messages import line_in
from letters.model import Person
from letters.store.book import tree
from letters.store.book.entries import ORDER, Indents, new_entry
from letters.store.book.people import Absent, read_person

# Found on the address line, and answered elsewhere.
_ANSWERED_BY = {
    "year-missing": "born",
    "year-impossible": "born",
    "born-differs": "born",
    "name-missing": "name",
    "name-initials": "name",
    "name-several": "name",
    "name-unproved": "name",
    "dative-unproved": "dative",
}


def field_problems(record: Mapping[str, Any]) -> tuple[Person | Absent | None, tuple[Problem, ...]]:
    """How a run reads the record of the book, and what it finds; `field` of a problem is the field of the book."""
    problems: list[Problem] = []
    text = new_entry(record, Indents())
    try:
        ((_, node), *_) = tree.read_entries(BytesIO(f"people:\n{text}".encode()), "", "people", problems)
    except DataError as error:
        return None, tuple(replace(problem, where="") for problem in error.problems)
    person = read_person(node, "", problems)
    lines = _field_lines(node)
    return person, tuple(replace(problem, where="", field=_field(problem, lines)) for problem in problems)


def _field_lines(node: tree.Node) -> dict[int, str]:
    """Each line of the entry with the field that stands there."""
    starts = [(key.line, key.text) for key, _ in node.entries] if isinstance(node, tree.Mapping) else []
    lines: dict[int, str] = {}
    for place, (first, name) in enumerate(starts):
        behind = starts[place + 1][0] if place + 1 < len(starts) else first + 10_000
        lines |= dict.fromkeys(range(first, behind), name)
    return lines


def _field(problem: Problem, lines: Mapping[int, str]) -> str:
    """The field that answers a problem, "" if no field of the book does."""
    said = problem.what.split(" ", 1)[0].split(".", 1)[0]
    if problem.code == "field-value" and said in ORDER:
        return said
    return _ANSWERED_BY.get(problem.code) or lines.get(line_in(problem.where), "")
