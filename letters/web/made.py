"""Made: how far the work is, then its files to open, save and print, and what to do with them."""

from flask import Response, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from letters.app.calibration import printer_names
from letters.app.ledger import TWICE, NoteRequest, note
from letters.app.made_run import MANIFEST, MadeRun
from letters.app.make import Written
from letters.app.printing import PrintRequest, plan_printing
from letters.errors import CommandError, LettersError, Problem, Stopped
from letters.messages import fold
from letters.sentences import _, ngettext, translated
from letters.web.desk import desk
from letters.web.jobs import Job
from letters.web.numbers import no_number, whole_number
from letters.web.pages import see_other
from letters.web.problems import Findings

Answer = str | tuple[str, int]
_FIELDS = frozenset({"occasion"})  # each file has a printer and a page of its own
_MOST_PAGES = 99_999  # of a file


def show() -> Response | AnyResponse:
    """There is nothing without the name of a run."""
    return see_other("tonight.show")


def show_job(name: str) -> Answer:
    """How far it is; or what came of it."""
    job = _job(name)
    if not job.is_over:
        return render_template("making.html", job=job, progress_words=progress_words)
    if isinstance(job.error, Stopped):
        return render_template("making.html", job=job, stopped=translated(job.error.told))
    if isinstance(job.error, LettersError):
        return render_template("making.html", job=job, found=Findings(job.error.problems))
    if job.error is not None:
        raise job.error
    return _made(job)


def tell(name: str) -> dict[str, object]:
    """The same for the script of the page."""
    job = _job(name)
    return {**job.progress, "words": progress_words(job)}


def stop(name: str) -> Response | AnyResponse:
    """Ask the work to end."""
    _job(name).stop()
    return see_other("made.show_job", name=name)


def give(name: str, file: str) -> Response | AnyResponse:
    """A file of this very run, by its name in the report: to look at, or to save."""
    try:
        path = _run(name).file(file)
    except KeyError:
        raise NotFound from None
    is_saved = "save" in request.args or path.suffix != ".pdf"
    return send_file(path.absolute(), as_attachment=is_saved, download_name=file, max_age=0)


def send(name: str) -> Answer | Response | AnyResponse:
    """One test page first; the rest when that is right."""
    job, file, printer = _job(name), request.form.get("file", ""), request.form.get("printer", "").strip()
    start, is_rest = request.form.get("from_page", "").strip(), request.form.get("rest") == "yes"
    if not desk().can_print:
        raise NotFound
    try:
        wish = PrintRequest(_run(name).file(file), printer or None, from_page=_page_number(start))
        plan = plan_printing(wish, at_once=False)
        pages = plan.rest if is_rest else plan.first
        if pages:
            plan.send(pages)
    except KeyError:
        raise NotFound from None
    except LettersError as error:
        return _made(job, error.problems, {"printer": printer, "from_page": start, "sent": file}), 422
    left = plan.rest.count if plan.rest and not is_rest else 0
    return see_other("made.show_job", name=name, sent=file, left=left, printer=printer, from_page=start)


def post(name: str) -> Answer | Response | AnyResponse:
    """Note in the ledger that the letters of this very run were posted; a second time only if it is meant."""
    here, job, occasion = desk(), _job(name), request.form.get("occasion", "")
    again = request.form.get("again") == "yes"
    try:
        run = _run(name)
        run.file(MANIFEST)
        wish = NoteRequest(
            kind="posted",
            book=here.book,
            today=here.today(),
            run=run.report.folder,
            occasion=occasion or None,
            again=again,
            ledger_file=here.ledger_file,
        )
        noted = note(wish)
    except LettersError as error:
        twice = any(problem.code in TWICE for problem in error.problems)
        return _made(job, error.problems, {"occasion": occasion}, twice), 422
    return see_other("made.show_job", name=name, noted=len(noted.people))


def _page_number(text: str) -> int | None:
    """The page with which printing goes on; `None` = from the first."""
    number = whole_number(text, _MOST_PAGES)
    if text and number is None:
        raise CommandError(no_number(text, "from_page"))
    return number


# ---- what is shown


def _job(name: str) -> Job:
    job = desk().jobs.find(name)
    if job is None:
        raise NotFound
    return job


def _run(name: str) -> MadeRun:
    answer = _job(name).answer
    if not isinstance(answer, MadeRun):
        raise NotFound
    return answer


def progress_words(job: Job) -> str:
    """How far it is, in words."""
    if not job.people:
        return _("The book is being read.")
    if job.done < job.people:
        return _("{done} of {people} people are laid out.", done=job.done, people=job.people)
    return _("The files are being finished.")


def _made(
    job: Job, problems: tuple[Problem, ...] = (), values: dict[str, str] | None = None, twice: bool = False
) -> str:
    """The files in two columns, posted and kept, and everything that is to be said of them."""
    run: MadeRun = job.answer
    posted = [file for file in run.report.files if file.fate != "kept"]
    kept = [file for file in run.report.files if file.fate == "kept"]
    return render_template(
        "made.html",
        job=job,
        run=run,
        report=run.report,
        columns=((_("Into the post"), posted), (_("Stays with you"), kept)),
        changed=run.changed(desk().book),
        weight=_weight(run),
        warnings=fold((*run.report.warnings, *run.notes)),
        done=_done(),
        left=request.args.get("left", 0, type=int) if request.method == "GET" else 0,
        sent=(values or request.args).get("sent", ""),
        values={name: request.args.get(name, "") for name in ("printer", "from_page")}
        | {"occasion": ""}
        | (values or {}),
        twice=twice,
        can_print=desk().can_print,
        printers=printer_names(with_system=desk().can_print),
        url_of=lambda file, **more: url_for("made.give", name=job.name, file=file.path.name, **more),
        title_of=_title,
        found=Findings(problems, _FIELDS),
    )


def _title(file: Written) -> str:
    names = {
        "envelopes": _("Envelopes"),
        "replies": _("Envelopes for the answers"),
        "letters": _("Letters"),
        "guides": _("Guides for the writers"),
        "table": _("Sets for the table"),
        "list": _("List for you"),
        "kit": _("Everything for the table"),
    }
    name = names[file.kind] if file.path.suffix == ".pdf" else _("Guides for phones and screen readers")
    part = file.path.stem.partition("-")[2]
    return f"{name} {part}".strip()


def _weight(run: MadeRun) -> str:
    weight = run.report.weight
    if weight is None:
        return ""
    grams, sheets = f"{weight.grams:.0f}", weight.sheets
    heaviest = _(
        "The heaviest letter weighs about {grams} g, with {sheets} sheets and an envelope for the answer.",
        grams=grams,
        sheets=sheets,
    )
    if weight.limit:
        postage = _("Buy postage for up to {limit} g.", limit=weight.limit)
    else:
        postage = _("Ask at the post office for the postage.")
    return f"{heaviest} {postage}"


def _done() -> str:
    """What was done just now."""
    if noted := request.args.get("noted", 0, type=int):
        return ngettext(
            "{count} letter stands in the ledger as posted.", "{count} letters stand in the ledger as posted.", noted
        )
    if not request.args.get("sent"):
        return ""
    if request.args.get("left", 0, type=int):
        return _("One page was sent to the printer. Look at it before you print the rest.")
    return _("The pages were sent to the printer.")
