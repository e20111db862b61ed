"""How to put paper in the printer for the envelopes of a run: which side up, which end first, in words."""

from letters.layout.sheet import choose_labels
from letters.pages.run import Run
from letters.paper import Envelope

_TRAY = "put {envelope} envelopes in the tray; print at 100 % (“actual size”), paper size "
_END_FIRST = "{envelope} short end first; print side up: flap {flap}; print side down: flap {other}; 100 %, paper size "
_PAGE = (
    "{envelope} short end first, {place}; print side up: flap left; print side down: flap right, {mirrored}; "
    "100 %, paper size {paper}"
)
_PLACES = {
    "centre": ("in the middle", "in the middle"),
    "left": ("at the left edge", "at the right edge"),
    "right": ("at the right edge", "at the left edge"),
}
_FOLD = {
    "C6": "A4, 100 %; cut along the solid lines, fold back on the dashed ones: sides, bottom, flap; glue",
    "DL": "A4, 100 %; fold back on the dashed lines: short sides first, then long ones; glue",
}


def next_step(run: Run, envelope: Envelope) -> str:
    """What to do with envelopes.pdf."""
    if (labels := choose_labels(run.sheet)) is not None:
        return f"sheets of {labels.name}, A4, 100 %; try plain paper first; write the sender on the envelope by hand"
    if run.sheet is not None:
        return _FOLD[envelope.name] if run.sheet == "fold" else "A4, 100 %; cut from mark to mark, all sheets alike"
    return _feed_step(run.feed, envelope)


def _feed_step(feed: str, envelope: Envelope) -> str:
    name = envelope.name
    if feed == "landscape":
        return _TRAY.format(envelope=name) + name
    if feed.startswith("portrait"):
        flap, other = ("right", "left") if feed == "portrait-cw" else ("left", "right")
        return _END_FIRST.format(envelope=name, flap=flap, other=other) + name
    paper, side = feed.split("-")
    place, mirrored = _PLACES[side]
    return _PAGE.format(envelope=name, place=place, mirrored=mirrored, paper=paper.capitalize())
