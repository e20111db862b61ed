"""What to do with each file of a run: which paper, which side up, which end first, in words."""

from collections.abc import Mapping

from letters.layout.sheet import choose_labels
from letters.pages.run import Kind, Run
from letters.paper import Envelope, Paper

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


_OTHERS: Mapping[Kind, str] = {
    "replies": "the same envelopes again: one for the answer into each letter",
    "letters": "{paper}, one-sided, 100 %; a letter and a blank sheet for the answer per person",
    "guides": "{paper}; for the table, never for the post",
    "kit": "{paper}; a card per person to fold for the table, then talk, shopping list and checklist for you",
    "table": "{paper}, one-sided, 100 %; a set per person: guide, letter, blank sheet; pages with the black strip are "
    "the guides and stay, the others are posted",
    "list": "{paper}; for you: tick off as you go",
}
HTML_STEP = "the same for a phone, a screen reader or large print: open it in a browser"


def next_step(kind: Kind, run: Run, envelope: Envelope, paper: Paper) -> str:
    """What to do with a file of that kind."""
    return _OTHERS[kind].format(paper=paper.name) if kind in _OTHERS else envelope_step(run, envelope)


def envelope_step(run: Run, envelope: Envelope) -> str:
    """What to do with envelopes.pdf."""
    if (labels := choose_labels(run.print.sheet)) is not None:
        return f"sheets of {labels.name}, A4, 100 %; try plain paper first; write the sender on the envelope by hand"
    if run.print.sheet is not None:
        return (
            _FOLD[envelope.name] if run.print.sheet == "fold" else "A4, 100 %; cut from mark to mark, all sheets alike"
        )
    return _feed_step(run.print.feed, envelope)


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
