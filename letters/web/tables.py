"""To be built."""

from flask import Blueprint, render_template

page = Blueprint("tables", __name__)


@page.get("/tables")
def show() -> str:
    return render_template("help.html")
