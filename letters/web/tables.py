"""Import and export: a spreadsheet is shown with what its columns were taken for, corrected there, then saved."""

import re
from collections.abc import Mapping
from dataclasses import replace
from secrets import token_urlsafe
from typing import cast

from flask import render_template, request
from werkzeug.wrappers import Response as AnyResponse

from letters.app.add import shown
from letters.app.spreadsheet import (
    IGNORED,
    GivenFile,
    SeenTable,
    TableColumn,
    exported,
    import_seen,
    look_at_table,
)
from letters.app.tables import ImportRequest, field_names
from letters.errors import CommandError, DataError, LettersError, Problem
from letters.messages import one_line
from letters.sentences import _, sentence
from letters.web.desk import KeptTable, desk
from letters.web.jobs import Job
from letters.web.pages import download, see_other
from letters.web.problems import FIELDS, Findings, all_said, status_of

Answer = str | tuple[str, int] | AnyResponse
LOOK = "look"  # what a job is about that writes nothing; one that saves: the request before it
PATIENCE = 1.5  # seconds until a page says how far the work is
KEPT = 5  # spreadsheets that wait for the next step
MOST_SHOWN = 300  # rows of a kind
LONGEST = 300  # characters of a cell
EXPORTS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# What a column may hold besides the fields of the book, in the words of the menu.
PARTS = {
    "last_name": sentence("Surname"),
    "first_name": sentence("Given name"),
    "patronymic": sentence("Patronymic"),
    "about.en": sentence("About the person, in English"),
    "about.ru": sentence("About the person, in Russian"),
    "tip.en": sentence("Advice of the case page, in English"),
    "tip.ru": sentence("Advice of the case page, in Russian"),
    "index": sentence("Postcode"),
    "region": sentence("Region"),
    "district": sentence("District"),
    "settlement": sentence("Settlement"),
    "street": sentence("Street"),
    "house": sentence("House"),
    "facility": sentence("Prison"),
    "facility_kind": sentence("Kind of the prison"),
    "facility_number": sentence("Number of the prison"),
    "authority": sentence("Authority of the prison"),
}
BY_CELLS = "whereabouts"  # a heading of which only the cells tell what it holds: no choice of the menu


def show() -> Answer:
    """Where a spreadsheet is handed over; after an import, what came of it."""
    return render_template("tables.html", done=_done(), labels=_labels())


def take() -> Answer:
    """Keep the spreadsheet in memory, and show it."""
    given = request.files.get("table")
    if given is None or not given.filename:
        problem = Problem("", sentence("no file was chosen."), sentence("Choose one."), field="table", code="no-table")
        return _refused(problem)
    name = one_line(re.split(r"[/\\]", given.filename)[-1])[-80:]
    here, key = desk(), token_urlsafe(9)
    here.tables[key] = KeptTable(ImportRequest(GivenFile(name, given.stream.read()), here.book, here.today()))
    while len(here.tables) > KEPT:
        here.tables.popitem(last=False)
    return see_other("tables.seen", key=key)


def seen(key: str) -> Answer:
    """What came of the last step, or how far it is; at first the spreadsheet as it would be imported."""
    kept = _kept(key)
    if kept.job is None:
        wanted = kept.wanted = replace(kept.wanted, today=desk().today())
        kept.job = desk().jobs.start(lambda advance: look_at_table(wanted, advance), LOOK)
    if kept.job.wait(PATIENCE):
        return _outcome(key, kept, kept.job)
    return render_template(
        "reading.html", key=key, name=kept.wanted.table.name, job=kept.job, words=_progress(kept.job)
    )


def tell(key: str) -> dict[str, object]:
    """How far it is, for the script of the page."""
    job = _kept(key).job
    return {"over": True} if job is None else {**job.progress, "words": _progress(job)}


def stop(key: str) -> Answer:
    """Give it up; the book stays as it was."""
    if job := _kept(key).job:
        job.stop()
    return see_other("tables.show")


def choose(key: str) -> Answer:
    """Take the columns for what the menus say, and look again; or save what was shown."""
    kept = _kept(key)
    before, sheet, content = kept.wanted, request.form.get("sheet"), request.form.get("content", "")
    is_other = sheet != request.form.get("shown")  # another sheet has other columns
    fields = {} if is_other else _columns(before.fields)
    wanted = kept.wanted = replace(before, sheet=sheet or before.sheet, fields=fields, today=desk().today())
    if kept.job:
        desk().jobs.forget(kept.job)
        kept.job = None
    if request.form.get("deed") != "save":
        return see_other("tables.seen", key=key)
    kept.job = desk().jobs.start(lambda advance: import_seen(wanted, content, advance), before)
    return _outcome(key, kept, kept.job) if kept.job.wait(PATIENCE) else see_other("tables.seen", key=key)


