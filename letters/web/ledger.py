"""Ledger: who was written to, who answered, what came back, whose birthday comes; never who wrote."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, get_args

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from letters.app.entry import service_names
from letters.app.ledger import (
    POST,
    REASON_WORDS,
    REASONS,
    TWICE,
    Noted,
    NoteRequest,
    Noting,
    mark_in_book,
    note,
    undo,
    ways,
)
from letters.app.ledger_export import ledger_file, ledger_table
from letters.app.ledger_merge import PassedOn, merge_passed_on
from letters.app.ledger_overview import LedgerOverview, ledger_overview
from letters.app.ledger_place import ledger_beside
from letters.app.letters_so_far import PersonLetters, read_report, report_csv
from letters.errors import CommandError, LettersError, Problem
from letters.sentences import _, ngettext, sentence
from letters.web.desk import desk
from letters.web.notices import leave, left
from letters.web.pages import download, see_other
from letters.web.problems import Findings, status_of

Answer = tuple[str, int]
FIELDS = frozenset(("who", "kind", "day", "occasion", "way", "reason", "name", "born", "again", "act", "other"))
HAPPENED = {
    "posted": sentence("a letter was posted"),
    "answered": sentence("an answer came"),
    "returned": sentence("a letter came back"),
}
CSV = "text/csv; charset=utf-8"
KINDS = get_args(Noting)
MOST_SHOWN = 1000  # people in one table; the others are found by name


@dataclass(frozen=True, slots=True)
class _Note:
    """What the form holds about some letters."""

    kind: str = ""
    who: tuple[str, ...] = ()
    day: str = ""
    occasion: str = ""
    way: str = POST
    reason: str = "unknown"
    name: str = ""
    born: str = ""
    again: bool = False
    mark: bool = False


@dataclass(frozen=True, slots=True)
class _Table:
    """The people that the page shows, and how many more there are."""

    rows: tuple[PersonLetters, ...] = ()
    more: int = 0
    words: str = field(default="")


def ways_in_words() -> dict[str, str]:
    """How a letter can have gone, for a menu."""
    return {POST: _("by post"), **service_names()}


def show() -> Answer:
    """The ledger as it stands."""
    notice = left()
    return _shown(_Note(), notice.problems if notice else (), done=notice.text if notice else "")


def write() -> Answer | AnyResponse:
    """Note what happened to some letters."""
    form = request.form
    sent = _Note(
        kind=form.get("kind", ""),
        who=tuple(form.getlist("who")),
        **{name: form.get(name, "").strip() for name in ("day", "occasion", "way", "reason", "name", "born")},
        again="again" in form,
        mark="mark" in form,
    )
    try:
        wish = _request(sent)
        noted = note(wish)
        changed = mark_in_book(wish, noted) if sent.mark and sent.kind == "returned" else ()
    except LettersError as error:
        return _shown(sent, error.problems, status=422)
    return see_other("ledger.show", **leave(_told(sent.kind, noted, changed), noted.problems))


def take_back() -> Answer | AnyResponse:
    """Take back the act that the page has shown as the last one."""
    try:
        undone = undo(_file(), desk().today(), request.form.get("act", "")[:32] or None)
    except LettersError as error:
        return _shown(_Note(), error.problems, status=422)
    count = len(undone.taken)
    told = ngettext("{count} event was taken back.", "{count} events were taken back.", count)
    return see_other("ledger.show", **leave(told))


def take_over() -> Answer | AnyResponse:
    """Take over the ledger that another group has passed on."""
    sent = request.files.get("other")
    other = PassedOn(sent.filename or "", sent.read()) if sent else PassedOn("", b"")
    try:
        merged = merge_passed_on(desk().book, _file(), other, desk().today())
    except LettersError as error:
        return _shown(_Note(), error.problems, status=422)
    told = _("New events: {new}; there already: {known}.", new=merged.new, known=merged.known)
    return see_other("ledger.show", **leave(told, merged.problems))


# ---- to take away


def people_csv() -> Response:
    """The lines of people as a table."""
    return download(report_csv(read_report(desk().book, desk().ledger_file)).encode("utf-8-sig"), "letters.csv", CSV)


def events_csv() -> Response:
    """Every event as a table; of a damaged ledger what can still be read."""
    return download(ledger_table(_file()).data, "ledger.csv", CSV)


def whole_file() -> Response:
    """The ledger itself, to keep or to pass on."""
    return download(ledger_file(_file()), "ledger.db", "application/vnd.sqlite3")


# ---- what the form asks for


def _file() -> Any:
    return ledger_beside(desk().book, desk().ledger_file)


def _request(sent: _Note) -> NoteRequest:
    """Raises CommandError for a day, a way or a reason that there is not."""
    here, kinds = desk(), {str(kind): kind for kind in KINDS}
    if sent.kind not in kinds:
        what, hint = sentence("what happened to the letters?"), sentence("Choose: posted, answered, or came back.")
        raise CommandError(Problem("", what, hint, code="no-kind", field="kind"))
    wish = NoteRequest(
        kinds[sent.kind],
        here.book,
        here.today(),
        who=sent.who,
        day=_day(sent.day),
        occasion=sent.occasion or None,
        way=sent.way if sent.way in ways() else POST,
        again=sent.again,
        ledger_file=here.ledger_file,
    )
    if sent.kind == "returned":
        reasons = {str(reason): reason for reason in REASONS}
        wish = replace(wish, reason=reasons.get(sent.reason, "unknown"))
    if sent.name and not sent.who:
        wish = replace(wish, anyway=True, name=sent.name, born=sent.born or None)
    return wish


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        what, hint = sentence("is no day."), sentence("Write it as 2026-11-22.")
        raise CommandError(Problem("", what, hint, code="no-day", field="day", value=text[:40])) from error


def _told(kind: str, noted: Noted, changed: tuple[str, ...]) -> str:
    count = len(noted.people)
    told = {
        "posted": ngettext("{count} letter is noted as posted.", "{count} letters are noted as posted.", count),
        "answered": ngettext("{count} answer is noted.", "{count} answers are noted.", count),
        "returned": ngettext("{count} letter is noted as come back.", "{count} letters are noted as come back.", count),
    }[kind]
    if changed:
        more = _("The book is changed too: {people}.", people=", ".join(changed))
        return f"{told} {more}"
    return told


# ---- what is shown


def _shown(sent: _Note, problems: tuple[Problem, ...] = (), status: int = 200, done: str = "") -> Answer:
    here = desk()
    seen: LedgerOverview | None = None
    try:
        seen = ledger_overview(here.book, here.today(), here.ledger_file)
    except LettersError as error:
        problems, status = (*problems, *error.problems), status_of(error)
    answer = render_template(
        "ledger.html",
        seen=seen,
        table=_table(seen, sent.who),
        sent=sent,
        found=Findings(tuple(dict.fromkeys(problems)), FIELDS),
        done=done,
        happened=HAPPENED,
        reasons=REASON_WORDS,
        ways=ways_in_words(),
        is_twice=any(problem.code in TWICE for problem in problems),
    )
    return answer, status


def _table(seen: LedgerOverview | None, ticked: tuple[str, ...]) -> _Table:
    """Those who are looked for, and those who are ticked already."""
    words = request.args.get("q", "").strip()
    rows = seen.everybody if seen else ()
    found = [row for row in rows if words.casefold() in f"{row.name} {' '.join(row.ids)}".casefold()]
    shown = [row for number, row in enumerate(found) if number < MOST_SHOWN or set(row.ids) & set(ticked)]
    return _Table(tuple(shown), len(found) - len(shown), words)
