"""The application: every page under its address, the language, the guard, and what happens when something is wrong."""

from contextlib import suppress
from datetime import date
from typing import Any

from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from letters import __version__
from letters.errors import LettersError
from letters.languages import day_in, month_in, number_in
from letters.messages import PLACES_SHOWN, reason
from letters.sentences import _, ngettext, sentence, speak, spoken, translated
from letters.web.answers import Answers
from letters.web.desk import Desk, desk
from letters.web.guard import TOKEN, Guard, typed_before
from letters.web.problems import NOTHING_WRONG, Findings, said, status_of
from letters.web.site_map import add_pages

MOST_BYTES = 20_000_000  # of one request: a spreadsheet of ten thousand people has two million
MOST_FIELDS = 10_000  # of one form: everybody ticked
# The menu: the file of this room that has the page, and its name.
MENU = (
    ("people", sentence("People")),
    ("tonight", sentence("Tonight")),
    ("letter", sentence("Letter")),
    ("ledger", sentence("Ledger")),
    ("check", sentence("Check")),
    ("printer", sentence("Printer")),
    ("help", sentence("Help")),
)
FORBIDDEN = 403
LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "pl": "Polski",
    "ru": "Русский",
}


def create_app(desk: Desk, guard: Guard | None = None) -> Flask:
    """The pages over one desk; `guard` keeps others out where they come through a server."""
    app = Flask("letters.web", root_path=None)
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BYTES, MAX_FORM_PARTS=MOST_FIELDS)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    words: dict[str, Any] = {"_": _, "gettext": _, "ngettext": ngettext, "said": said, "translated": translated}
    app.jinja_env.globals.update(words, PLACES_SHOWN=PLACES_SHOWN)
    app.jinja_env.filters.update(day=_day, month=_month, number=lambda number: number_in(spoken(), number))
    app.extensions["desk"] = desk
    app.before_request(_choose_language)
    if guard:
        guard.watch(app)
        Answers().watch(app)
    app.context_processor(lambda: _everywhere(guard))
    app.teardown_request(_let_go)
    app.register_error_handler(Exception, _explained)
    add_pages(app)
    return app


def _let_go(_error: BaseException | None) -> None:
    """Close what came with a request: large files wait on the disk, and are gone when they are closed."""
    request.close()


def _choose_language() -> None:
    """The language that was chosen on the pages, else the first of the browser's that they have."""
    speak(desk().language or request.accept_languages.best_match(LANGUAGES) or "en")


def _day(day: date | str | None) -> str:
    """A day as people write it in the language of the page: «5 марта 2026 г.»; what a book has for one stays."""
    with suppress(ValueError):
        return day_in(spoken(), date.fromisoformat(day) if isinstance(day, str) else day) if day else ""
    return str(day)


def _month(month: str) -> str:
    """«2026-03» as people write it: «март 2026»."""
    return month_in(spoken(), date.fromisoformat(f"{month}-01"))


def _everywhere(guard: Guard | None) -> dict[str, Any]:
    """What every page needs: the menu, the language, and the token of its forms."""
    return {
        "menu": [(name, translated(title)) for name, title in MENU],
        "languages": LANGUAGES,
        "language": spoken(),
        "token_name": TOKEN,
        "token": guard.token if guard else "",
        "can_end": desk().can_end,
        "version": __version__,
        "found": NOTHING_WRONG,
        "today": desk().today(),
        "book_name": desk().book.name,
        "out_name": desk().out.name,
    }


def _explained(error: Exception) -> tuple[str, int] | AnyResponse:
    """A page that says what happened; never a trace."""
    if isinstance(error, LettersError):
        return render_template("wrong.html", found=Findings(error.problems)), status_of(error)
    if isinstance(error, RequestEntityTooLarge):
        return _page(_("This is too much at once: the program takes 20 MB and 10,000 fields."), 413)
    if isinstance(error, NotFound | MethodNotAllowed):
        return _page(_("There is no such page."), error.code)
    if isinstance(error, HTTPException):
        what, status = error.description or str(error), error.code or 500
        if status == FORBIDDEN:
            return render_template("closed.html", what=what, typed=typed_before()), status
        return _page(what, status)
    if isinstance(error, MemoryError):
        return _page(
            _("The memory of this computer is not enough for that. Save the book, and do it with fewer people."), 500
        )
    if isinstance(error, OSError) and error.errno is not None:
        return _page(_("The computer refuses a file: {reason}.", reason=reason(error)), 500)
    if current_app.testing:
        raise error
    kind = type(error).__name__
    return _page(_("This is a fault of the program ({kind}), not yours. Nothing was written.", kind=kind), 500)


def _page(sentence_: str, status: int) -> tuple[str, int]:
    return render_template("wrong.html", what=sentence_), status


def download(data: bytes, name: str, kind: str) -> Response:
    """A file to save; `kind` = its media type."""
    answer = Response(data, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def see_other(endpoint: str, **values: Any) -> Response | AnyResponse:
    """Go to a page after something was done, so that loading it again does nothing twice."""
    return redirect(url_for(endpoint, **values), 303)
