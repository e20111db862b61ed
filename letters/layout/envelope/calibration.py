"""The test sheet: crosses 10 mm from the edges, rulers, arrows and the size, by which a printer's offset is measured.

It is cut or chosen to the size of the envelope, kept, and never posted; so it may be in English.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from letters.marks import Mark, Page, Rule, Text
from letters.paper import Envelope

CROSS, ARM = 10.0, 4.0  # centre from both edges; half the length of its strokes
LONGEST = 100  # mm
TICKS = ((10, 4.0), (5, 2.8), (1, 1.6))  # every so many mm a tick so long
HAIR, LINE = 0.1, 0.25  # thickness
EDGE = 7.0  # mm that stay empty at the ends of the upright ruler: hardly any printer reaches the last five
ACROSS_LEFT, ACROSS_UP = 16.0, 20.0  # the level ruler: its left end; its height above the bottom edge
UPRIGHT_IN = 20.0  # the upright ruler: its distance from the right edge
TEXT_LEFT, TEXT_TOP, LEADING = 16.0, 20.0, 4.4
FONT_SIZE, SMALL = 9.0, 6.0  # points
LETTER = 1.85  # mm of a letter of that size, widely reckoned


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do with the figures, in the words of the door that gives the sheet."""

    keep: str  # «calibrate --set dx,dy,sx,sy --printer NAME»
    again: str  # «print the sheet without --printer»
    steps: tuple[str, ...] = ()  # all that the sheet says, where the door reckons and needs only what was measured


def layout_test_sheet(envelope: Envelope, advice: Advice, moved_by: str | None = None) -> Page:
    """The test sheet of an envelope; `moved_by` = the offset that it will be given, to see whether that is right."""
    marks: tuple[Mark, ...] = (
        *_crosses(envelope),
        *_level_ruler(envelope),
        *_upright_ruler(envelope),
        *_arrows(envelope),
        *_words(envelope, advice, moved_by),
    )
    return Page(envelope.width, envelope.height, marks)


def _crosses(envelope: Envelope) -> Iterator[Rule]:
    for left in (CROSS, envelope.width - CROSS):
        for top in (CROSS, envelope.height - CROSS):
            yield Rule(left - ARM, top, left + ARM, top, HAIR)
            yield Rule(left, top - ARM, left, top + ARM, HAIR)


def ruler_lengths(envelope: Envelope) -> tuple[int, int]:
    """Length of the level and of the upright ruler: 100 mm, or the whole centimetres that there is room for."""
    level = envelope.width - ACROSS_LEFT - UPRIGHT_IN - 2 * ARM
    upright = envelope.height - 2 * EDGE
    return min(LONGEST, int(level // 10) * 10), min(LONGEST, int(upright // 10) * 10)


def _level_ruler(envelope: Envelope) -> Iterator[Mark]:
    left, top, length = ACROSS_LEFT, envelope.height - ACROSS_UP, ruler_lengths(envelope)[0]
    yield Rule(left, top, left + length, top, HAIR)
    for at in range(length + 1):
        yield Rule(left + at, top - _tick(at), left + at, top, HAIR)
    for at in range(0, length + 1, 10):
        yield Text(left + at, top + 2.6, str(at), "sans", SMALL, align="center")


def _upright_ruler(envelope: Envelope) -> Iterator[Mark]:
    left, length = envelope.width - UPRIGHT_IN, ruler_lengths(envelope)[1]
    top = (envelope.height - length) / 2
    yield Rule(left, top, left, top + length, HAIR)
    for at in range(length + 1):
        yield Rule(left - _tick(at), top + at, left, top + at, HAIR)
    for at in range(0, length + 1, 10):
        yield Text(left + 0.8, top + at + 0.75, str(at), "sans", SMALL)


def _tick(at: int) -> float:
    return next(long for every, long in TICKS if at % every == 0)


def _arrows(envelope: Envelope) -> Iterator[Mark]:
    """One to the top edge, one to the left edge: which way the sheet came out of the printer."""
    middle, across = 0.62 * envelope.height, envelope.width / 2
    yield from (Rule(across, 7, across, 15, LINE), Rule(across, 7, across - 2, 10, LINE))
    yield from (Rule(across, 7, across + 2, 10, LINE), Text(across + 3, 12, "top edge", "sans", FONT_SIZE))
    yield from (Rule(7, middle, 15, middle, LINE), Rule(7, middle, 10, middle - 2, LINE))
    yield from (Rule(7, middle, 10, middle + 2, LINE), Text(7, middle + 6, "left", "sans", SMALL))


def _words(envelope: Envelope, advice: Advice, moved_by: str | None) -> Iterator[Text]:
    yield Text(TEXT_LEFT, TEXT_TOP, f"{envelope.name}: {_size(envelope)}", "sans-bold", FONT_SIZE)
    for number, line in enumerate(_lines(envelope, advice, moved_by), 1):
        yield Text(TEXT_LEFT, TEXT_TOP + number * LEADING, line, "sans", FONT_SIZE)


def _lines(envelope: Envelope, advice: Advice, moved_by: str | None) -> tuple[str, ...]:
    if advice.steps:
        room = int((envelope.width - TEXT_LEFT - UPRIGHT_IN - 2 * ARM) / LETTER)
        return tuple(line for step in advice.steps for line in wrap(step, room, subsequent_indent="    "))
    lines = _check(moved_by, advice) if moved_by else _measure(*ruler_lengths(envelope), advice)
    return ("Printed at 100 %, “actual size”.", *lines)


def _size(envelope: Envelope) -> str:
    return f"{envelope.width:g} × {envelope.height:g} mm"


def _measure(level: int, upright: int, advice: Advice) -> tuple[str, ...]:
    return (
        "1. Measure both rulers, in mm:",
        f"    sx = {level} / the level one, sy = {upright} / the upright one",
        "2. Measure from the left and top edge to the top left cross:",
        "    dx = 10 − sx × from the left, dy = 10 − sy × from the top",
        f"3. {advice.keep}",
    )


def _check(moved_by: str, advice: Advice) -> tuple[str, ...]:
    return (
        f"Moved by {moved_by}.",
        "Every cross should stand 10 mm from its two edges.",
        f"If not: {advice.again} and measure again.",
    )
