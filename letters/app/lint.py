"""A letter's text read as a prison's censor would, before anybody knows to whom it goes."""

from collections.abc import Collection, Iterator
from datetime import date

from letters.pages.person import DEAR, GREETING
from letters.russian.lint import Finding, Writer, findings
from letters.russian.typography import date_ru
from letters.wording import Source, Traced, every_branch, trace

_NAMES = {"m": ("Илья", "Ветров", "Сергеевич"), "f": ("Анна", "Ветрова", "Сергеевна")}


def read_as_censor(
    source: Source, today: date, allowed: Collection[str] = (), writer: Writer | None = None
) -> tuple[Finding, ...]:
    """Every place that breaks a rule, written to a man, to a woman, or in a branch that neither sees; top to bottom.

    Raises DataError for a template that a run would refuse.
    """
    found: dict[tuple[str, int, int], Finding] = {}
    for gender, name in _NAMES.items():
        traced = trace(source, _words(gender, today))
        found |= {_place(finding): finding for finding in findings(source, traced, allowed, writer, name)}
    lines = {(finding.rule, finding.line) for finding in found.values()}
    others = (finding for finding in _in_branches(source, allowed, writer) if (finding.rule, finding.line) not in lines)
    found |= {_place(finding): finding for finding in others if finding.line}
    return tuple(sorted(found.values(), key=lambda finding: (not finding.line, finding.line, finding.column)))


def _in_branches(source: Source, allowed: Collection[str], writer: Writer | None) -> Iterator[Finding]:
    if "{%" in source.text or "{{" in source.text:
        yield from findings(source, Traced(every_branch(source)), allowed, writer)


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.rule, finding.line, finding.column


def _words(gender: str, today: date) -> dict[str, object]:
    """What the program fills in, for somebody."""
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
