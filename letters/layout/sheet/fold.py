"""An A4 page that becomes an envelope when it is folded on its marks: C6 with four cuts, DL without any.

C6 (162 x 114), the page upright: the front lies 24 from both sides and 73 from the top. Above it the flap, 73 long;
below it the back, 110 long; at its sides two flaps of 24. The four corners of the page are cut away along the solid
lines, 2 to 20 inside the width of the front, so that nothing stands out when the paper is folded. What is cut away
bears the dashed marks of the four folds: nothing of them is left on the envelope. Fold back sides, bottom, flap.

DL (220 x 110) is wider than A4; it lies askew in the middle of the page. With the long side at the angle whose
tangent is 110 / 220 the triangles beside the front cover its back exactly when they are folded over. The front then
takes 196.8 x 246.0 of the page; what A4 has more, 13.2 across and 51.0 down, is the overlap to glue. Nothing is cut.
The dashed marks stand 0.3 outside the front, at both ends of each fold. Fold back the short sides, then the long ones.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

from letters.errors import CommandError, Problem, named
from letters.layout.sheet.imposition import Imposition, Place
from letters.marks import Page, Placed, Rule, Shared
from letters.paper import A4_HEIGHT, A4_WIDTH, Envelope
from letters.sentences import either, sentence

FOLDED = ("C6", "DL")
LINE = 0.2  # mm
DASH = (1.5, 1.0)
WHITE = 6.0  # mm at the edge of the page that a printer may leave white; a cut is carried on to the edge

# C6, lengths on the page; the left half, the right one is its mirror image
LEFT, TOP = 24.0, 73.0
BOTTOM = TOP + 114
CUTS = (
    ((LEFT, TOP), (WHITE, TOP + 9)),  # the side flap narrows towards the edge of the page
    ((LEFT, TOP), (LEFT + 4, TOP - 6), (LEFT + 20, WHITE)),  # the flap that closes the envelope
    ((LEFT, BOTTOM), (WHITE, BOTTOM - 9)),
    ((LEFT, BOTTOM), (LEFT + 2, BOTTOM + 4), (LEFT + 2, A4_HEIGHT - WHITE)),  # the back
)
FOLDS = (
    ((8.0, TOP), (18.0, TOP)),
    ((8.0, BOTTOM), (18.0, BOTTOM)),
    ((LEFT, TOP - 22), (LEFT, TOP - 12)),
    ((LEFT, BOTTOM + 12), (LEFT, BOTTOM + 22)),
)
# DL, lengths on the front
OUTSIDE = 0.3
MARK_FROM, MARK_TO = 8.0, 20.0  # along the fold, from each corner


def fold_imposition(envelope: Envelope) -> Imposition:
    """The page that folds into this envelope, with its marks; raises CommandError for others than C6 and DL."""
    if envelope.name == "C6":
        return Imposition(A4_WIDTH, A4_HEIGHT, (Place(LEFT, TOP),), (Shared(tuple(_c6_marks())),))
    if envelope.name == "DL":
        place = _askew(envelope)
        marks = Page(envelope.width, envelope.height, tuple(_marks_beside(envelope)))
        return Imposition(A4_WIDTH, A4_HEIGHT, (place,), (Shared((place.hold(marks),)),))
    what = sentence("an A4 page cannot be folded into {envelope}.", envelope=envelope.name)
    hint = sentence("Take {envelopes}.", envelopes=either(named("envelope", name) for name in FOLDED))
    raise CommandError(Problem("", what, hint, code="fold-envelope", field="sheet", value="fold"))


def _c6_marks() -> Iterator[Rule]:
    for points in CUTS:
        for start, end in pairwise(points):
            yield from _both_halves(start, end, None)
    for start, end in FOLDS:
        yield from _both_halves(start, end, DASH)


def _both_halves(
    start: tuple[float, float], end: tuple[float, float], dash: tuple[float, float] | None
) -> Iterator[Rule]:
    yield Rule(*start, *end, LINE, dash=dash)
    yield Rule(A4_WIDTH - start[0], start[1], A4_WIDTH - end[0], end[1], LINE, dash=dash)


def _askew(envelope: Envelope) -> Place:
    """The place whose middle is the page's middle, the long side steep: the page is higher than it is wide."""
    turn = 90 - math.degrees(math.atan(envelope.height / envelope.width))
    right, down = Placed(Page(0, 0, ()), 0, 0, turn).at(envelope.width / 2, envelope.height / 2)
    return Place(A4_WIDTH / 2 - right, A4_HEIGHT / 2 - down, turn)


def _marks_beside(envelope: Envelope) -> Iterator[Rule]:
    """Dashed marks along the four folds, on the paper that is folded over."""
    width, height = envelope.width, envelope.height
    for top in (-OUTSIDE, height + OUTSIDE):
        for start, end in ((MARK_FROM, MARK_TO), (width - MARK_FROM, width - MARK_TO)):
            yield Rule(start, top, end, top, LINE, dash=DASH)
    for left in (-OUTSIDE, width + OUTSIDE):
        for start, end in ((MARK_FROM, MARK_TO), (height - MARK_FROM, height - MARK_TO)):
            yield Rule(left, start, left, end, LINE, dash=DASH)
