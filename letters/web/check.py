"""To be built."""

from flask import Blueprint, render_template

page = Blueprint("check", __name__)


@page.get("/check")
def show() -> str:
    return render_template("help.html")
