"""To be built."""

from flask import Blueprint, render_template

page = Blueprint("person", __name__)


@page.get("/person")
def show() -> str:
    return render_template("help.html")
