"""What of a letter is seen through the window of its envelope, wherever it slides, in mm from the letter's top-left."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from letters import shipped
from letters.errors import CommandError, Problem, named
from letters.paper.sizes import A4_WIDTH, Box, Envelope
from letters.sentences import either, sentence
from letters.textfile import read_toml

WindowStyle = Literal["din", "fr"]
WINDOW_STYLES: tuple[WindowStyle, ...] = ("din", "fr")


@dataclass(frozen=True, slots=True)
class Window:
    """Where the address may stand on the letter, what must stay empty for it, and where the letter is folded."""

    address_area: Box  # always seen
    swept_area: Box  # seen in some position: nothing else stands here
    folds: tuple[float, ...]  # from the upper edge
    sure: bool  # whether the figures were read in a guide


@cache
def _data() -> dict[str, Any]:
    return read_toml(shipped.data() / "windows.toml")


def find_window(style: WindowStyle, envelope: Envelope) -> Window:
    """The window of that style on that envelope; raises CommandError when none is known."""
    row = _data()[style]
    edges = row["envelopes"].get(envelope.name)
    if edges is None:
        what = sentence("no window of that style is known on {envelope}.", envelope=envelope.name)
        hint = sentence("Take {envelopes}.", envelopes=either(named("envelope", name) for name in row["envelopes"]))
        raise CommandError(Problem("", what, hint, code="window-envelope", field="window", value=style))
    left, right = edges["left"], edges["left"] + edges["width"]
    bottom = envelope.height - edges["bottom"]
    top = bottom - edges["height"]
    across, down = envelope.width - A4_WIDTH, envelope.height - edges["folds"][0]  # how far the letter can slide
    return Window(
        Box.between(left + row["text"], top, right - across, bottom - down),
        Box.between(left - across, top - down, right, bottom),
        tuple(edges["folds"]),
        row["mark"] == "sure",
    )
