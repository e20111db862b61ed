"""People: everybody in the book, to be looked for, sorted and chosen."""

from flask import Blueprint, render_template, request

from letters.app.overview import Wanted, overview
from letters.web.desk import desk
from letters.web.problems import Findings

page = Blueprint("people", __name__)


@page.get("/")
def show() -> str:
    """Everybody, or those who are looked for."""
    here = desk()
    wanted = Wanted(request.args.get("q", "").strip())
    seen = overview(here.book, here.today(), wanted, here.ledger_file)
    return render_template("people.html", seen=seen, wanted=wanted, found=Findings(seen.problems))
