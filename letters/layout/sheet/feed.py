"""How an envelope goes through the printer: as a landscape page, turned upright, or lying on a page of A4 or Letter.

Printers take envelopes short edge first and think in upright pages; a landscape page is turned by filters that often
spoil it, and a page's /Rotate is ignored by some drivers. So the content itself is turned.
"""

from letters.errors import CommandError, Problem
from letters.layout.sheet.data import sheet_data
from letters.layout.sheet.imposition import Imposition, turned_right
from letters.paper import Envelope
from letters.sentences import sentence

CANVASES = ("a4", "letter")
SIDES = {"centre": 0.5, "left": 0.0, "right": 1.0}  # part of the free width that stays left of the envelope
FEEDS = ("landscape", "portrait-cw", "portrait-ccw", *(f"{paper}-{side}" for paper in CANVASES for side in SIDES))


def feed_imposition(envelope: Envelope, feed: str) -> Imposition | None:
    """The sheet of that feed, `None` = the page as it is; raises CommandError when the envelope is larger than it.

    On A4 and Letter the envelope stands at the upper edge, its right end foremost, its upper edge (the flap) left.
    """
    width, height = envelope.width, envelope.height
    if feed == "landscape":
        return None
    if feed == "portrait-cw":
        return Imposition(height, width, (turned_right(0, 0, width, height, 90),))
    if feed == "portrait-ccw":
        return Imposition(height, width, (turned_right(0, 0, width, height, 270),))
    return _on_canvas(envelope, *feed.split("-"))


def _on_canvas(envelope: Envelope, paper: str, side: str) -> Imposition:
    canvas = sheet_data()["canvas"][paper]
    free = canvas["width"] - envelope.height
    if free < 0 or envelope.width > canvas["height"]:
        what = sentence(
            "{envelope} ({width:g} x {height:g} mm) is larger than a page of {paper}.",
            envelope=envelope.name,
            width=envelope.width,
            height=envelope.height,
            paper=paper.upper(),
        )
        hint = sentence("Take ‹feed=landscape› or ‹feed=portrait-cw›.")
        raise CommandError(Problem("", what, hint, code="feed-envelope", field="feed", value=f"{paper}-{side}"))
    place = turned_right(free * SIDES[side], 0, envelope.width, envelope.height, 270)
    return Imposition(canvas["width"], canvas["height"], (place,))
