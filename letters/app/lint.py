"""A letter's text read as a prison's censor would, before anybody knows to whom it goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from letters.pages.person import DEAR, GREETING
from letters.russian.lint import WRITERS, Finding, Writer, check_rules, findings, how_to_allow
from letters.russian.typography import date_ru
from letters.wording import LONGEST_FILE, Source, Traced, every_branch, given_letter, trace

__all__ = [
    "LONGEST_FILE",
    "WRITERS",
    "Finding",
    "LintRequest",
    "Writer",
    "how_to_allow",
    "read_as_censor",
]

_NAMES = {"m": ("Илья", "Ветров", "Сергеевич"), "f": ("Анна", "Ветрова", "Сергеевна")}


@dataclass(frozen=True, slots=True)
class LintRequest:
    """A text, and what is known of it."""

    text: Path | bytes
    today: date
    allow: tuple[str, ...] = ()  # rules that are not looked for
    writer: Writer | None = None  # who writes; checks the endings
    name: tuple[str, ...] = ()  # of whom it is for, if that is known: it breaks no rule


def read_as_censor(request: LintRequest) -> tuple[Finding, ...]:
    """Every place that breaks a rule, written to a man, to a woman, or in a branch that neither sees; top to bottom.

    Raises CommandError for a rule that nobody has, FileError, and DataError for a template that a run would refuse.
    """
    check_rules(request.allow)
    source, today, allowed, writer = given_letter(request.text), request.today, request.allow, request.writer
    found: dict[tuple[str, int, int], Finding] = {}
    for gender, usual in _NAMES.items():
        traced, name = trace(source, usual_words(gender, today)), (*usual, *request.name)
        found |= {_place(finding): finding for finding in findings(source, traced, allowed, writer, name)}
    lines = {(finding.rule, finding.line) for finding in found.values()}
    others = (finding for finding in _in_branches(source, request) if (finding.rule, finding.line) not in lines)
    found |= {_place(finding): finding for finding in others if finding.line}
    return tuple(sorted(found.values(), key=lambda finding: (not finding.line, finding.line, finding.column)))


def _in_branches(source: Source, request: LintRequest) -> Iterator[Finding]:
    if "{%" in source.text or "{{" in source.text:
        yield from findings(source, Traced(every_branch(source)), request.allow, request.writer, request.name)


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.rule, finding.line, finding.column


def usual_words(gender: str, today: date) -> dict[str, object]:
    """What the program fills in, for a man or a woman whom nobody knows."""
    first, last, patronymic = _NAMES[gender]
    return {
        "date": date_ru(today),
        "salutation": GREETING.format(first),
        "name": first,
        "first_name": first,
        "last_name": last,
        "patronymic": patronymic,
        "gender": gender,
        "dear": DEAR[gender],
        "return_address": "",
    }
