"""Tonight: who is written to, from where, on what; the first pages beside it as they will print; then it is made."""

import re
from base64 import b64encode
from dataclasses import dataclass, replace

from flask import render_template, request
from werkzeug.wrappers import Response

from letters.app import choices
from letters.app.calibration import printer_names
from letters.app.drawing import Advance
from letters.app.envelope_plan import EnvelopePlan, plan_envelope
from letters.app.evening_book import EveningBook, read_evening_book, read_sender
from letters.app.made_run import MadeRun, make_run
from letters.app.preview import Preview, preview
from letters.app.sender import read_address, write_sender
from letters.errors import DataError, LettersError, Problem
from letters.sentences import sentence, spoken
from letters.web.desk import desk
from letters.web.evening import FIELDS, FOLDED, KNOWN_LETTERS, OWN, Typed, asked_run, first_choices, typed
from letters.web.pages import see_other
from letters.web.printer import FEED_WORDS
from letters.web.problems import Findings, status_of

Answer = str | tuple[str, int]
# What the page calls a field that a use case knows under another name.
_HERE = {"slot": "city", "offset": "printer", "only_kinds": "only"}


_OWN_TEXT = re.compile(rf"(?:^|, |\(){choices.TYPED}")  # the place of a problem: the text that was typed here


def show() -> Answer:
    """The form as it was the last time; who is meant may be named in the address of the page."""
    here = desk()
    book = _book()
    codes = [code for code, _name in choices.named_languages()]
    language = spoken() if spoken() in codes else "en"
    who = tuple(request.args.getlist("who"))
    return _form(first_choices(here.choices.read(), book.sender.country, language, who), book)


def choose() -> Answer | Response:
    """Show the first pages, write the sender's address into the book, take a text over, or make the files."""
    form, deed = typed(request.form), request.form.get("deed", "")
    deeds = {"make": _make, "sender": _keep_sender, "show": _show}
    return deeds.get(deed, _arrived)(form)


def look() -> Answer:
    """The pictures and what is said of them, for the script of the page."""
    shown = _look(typed(request.form))
    return render_template("preview.html", is_alone=True, shown=shown, found=Findings(shown.problems, FIELDS))


# ---- what the buttons do


def _arrived(form: Typed) -> Answer:
    """From another page, with a text or people: nothing is wrong yet."""
    if form["own_text"].strip():
        form = replace(form, values={**form.values, "letter": OWN})
    given = set(request.form)
    book = _book()
    first = first_choices(desk().choices.read(), book.sender.country, "en", form.who)
    values = {name: form[name] if name in given or name == "letter" else first[name] for name in form.values}
    return _form(Typed(values, form.who, form.only or first.only), book)


def _show(form: Typed) -> Answer:
    return _form(form, _book(), _look(form))


def _keep_sender(form: Typed) -> Answer:
    """The same page, everything typed kept; done twice it changes nothing."""
    try:
        write_sender(desk().book, form["return_address"])
    except LettersError as error:
        return _refused(form, error)
    done = sentence("Your address stands in the book now.")
    return _form(replace(form, values={**form.values, "return_address": ""}), _book(), _look(form), done)


def _make(form: Typed) -> Answer | Response:
    """Start the run, unless the first pages say already that it would write nothing."""
    here = desk()
    try:
        if form["return_address"].strip():
            read_address(form["return_address"])
            asked_run(form, here)  # what is wrong there is said before the book is touched
            write_sender(here.book, form["return_address"])
            form = replace(form, values={**form.values, "return_address": ""})
        run, composition = asked_run(form, here)
        first = preview(run, composition, is_drawn=False)
        if errors := [problem for problem in first.problems if problem.level == "error"]:
            raise DataError(*errors)
    except LettersError as error:
        return _refused(form, error)

    def work(advance: Advance) -> MadeRun:
        return make_run(run, composition, advance)

    here.choices.keep(form.kept)
    if job := here.jobs.under_way(form):
        return see_other("made.show_job", name=job.name)
    return see_other("made.show_job", name=here.jobs.start(work, form).name)


# ---- what is shown


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands beside the form: the envelope to scale and the first pages; each may fail by itself."""

    plan: EnvelopePlan | None
    first: Preview | None
    problems: tuple[Problem, ...] = ()

    @property
    def pictures(self) -> list[tuple[str, str, int, int, int]]:
        """Kind, address that holds the picture itself, width, height, and how many pages there are."""
        shown = self.first.pictures if self.first else ()
        return [
            (one.kind, f"data:image/png;base64,{b64encode(one.png).decode()}", one.width, one.height, one.pages)
            for one in shown
        ]


def _look(form: Typed) -> Shown:
    """The envelope and the first pages of what stands in the form, with everything that a run would say."""
    here, plan = desk(), None
    try:
        run, composition = asked_run(form, here)
        first = preview(run, composition)
    except LettersError as error:
        return Shown(_plan(form), None, tuple(map(_at_home, error.problems)))
    plan = _plan(form)
    return Shown(plan, first, tuple(map(_at_home, first.problems)))


def _plan(form: Typed) -> EnvelopePlan | None:
    """The envelope, as far as it can be told from the form alone."""
    anybody = replace(form, who=("anybody",), values={**form.values, "choice": "ticked", "letter": ""})
    try:
        run, _composition = asked_run(anybody, desk())
        return plan_envelope(run, read_sender(desk().book).country)
    except LettersError:
        return None


def _at_home(problem: Problem) -> Problem:
    """The problem with the field under the name that it has on this page."""
    field = _HERE.get(problem.field, problem.field)
    if _OWN_TEXT.search(problem.where):
        field = "own_text"
    return replace(problem, field=field)


def _book() -> EveningBook:
    return read_evening_book(desk().book)


def _refused(form: Typed, error: LettersError) -> Answer:
    """The same page with everything that was typed, and what is wrong."""
    try:
        book = _book()
    except LettersError:
        raise error from None
    shown = Shown(_plan(form), None, tuple(map(_at_home, error.problems)))
    return _form(form, book, shown), status_of(error)


def _form(form: Typed, book: EveningBook, shown: Shown | None = None, done: str = "") -> str:
    shown = shown or Shown(_plan(form), None)
    return render_template(
        "tonight.html",
        form=form,
        book=book,
        shown=shown,
        done=done,
        choices=choices,
        feeds=FEED_WORDS,
        own_forms=[(name, name) for name in choices.letter_names() if name not in KNOWN_LETTERS],
        printers=printer_names(with_system=False),
        more_open=any(problem.field in FOLDED for problem in shown.problems),
        countries=choices.posting_countries(spoken()),
        found=Findings(shown.problems, FIELDS),
    )
