"""How an envelope for the answer goes into the envelope of the letter: flat, or folded; lengths in mm."""

from typing import Literal

from letters.paper.sizes import Envelope
from letters.sentences import sentence

Fold = Literal[1, 2, 3, 4]  # layers: 1 = it lies flat
_PARTS: tuple[tuple[Fold, int, int], ...] = ((1, 1, 1), (2, 2, 1), (2, 1, 2), (3, 3, 1), (3, 1, 3), (4, 2, 2))
_PLAY = 3.0  # what must be free across and along, so that it goes in and comes out
FOLDED = {2: sentence("folded in two"), 3: sentence("folded in three"), 4: sentence("folded in four")}


def folded_into(inner: Envelope, outer: Envelope) -> Fold | None:
    """The fewest layers in which one envelope goes into the other, `None` = it does not."""
    return next((fold for fold, across, along in _PARTS if _goes_in(inner, across, along, outer)), None)


def _goes_in(inner: Envelope, across: int, along: int, outer: Envelope) -> bool:
    sides = sorted((inner.width / across, inner.height / along))
    room = sorted((outer.width - _PLAY, outer.height - _PLAY))
    return all(side <= free for side, free in zip(sides, room, strict=True))
