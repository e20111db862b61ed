"""People: everybody in the book, to be looked for, sorted and chosen."""

from collections.abc import Sequence

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from letters.app.overview import SORTS, PersonRow, Wanted, overview
from letters.app.statuses import STATUSES
from letters.errors import CommandError, DataError, Problem
from letters.sentences import _, sentence
from letters.web.desk import desk
from letters.web.numbers import whole_number
from letters.web.pages import see_other
from letters.web.problems import Findings, all_said

COUNT = "15"  # people for an evening
MOST_PAGES = 999_999
MOST = 1000  # people in the address of a page
SORTED = {
    "book": sentence("as in the book"),
    "name": sentence("by name"),
    "prison": sentence("by prison"),
    "checked": sentence("address not checked for longest first"),
    "letters": sentence("fewest letters first"),
}


def show() -> str:
    """Everybody, or those who are looked for."""
    return _page(request.args.getlist("who"))


def least() -> tuple[str, int] | str | Response | AnyResponse:
    """Those who had fewest letters, chosen fairly among those that the menus leave; on to «Tonight» with them."""
    from letters.app.choices import PeopleWish  # what only a choice needs
    from letters.app.pick import PickRequest, pick

    here, wanted = desk(), _wanted()
    count = whole_number(request.args.get("pick", ""), MOST)
    if count is None:
        what = sentence("how many people? A number from 1 to {most}.", most=MOST)
        return _page((), (Problem("", what, field="pick", code="pick-count"),)), 422
    wish = PeopleWish(
        count,
        region=wanted.region or None,
        facility=wanted.prison or None,
        tag=wanted.tag or None,
        ledger_file=here.ledger_file,
    )
    try:
        picked = pick(PickRequest(here.book, here.today(), wish))
    except (CommandError, DataError) as error:
        return _page((), error.problems), 422
    ids = [one.person.id for one in picked.chosen]
    if picked.problems:
        return _page(ids, picked.problems)
    return see_other("tonight.show", who=ids)


def _page(ticked: Sequence[str], problems: Sequence[Problem] = ()) -> str:
    """The page with these people ticked, those whom it does not show above the table."""
    here, wanted = desk(), _wanted()
    seen = overview(here.book, here.today(), wanted, here.ledger_file)
    shown = {row.id for row in seen.rows}
    rows = {row.id: row for row in seen.everybody.rows}
    elsewhere: list[PersonRow] = [rows[name] for name in dict.fromkeys(ticked) if name in rows and name not in shown]
    return render_template(
        "people.html",
        seen=seen,
        wanted=wanted,
        ticked=frozenset(ticked),
        elsewhere=elsewhere,
        count=request.args.get("pick", COUNT),
        choices=_choices,
        sorts={name: SORTED[name] for name in SORTS},
        status=all_said(STATUSES),
        found=Findings((*problems, *seen.everybody.problems), frozenset({"pick", "region", "prison", "tag"})),
    )


def _choices(counted: Sequence[tuple[str, int]]) -> dict[str, str]:
    """A menu of prisons, regions or tags, each with how many people."""
    return {"": _("all"), **{name: f"{name} ({count})" for name, count in counted}}


def _wanted() -> Wanted:
    asked = request.args
    return Wanted(
        words=asked.get("q", "").strip(),
        prison=asked.get("prison", ""),
        region=asked.get("region", ""),
        tag=asked.get("tag", ""),
        to_check="to_check" in asked,
        never_written="never_written" in asked,
        wrong="wrong" in asked,
        sort=asked.get("sort", "book"),
        page=whole_number(asked.get("page", ""), MOST_PAGES) or 1,
    )
