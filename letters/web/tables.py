"""Import and export: a spreadsheet is shown with what its columns were taken for, corrected there, then saved."""

import re
from dataclasses import replace
from secrets import token_urlsafe

from flask import render_template, request
from werkzeug.wrappers import Response as AnyResponse

from letters.app.add import shown
from letters.app.spreadsheet import (
    IGNORED,
    GivenFile,
    TableColumn,
    exported,
    import_seen,
    look_at_table,
)
from letters.app.tables import ImportRequest, field_names
from letters.errors import CommandError, DataError, FileError, LettersError, Problem
from letters.messages import one_line
from letters.sentences import _, sentence, translated
from letters.web.desk import desk
from letters.web.pages import download, see_other
from letters.web.problems import FIELDS, Findings

Answer = str | tuple[str, int] | AnyResponse
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
    here = desk()
    key = token_urlsafe(9)
    here.tables[key] = ImportRequest(GivenFile(name, given.stream.read()), here.book, here.today())
    while len(here.tables) > KEPT:
        here.tables.popitem(last=False)
    return see_other("tables.seen", key=key)


def seen(key: str) -> Answer:
    """The columns with what they were taken for, the rows that cannot be taken, and the others as they would be."""
    wanted = _kept(key)
    try:
        table = look_at_table(wanted)
    except LettersError as error:
        return _refused(*error.problems, status=500 if isinstance(error, FileError) else 422)
    problems = tuple(replace(problem, field="") for problem in table.problems)
    answer = render_template(
        "table.html",
        key=key,
        name=wanted.table.name,
        seen=table,
        found=Findings(problems),
        labels=_labels(),
        choices=_choices(table.columns),
        is_again="again" in request.args,
        most=MOST_SHOWN,
        cut=_cut,
        shown=shown,
        sheets=[(name, one_line(name)) for name in table.sheets],
    )
    return (answer, 422) if problems else answer


def choose(key: str) -> Answer:
    """Take the columns for what the menus say, and look again; or save what was shown."""
    kept = _kept(key)
    sheet = request.form.get("sheet")
    fields = _columns() if sheet == request.form.get("shown") else {}  # another sheet has other columns
    wanted = replace(kept, sheet=sheet or kept.sheet, fields=fields)
    desk().tables[key] = wanted
    if request.form.get("deed") != "save":
        return see_other("tables.seen", key=key)
    try:
        saved = import_seen(wanted, request.form.get("content", ""))
    except CommandError as error:
        desk().tables[key] = kept
        return _refused(*error.problems)
    except DataError as error:
        if error.problems[0].code != "book-changed":
            return _refused(*error.problems)
        return see_other("tables.seen", key=key, again="yes")
    counts = len(saved.new_rows), len(saved.known_rows), len(saved.refused_rows)
    return see_other("tables.show", key=key, **dict(zip(("added", "present", "refused"), counts, strict=True)))


def refused(key: str) -> Answer:
    """The rows that were not taken, each with its reasons: to be corrected, and imported in their turn."""
    table = look_at_table(_kept(key))
    return download(b"\xef\xbb\xbf" + table.rejected.encode(), "refused.csv", EXPORTS["csv"])


def export(ending: str) -> Answer:
    """The book as a spreadsheet."""
    try:
        data = exported(desk().book, f".{ending}")
    except LettersError as error:
        return _refused(*error.problems, status=500 if isinstance(error, FileError) else 422)
    return download(data, f"{desk().book.stem}.{ending}", EXPORTS[ending])


def _refused(*problems: Problem, status: int = 422) -> Answer:
    fields = frozenset(problem.field for problem in problems if problem.field == "table")
    found = Findings(tuple(problems), fields)
    return render_template("tables.html", found=found, done=None, labels=_labels()), status


def _kept(key: str) -> ImportRequest:
    """The spreadsheet of that name, for today and the book of the desk."""
    here = desk()
    if key not in here.tables:
        what, hint = sentence("this spreadsheet is no longer kept."), sentence("Choose the file again: ‹import›.")
        raise CommandError(Problem("", what, hint, code="table-gone"))
    return replace(here.tables[key], today=here.today())


def _columns() -> dict[int, str]:
    named = ((re.fullmatch(r"column__([0-9]{1,3})", key), value) for key, value in request.form.items())
    return {int(found[1]): value for found, value in named if found}


def _labels() -> dict[str, str]:
    return {name: translated(words) for name, words in {**FIELDS, **PARTS}.items()}


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
