"""To be built."""

from flask import Blueprint, render_template

page = Blueprint("ledger", __name__)


@page.get("/ledger")
def show() -> str:
    return render_template("help.html")
