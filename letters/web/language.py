"""The language of the pages, and the end of the program."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from letters.web.desk import desk
from letters.web.pages import LANGUAGES


def choose() -> Response:
    """Speak the language that was chosen, on the page from which it was."""
    if (wanted := request.form.get("ui", "")) in LANGUAGES:
        desk().language = wanted
    back = request.form.get("back", "")
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    return redirect(request.script_root + back if is_ours else request.script_root + "/", 303)


def end() -> str:
    """End the program."""
    answer = render_template("end.html")
    desk().end()
    return answer