def refused(key: str) -> Answer:
    """The rows that were not taken, each with its reasons: to be corrected, and imported in their turn."""
    return download(b"\xef\xbb\xbf" + _kept(key).rejected.encode(), "refused.csv", EXPORTS["csv"])


def export(ending: str) -> Answer:
    """The book as a spreadsheet."""
    try:
        data = exported(desk().book, f".{ending}")
    except LettersError as error:
        return _refused(*error.problems, status=status_of(error))
    return download(data, f"{desk().book.stem}.{ending}", EXPORTS[ending])


def _refused(*problems: Problem, status: int = 422) -> Answer:
    fields = frozenset(problem.field for problem in problems if problem.field == "table")
    found = Findings(tuple(problems), fields)
    return render_template("tables.html", found=found, done=None, labels=_labels()), status


def _kept(key: str) -> KeptTable:
    """The spreadsheet of that name."""
    if key not in desk().tables:
        what, hint = sentence("this spreadsheet is no longer kept."), sentence("Choose the file again: ‹import›.")
        raise CommandError(Problem("", what, hint, code="table-gone"))
    return desk().tables[key]


def _outcome(key: str, kept: KeptTable, job: Job) -> Answer:
    """The page for what has come of the work on a spreadsheet; the next look is a new one."""
    kept.job = None
    desk().jobs.forget(job)
    if job.error is not None:
        return _failed(key, kept, job)
    kept.rejected = job.answer.rejected
    if job.about is LOOK:
        return _seen(key, kept, job.answer)
    rows = {"added": job.answer.new_rows, "present": job.answer.known_rows, "refused": job.answer.refused_rows}
    return see_other("tables.show", key=key, **{name: len(found) for name, found in rows.items()})


def _failed(key: str, kept: KeptTable, job: Job) -> Answer:
    if isinstance(job.error, CommandError) and job.about is not LOOK:
        kept.wanted = job.about  # as it was before the step that cannot be done
    elif isinstance(job.error, DataError) and job.error.problems[0].code == "book-changed":
        return see_other("tables.seen", key=key, again="yes")
    elif isinstance(job.error, KeyboardInterrupt):
        return see_other("tables.show")
    if not isinstance(job.error, LettersError):
        raise cast(BaseException, job.error)
    return _refused(*job.error.problems, status=status_of(job.error))


def _progress(job: Job) -> str:
    return _("Row {number}", number=job.done) if job.people else _("The book is being read.")


def _seen(key: str, kept: KeptTable, table: SeenTable) -> Answer:
    """The columns with what they were taken for, the rows that cannot be taken, and the others as they would be."""
    problems = tuple(replace(problem, field="") for problem in table.problems)
    answer = render_template(
        "table.html",
        key=key,
        name=kept.wanted.table.name,
        seen=table,
        found=Findings(problems),
        labels=_labels(),
        choices=_choices(table.columns),
        is_again="again" in request.args,
        most=MOST_SHOWN,
        cut=_cut,
        shown=shown,
        sheets={name: one_line(name) for name in table.sheets},
    )
    return (answer, 422) if problems else answer


def _columns(before: Mapping[int, str]) -> dict[int, str]:
    """What somebody has chosen for columns, now or `before`.

    A column that nobody has chosen to leave out is still read for words such as «released», which stop a row.
    """
    named = ((re.fullmatch(r"column__([0-9]{1,3})", key), value) for key, value in request.form.items())
    chosen = {int(found[1]): value for found, value in named if found}
    untouched = {at for at in chosen if request.form.get(f"was__{at}") == IGNORED == chosen[at] and at not in before}
    return {at: value for at, value in chosen.items() if at not in untouched}


def _labels() -> dict[str, str]:
    return all_said({**FIELDS, **PARTS})


def _choices(columns: tuple[TableColumn, ...]) -> list[tuple[str, str]]:
    """The menu of a column: nothing, then the fields."""
    labels = _labels()
    names = [name for name in field_names() if name != BY_CELLS]
    names += sorted({column.field for column in columns} - {*names, IGNORED})
    return [(IGNORED, _("nothing: leave it out")), *((name, labels.get(name, name)) for name in names)]


def _cut(text: str) -> str:
    plain = one_line(" ".join(text.split()))
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def _done() -> dict[str, str | int] | None:
    """What came of an import, as the address of the page says."""
    counts = {name: request.args.get(name, 0, type=int) for name in ("added", "present", "refused")}
    if "added" not in request.args:
        return None
    key = request.args.get("key", "")
    return {**counts, "key": key if key in desk().tables else ""}
