"""Boxes in mm, and the envelopes and cards known by name or given as WIDTHxHEIGHT (data/paper.toml)."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from letters import shipped
from letters.errors import CommandError, Problem
from letters.sentences import joined, sentence
from letters.textfile import read_toml

A4_WIDTH, A4_HEIGHT = 210.0, 297.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in mm; `top` grows downwards."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The bottom edge."""
        return self.top + self.height

    @classmethod
    def between(cls, left: float, top: float, right: float, bottom: float) -> "Box":
        """The box between four edges."""
        return cls(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope lying landscape, address side up, flap away from the reader."""

    name: str
    width: float
    height: float
    gost: bool  # among the sizes of GOST R 51506-99
    fold: str | None  # how an A4 sheet goes in
    card: bool = False  # a postcard: the message stands left of the address


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper, upright."""

    name: str
    width: float
    height: float


A4 = Paper("A4", A4_WIDTH, A4_HEIGHT)
LETTER = Paper("Letter", 215.9, 279.4)
PAPERS: dict[str, Paper] = {"a4": A4, "letter": LETTER}
LETTER_COUNTRIES = ("CA", "US")  # where a printer's tray holds Letter


@cache
def rules() -> dict[str, Any]:
    """paper.toml: envelopes, and the zones that hold everywhere."""
    return read_toml(shipped.data() / "paper.toml")


def envelope_names() -> tuple[str, ...]:
    """The names of the envelopes known by name."""
    return tuple(rules()["envelopes"])


def typed_envelope_names() -> tuple[str, ...]:
    """The same as somebody types them: `10`, since «#10» is a remark for a shell."""
    return tuple(name.lstrip("#") for name in envelope_names())


def card_names() -> tuple[str, ...]:
    """The names of the postcards."""
    return tuple(rules()["cards"])


@cache
def find_envelope(name: str) -> Envelope:
    """The envelope of that name, alias or WIDTHxHEIGHT in mm; raises CommandError with the list of names."""
    for known, row in (rules()["envelopes"] | rules()["cards"]).items():
        if name.casefold() in {known.casefold(), *(alias.casefold() for alias in row["aliases"])}:
            card = known in card_names()
            return Envelope(known, row["width"], row["height"], row.get("gost", card), row.get("fold"), card)
    size = re.fullmatch(r"(\d{1,4}(?:\.\d+)?)\s*[xXхХ×*]\s*(\d{1,4}(?:\.\d+)?)\s*(?:mm)?", name.strip())
    if size is None:
        raise CommandError(_unknown_envelope(name))
    return _custom_envelope(name, float(size[1]), float(size[2]))


def _unknown_envelope(name: str) -> Problem:
    names = (*typed_envelope_names(), *card_names())
    close = get_close_matches(name.upper(), names, 1) or get_close_matches(name.lower(), names, 1)
    known = sentence("Known: {names}, or a size in mm such as 200x120.", names=", ".join(names))
    hint = joined((*(sentence("Did you mean {close}?", close=one) for one in close), known), " ")
    return Problem(
        "", sentence("there is no such envelope."), hint, code="unknown-envelope", field="envelope", value=name
    )


def _custom_envelope(name: str, first: float, second: float) -> Envelope:
    width, height = max(first, second), min(first, second)
    (least_width, least_height), (most_width, most_height) = rules()["custom"].values()
    if not (least_width <= width <= most_width and least_height <= height <= most_height):
        what = sentence("an envelope of this size cannot be posted as a letter.")
        hint = sentence(
            "Sizes from {least_width}x{least_height} to {most_width}x{most_height} mm are possible.",
            least_width=least_width,
            least_height=least_height,
            most_width=most_width,
            most_height=most_height,
        )
        raise CommandError(Problem("", what, hint, code="envelope-size", field="envelope", value=name))
    return Envelope(f"{width:g}x{height:g}", width, height, gost=False, fold=None)
