"""To be built."""

from flask import Blueprint, render_template

page = Blueprint("tonight", __name__)


@page.get("/tonight")
def show() -> str:
    return render_template("help.html")
