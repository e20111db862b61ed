"""Printer: the test sheet, two numbers that are measured on it, and what is remembered of printers."""

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from letters.app.calibration import (
    CROSS,
    FedEnvelope,
    KnownPrinter,
    Measured,
    Offset,
    fed_envelope,
    known_printers,
    printer_names,
    printer_sheet,
    remember_measured,
)
from letters.app.choices import FEEDS, typed_envelope_names
from letters.app.printing import forget
from letters.errors import LettersError, Problem
from letters.sentences import _, sentence
from letters.web.desk import desk
from letters.web.notices import leave, left
from letters.web.pages import see_other
from letters.web.problems import Findings

Answer = tuple[str, int]
FIELDS = frozenset(("printer", "envelope", "feed", "from_left", "from_top", "level", "upright"))
FEED_WORDS = {
    "landscape": sentence("As the printer wants it: choose the size in the print window"),
    "portrait-cw": sentence("Short end first, the print turned clockwise"),
    "portrait-ccw": sentence("Short end first, the print turned counter-clockwise"),
    "a4-centre": sentence("As an A4 page, the envelope in the middle"),
    "a4-left": sentence("As an A4 page, the envelope at the left edge"),
    "a4-right": sentence("As an A4 page, the envelope at the right edge"),
    "letter-centre": sentence("As a Letter page, the envelope in the middle"),
    "letter-left": sentence("As a Letter page, the envelope at the left edge"),
    "letter-right": sentence("As a Letter page, the envelope at the right edge"),
}
USUAL = "C6"


def show() -> Answer:
    """The steps for an envelope and a feed, and the printers that are known."""
    notice = left()
    return _shown(_sent(), done=notice.text if notice else "")


def sheet() -> Response:
    """The test sheet; with the name of a printer moved by what that needs."""
    sent, printer = _sent(), request.args.get("printer")
    steps = checking_steps() if printer else measuring_steps(fed_envelope(sent.envelope, sent.feed))
    data = printer_sheet(sent.envelope, sent.feed, steps, printer)
    return Response(
        data, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="calibration.pdf"'}
    )


def keep() -> Answer | AnyResponse:
    """Remember what was measured."""
    sent = _sent()
    try:
        offset = remember_measured(sent)
    except LettersError as error:
        return _shown(sent, error.problems, status=422)
    told = _("Remembered for {printer}: {offset}.", printer=sent.printer.strip(), offset=moved(offset))
    return see_other("printer.show", envelope=sent.envelope, feed=sent.feed, **leave(told))


def forget_one() -> Answer | AnyResponse:
    """Forget a printer."""
    name = request.form.get("printer", "")
    try:
        found = forget(name)
    except LettersError as error:
        return _shown(_sent(), error.problems, status=422)
    told = _("{printer} is forgotten.", printer=name) if found else _("Nothing was known of it.")
    return see_other("printer.show", **leave(told))


def moved(offset: Offset) -> str:
    """What a printer needs, in words."""
    across = _("{mm} mm to the left", mm=f"{-offset.dx:g}") if offset.dx < 0 else ""
    across = _("{mm} mm to the right", mm=f"{offset.dx:g}") if offset.dx > 0 else across
    down = _("{mm} mm up", mm=f"{-offset.dy:g}") if offset.dy < 0 else ""
    down = _("{mm} mm down", mm=f"{offset.dy:g}") if offset.dy > 0 else down
    is_stretched = offset.sx != 1 or offset.sy != 1
    stretch = _("{sx} times as wide, {sy} times as high", sx=f"{offset.sx:g}", sy=f"{offset.sy:g}")
    return ", ".join(filter(None, (across, down, stretch if is_stretched else ""))) or _("nothing: it prints right")


def measuring_steps(fed: FedEnvelope) -> tuple[str, ...]:
    """What to do with the sheet: the same on the sheet and on the page."""
    return (
        _("1. Print this at 100 % (“actual size”). Hold it so that the arrow «top edge» points up."),
        _("2. Measure from the left edge, and from the top edge, to the middle of the top left cross, in mm."),
        _(
            "3. If the rulers are not {level} and {upright} mm long, measure them too.",
            level=fed.level,
            upright=fed.upright,
        ),
        _("4. Write the numbers on the page «Printer»."),
    )


def checking_steps() -> tuple[str, ...]:
    """What to look for on a sheet that is moved already."""
    return (
        _("1. Print this at 100 % (“actual size”)."),
        _("2. Every cross should stand 10 mm from its two edges."),
        _("3. If not: print the sheet for measuring again, on the page «Printer»."),
    )


def _sent() -> Measured:
    sent = request.values
    names = ("from_left", "from_top", "level", "upright")
    return Measured(
        sent.get("printer", ""),
        sent.get("envelope", USUAL).strip() or USUAL,
        next((feed for feed in FEEDS if feed == sent.get("feed")), FEEDS[0]),
        **{name: sent.get(name, "").strip() for name in names},
    )


def _shown(sent: Measured, problems: tuple[Problem, ...] = (), status: int = 200, done: str = "") -> Answer:
    fed: FedEnvelope | None = None
    known: tuple[KnownPrinter, ...] = ()
    try:
        known = known_printers()
        fed = fed_envelope(sent.envelope, sent.feed)
    except LettersError as error:
        problems, status = (*problems, *error.problems), 422
    answer = render_template(
        "printer.html",
        sent=sent,
        fed=fed,
        cross=CROSS,
        steps=measuring_steps(fed) if fed else (),
        known=known,
        names=printer_names(with_system=desk().can_print),
        envelopes={name: name for name in (*typed_envelope_names(), sent.envelope)},
        feeds=FEED_WORDS,
        moved=moved,
        found=Findings(tuple(dict.fromkeys(problems)), FIELDS),
        done=done,
        can_print=desk().can_print,
    )
    return answer, status
