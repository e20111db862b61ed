"""To be built."""

from flask import Blueprint, render_template

page = Blueprint("letter", __name__)


@page.get("/letter")
def show() -> str:
    return render_template("help.html")
