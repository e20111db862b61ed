"""Check: what is wrong or doubtful in the book, mistakes first, then notes of one kind together."""

from collections.abc import Iterable

from flask import render_template, request

from letters.app.check import Checked
from letters.app.everybody import check_everybody
from letters.app.statuses import STATUSES
from letters.errors import Problem
from letters.messages import Alike, fold, line_in
from letters.sentences import sentence, translated
from letters.web.desk import desk
from letters.web.problems import all_said

COMPARE = sentence("People are moved without notice: compare the case page, then note the day on the person's page.")
SHOWN = 12  # of one kind, until all of it are asked for


def show() -> str:
    """Everything, or all of one kind."""
    here, kind = desk(), request.args.get("kind", "")
    checked = check_everybody(here.book, here.today(), here.ledger_file)
    kinds = _kinds(checked.problems) if checked else []
    if kind:
        kinds = [one for one in kinds if one.problem.code == kind]
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
        status=all_said(STATUSES),
        line_in=line_in,
    )


def _kinds(problems: Iterable[Problem]) -> list[Alike]:
    """Mistakes, then notes, the rare kinds before the common ones."""
    return sorted(fold(problems, apart=0), key=lambda kind: (kind.problem.level != "error", kind.count))


def _ids(checked: Checked) -> frozenset[str]:
    """Who has a page."""
    return frozenset(problem.who for problem in checked.problems if problem.who.strip(". ") and "/" not in problem.who)
