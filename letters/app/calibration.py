"""Measuring a printer step by step: the test sheet as bytes, what was measured on it, what is remembered."""

import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from letters.app.printing import Advice, remember, write_test_sheet
from letters.errors import CommandError, LettersError, Problem
from letters.layout.envelope import ruler_lengths
from letters.layout.sheet.feed import feed_imposition
from letters.paper import find_envelope
from letters.sentences import sentence
from letters.store import printers
from letters.store.printers import Offset

__all__ = [
    "CROSS",
    "FedEnvelope",
    "KnownPrinter",
    "Measured",
    "Offset",
    "fed_envelope",
    "known_printers",
    "printer_names",
    "printer_sheet",
    "remember_measured",
]

CROSS = 10.0  # mm from both edges to the cross
_LONGEST = 12  # characters of a number


@dataclass(frozen=True, slots=True)
class FedEnvelope:
    """How an envelope lies on the page that goes into the printer, mm; `turn` = degrees, clockwise."""

    width: float  # of the page
    height: float
    left: float  # of the envelope's own top-left corner
    top: float
    turn: float
    across: float  # the envelope's own width
    down: float
    level: int  # length of the rulers on its test sheet
    upright: int


def fed_envelope(envelope: str, feed: str) -> FedEnvelope:
    """Raises CommandError for an unknown envelope, or one that is too large for that feed."""
    size = find_envelope(envelope)
    across, down, rulers = size.width, size.height, ruler_lengths(size)
    plan = feed_imposition(size, feed)
    if plan is None:
        return FedEnvelope(across, down, 0, 0, 0, across, down, *rulers)
    place = plan.places[0]
    return FedEnvelope(plan.width, plan.height, place.left, place.top, place.turn, across, down, *rulers)


def printer_sheet(envelope: str, feed: str, steps: tuple[str, ...], printer: str | None = None) -> bytes:
    """The test sheet as a PDF, moved by what a printer needs if one is named; raises CommandError or DataError."""
    with tempfile.TemporaryDirectory() as folder:
        return write_test_sheet(envelope, feed, Path(folder), Advice("", "", steps), printer).path.read_bytes()


@dataclass(frozen=True, slots=True)
class Measured:
    """What somebody has measured on the sheet, as typed, mm; "" for a ruler = as long as it should be."""

    printer: str
    envelope: str
    feed: str
    from_left: str
    from_top: str
    level: str = ""
    upright: str = ""


def remember_measured(measured: Measured) -> Offset:
    """Reckon what the printer needs, and remember it; raises CommandError with everything that is wrong."""
    offset = _reckoned(measured)
    shown = ",".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in offset)
    try:
        return remember(measured.printer.strip(), measured.feed, shown).offset
    except CommandError as error:
        raise CommandError(*map(_at_what_was_measured, error.problems)) from error


def _reckoned(measured: Measured) -> tuple[float, float, float, float]:
    """Moved by dx and dy, stretched by sx and sy: what the sheet would have to be printed with to be right."""
    fed = fed_envelope(measured.envelope, measured.feed)
    typed = {
        "from_left": measured.from_left,
        "from_top": measured.from_top,
        "level": measured.level or str(fed.level),
        "upright": measured.upright or str(fed.upright),
    }
    found = {field: _number(text) for field, text in typed.items()}
    if wrong := [_no_number(field, typed[field]) for field, value in found.items() if value is None]:
        raise CommandError(*wrong)
    left, top, level, upright = (value or 0.0 for value in found.values())
    if zero := [field for field, value in (("level", level), ("upright", upright)) if value <= 0]:
        raise CommandError(*(_no_number(field, typed[field]) for field in zero))
    sx, sy = fed.level / level, fed.upright / upright
    return round(CROSS - sx * left, 2), round(CROSS - sy * top, 2), round(sx, 4), round(sy, 4)


def _number(text: str) -> float | None:
    """Mm with a point or a comma, `None` for what is no number."""
    plain = text.strip().removesuffix("mm").strip().replace(",", ".").replace("−", "-")
    digits = plain.removeprefix("-").replace(".", "", 1)
    return float(plain) if digits.isascii() and digits.isdecimal() and len(plain) <= _LONGEST else None


def _no_number(field: str, text: str) -> Problem:
    what, hint = sentence("is no length in mm."), sentence("Measure with a ruler, and write it as 9.5.")
    return Problem("", what, hint, code="no-length", field=field, value=text[:40])


def _at_what_was_measured(problem: Problem) -> Problem:
    """What cannot be comes from what was measured."""
    return replace(problem, field="from_left") if problem.field == "set" else problem


@dataclass(frozen=True, slots=True)
class KnownPrinter:
    """What is remembered of a printer for one way of feeding it."""

    printer: str
    feed: str
    offset: Offset


def known_printers() -> tuple[KnownPrinter, ...]:
    """Everything that is remembered, by name; raises FileError."""
    return tuple(KnownPrinter(*row) for row in printers.all_offsets())


def printer_names(with_system: bool) -> tuple[str, ...]:
    """The names that can be offered where a printer is named: those remembered, and the system's own if wanted."""
    names = set(printers.queues() if with_system else ())
    with suppress(LettersError):  # said where the figures are shown
        names |= {one.printer for one in known_printers()}
    return tuple(sorted(names))
