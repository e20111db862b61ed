"""Help: the three how-tos, what a prison does with a letter, what keeps everybody safe."""

from flask import render_template


def show() -> str:
    """Everything a host reads before the first evening."""
    return render_template("help.html")
