"""To be built."""

from flask import Blueprint, render_template

page = Blueprint("made", __name__)


@page.get("/made")
def show() -> str:
    return render_template("help.html")
