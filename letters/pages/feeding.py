"""What to do with each file of a run: which paper, which side up, which end first, in words."""

from collections.abc import Mapping

from letters.layout.sheet import choose_labels
from letters.pages.run import Kind, Run
from letters.paper import Envelope, Paper
from letters.sentences import sentence

_FOLD = {
    "C6": sentence("A4, 100 %; cut along the solid lines, fold back on the dashed ones: sides, bottom, flap; glue"),
    "DL": sentence("A4, 100 %; fold back on the dashed lines: short sides first, then long ones; glue"),
}


HTML_STEP = sentence("the same for a phone, a screen reader or large print: open it in a browser")


def next_step(kind: Kind, run: Run, envelope: Envelope, paper: Paper) -> str:
    """What to do with a file of that kind."""
    steps: Mapping[str, str] = {
        "replies": sentence("the same envelopes again: one for the answer into each letter"),
        "letters": sentence(
            "{paper}, one-sided, 100 %; a letter and a blank sheet for the answer per person", paper=paper.name
        ),
        "guides": sentence("{paper}; for the table, never for the post", paper=paper.name),
        "kit": sentence(
            "{paper}; a card per person to fold for the table, then talk, shopping list and checklist for you",
            paper=paper.name,
        ),
        "table": sentence(
            "{paper}, one-sided, 100 %; a set per person: guide, letter, blank sheet; pages with the black strip are "
            "the guides and stay, the others are posted",
            paper=paper.name,
        ),
        "list": sentence("{paper}; for you: tick off as you go", paper=paper.name),
    }
    return steps[kind] if kind in steps else envelope_step(run, envelope)


def envelope_step(run: Run, envelope: Envelope) -> str:
    """What to do with envelopes.pdf."""
    if (labels := choose_labels(run.print.sheet)) is not None:
        return sentence(
            "sheets of {labels}, A4, 100 %; try plain paper first; write the sender on the envelope by hand",
            labels=labels.name,
        )
    if run.print.sheet == "fold":
        return _FOLD[envelope.name]
    if run.print.sheet is not None:
        return sentence("A4, 100 %; cut from mark to mark, all sheets alike")
    if run.print.feed == "landscape":
        return sentence(
            "put {envelope} envelopes in the tray; print at 100 % (“actual size”), paper size {envelope}",
            envelope=envelope.name,
        )
    return _end_first(run.print.feed, envelope.name)


def _end_first(feed: str, envelope: str) -> str:
    """Through the printer by a short end, alone or lying on a page."""
    if feed == "portrait-cw":
        return sentence(
            "{envelope} short end first; print side up: flap right; print side down: flap left; 100 %, paper size "
            "{envelope}",
            envelope=envelope,
        )
    if feed.startswith("portrait"):
        return sentence(
            "{envelope} short end first; print side up: flap left; print side down: flap right; 100 %, paper size "
            "{envelope}",
            envelope=envelope,
        )
    paper, side = feed.split("-")
    if side == "centre":
        return sentence(
            "{envelope} short end first, in the middle; print side up: flap left; print side down: flap right, in the "
            "middle; 100 %, paper size {paper}",
            envelope=envelope,
            paper=paper.capitalize(),
        )
    if side == "left":
        return sentence(
            "{envelope} short end first, at the left edge; print side up: flap left; print side down: flap right, at "
            "the right edge; 100 %, paper size {paper}",
            envelope=envelope,
            paper=paper.capitalize(),
        )
    return sentence(
        "{envelope} short end first, at the right edge; print side up: flap left; print side down: flap right, at the "
        "left edge; 100 %, paper size {paper}",
        envelope=envelope,
        paper=paper.capitalize(),
    )
