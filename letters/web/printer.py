"""To be built."""

from flask import Blueprint, render_template

page = Blueprint("printer", __name__)


@page.get("/printer")
def show() -> str:
    return render_template("help.html")
