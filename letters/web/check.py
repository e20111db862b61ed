"""Check: what is wrong or doubtful in the book, mistakes first, then notes of one kind together."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import render_template, request

from letters.app.check import Checked
from letters.app.everybody import check_everybody
from letters.app.statuses import STATUSES
from letters.errors import Problem
from letters.messages import line_in
from letters.sentences import sentence, translated
from letters.web.desk import desk
from letters.web.problems import said

COMPARE = sentence("People are moved without notice: compare the case page, then note the day on the person's page.")
SHOWN = 12  # of one kind, until all of it are asked for


@dataclass(slots=True)
class FoundKind:
    """What is found of one kind: all of it, and how a page calls it."""

    title: str
    hint: str
    code: str
    is_error: bool
    problems: list[Problem] = field(default_factory=list)

    @property
    def says_each(self) -> bool:
        """Whether each says more than the title."""
        return any(said(problem.what) != self.title for problem in self.problems)


def show() -> str:
    """Everything, or all of one kind."""
    here, kind = desk(), request.args.get("kind", "")
    checked = check_everybody(here.book, here.today(), here.ledger_file)
    kinds = _kinds(checked.problems) if checked else []
    if kind:
        kinds = [one for one in kinds if one.code == kind]
    return render_template(
        "check.html",
        checked=checked,
        kinds=kinds,
        kind=kind,
        most=None if kind else SHOWN,
        notes=len(checked.problems) - checked.errors if checked else 0,
        hints={code: translated(COMPARE) for code in ("never-verified", "stale", "very-stale")},
        in_file=any(line_in(problem.where) and not problem.who for one in kinds for problem in one.problems),
        ids=_ids(checked) if checked else frozenset(),
        status={name: translated(words) for name, words in STATUSES.items()},
        line_in=line_in,
    )


def _kinds(problems: Iterable[Problem]) -> list[FoundKind]:
    """Mistakes, then notes, the rare kinds before the common ones."""
    kinds: dict[tuple[bool, str, str], FoundKind] = {}
    for problem in problems:
        is_error = problem.level == "error"
        title, hint = said(problem.general or problem.what), said(problem.hint)
        kind = kinds.setdefault((is_error, title, hint), FoundKind(title, hint, problem.code, is_error))
        kind.problems.append(problem)
    return sorted(kinds.values(), key=lambda kind: (not kind.is_error, len(kind.problems)))


def _ids(checked: Checked) -> frozenset[str]:
    """Who has a page."""
    return frozenset(problem.who for problem in checked.problems if problem.who.strip(". ") and "/" not in problem.who)
