"""Help: the three how-tos, what a prison does with a letter, what keeps everybody safe."""

from flask import Blueprint, render_template

page = Blueprint("help", __name__)


@page.get("/help")
def show() -> str:
    """Everything a host reads before the first evening."""
    return render_template("help.html")
