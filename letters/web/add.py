"""To be built."""

from flask import Blueprint, render_template

page = Blueprint("add", __name__)


@page.get("/add")
def show() -> str:
    return render_template("help.html")
