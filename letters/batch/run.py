"""What one run is asked to do: a frozen value that the command line makes and the batch carries out."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from letters.postal.block import Order

Kind = Literal["envelopes", "letters", "guides", "list"]
KINDS: tuple[Kind, ...] = ("envelopes", "letters", "guides", "list")
POSTED: frozenset[Kind] = frozenset({"envelopes", "letters"})
QrPlace = Literal["guide", "stub", "letter", "envelope", "none"]
QR_PLACES: tuple[QrPlace, ...] = ("guide", "stub", "letter", "envelope", "none")


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that decides what is printed; the same run on the same book gives the same bytes."""

    book: Path
    out: Path
    today: date
    who: tuple[str, ...] = ()  # ids; none = everybody
    envelope: str = "C6"
    country: str | None = None  # ISO 3166; `None` = as the book says
    only: tuple[Kind, ...] = KINDS
    letter: str = "form"
    language: str = "en"
    qr: QrPlace | None = None  # `None` = guide, and none when posting inside Russia
    order: Order = "postal"
    allow: tuple[str, ...] = ()
    proof: bool = False
