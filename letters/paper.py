"""Sizes of envelopes and the zones on them, in mm from the top-left corner, read from data/paper.toml."""

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from letters.errors import CommandError, Problem

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


@dataclass(frozen=True, slots=True)
class Zones:
    """Where things may stand on an envelope."""

    recipient_area: Box
    sender_area: Box
    postage_area: Box
    code_stamp: tuple[float, float] | None = None  # top-left corner; only inside Russia


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "paper.toml").read_text(encoding="utf-8"))


def envelope_names() -> tuple[str, ...]:
    """The names of the envelopes known by name."""
    return tuple(_data()["envelopes"])


@cache
def find_envelope(name: str) -> Envelope:
    """The envelope of that name, alias or WIDTHxHEIGHT in mm; raises CommandError with the list of names."""
    for known, row in _data()["envelopes"].items():
        if name.casefold() in {known.casefold(), *(alias.casefold() for alias in row["aliases"])}:
            return Envelope(known, row["width"], row["height"], row["gost"], row["fold"])
    size = re.fullmatch(r"(\d{1,4}(?:\.\d+)?)\s*[xXхХ×*]\s*(\d{1,4}(?:\.\d+)?)\s*(?:mm)?", name.strip())
    if size is None:
        raise CommandError(_unknown_envelope(name))
    return _custom_envelope(name, float(size[1]), float(size[2]))


def _unknown_envelope(name: str) -> Problem:
    close = get_close_matches(name.upper(), envelope_names(), 1)
    meant = f"Did you mean {close[0]}? " if close else ""
    return Problem(
        "--envelope",
        f"unknown envelope {name!r}.",
        f"{meant}Known: {', '.join(envelope_names())}, or a size in mm such as 200x120.",
    )


def _custom_envelope(name: str, first: float, second: float) -> Envelope:
    width, height = max(first, second), min(first, second)
    (least_width, least_height), (most_width, most_height) = _data()["custom"].values()
    if not (least_width <= width <= most_width and least_height <= height <= most_height):
        raise CommandError(
            Problem(
                "--envelope",
                f"an envelope of {name} cannot be posted as a letter.",
                f"Sizes from {least_width}x{least_height} to {most_width}x{most_height} mm are possible.",
            )
        )
    return Envelope(f"{width:g}x{height:g}", width, height, gost=False, fold=None)


def zones_abroad(envelope: Envelope, bottom: float | None = None) -> Zones:
    """The zones for posting outside Russia; `bottom` = the white strip a country wants below the address."""
    rule = _data()["abroad"]
    width, height = envelope.width, envelope.height
    right = width - rule["right"]
    left = max(rule["left"], width - rule["reach"], right - rule["widest"])
    sender = rule["sender"]
    return Zones(
        Box.between(left, rule["top"], right, height - (bottom or rule["bottom"])),
        Box.between(sender["left"], sender["top"], width - sender["clear_right"], sender["bottom"]),
        _postage_area(width, rule["postage"]),
    )


def zones_russia(envelope: Envelope) -> Zones:
    """The zones for posting inside Russia, with the place of the code stamp."""
    rule = _data()["russia"]
    sender = rule["sender"].get(envelope.name, rule["sender"]["other"])
    stamp = rule["stamp"]
    postage = _postage_area(envelope.width, rule["postage"])
    sender_right = min(sender["right"], postage.left - rule["clear"]["sender_to_postage"])
    return Zones(
        _russian_recipient_area(envelope),
        Box.between(sender["left"], sender["top"], sender_right, sender["bottom"]),
        postage,
        (stamp["left"], envelope.height - stamp["above_bottom"]),
    )


def _russian_recipient_area(envelope: Envelope) -> Box:
    rule = _data()["russia"]
    edges = rule["recipient"].get(envelope.name)
    if edges is not None:
        return Box.between(edges["left"], edges["top"], edges["right"], edges["bottom"])
    far, width, height = rule["recipient"]["other"], envelope.width, envelope.height
    return Box.between(
        max(width - far["from_right"], rule["clear"]["least_left"]),
        max(height - far["from_bottom"], rule["clear"]["least_top"]),
        width - far["clear_right"],
        height - far["clear_bottom"],
    )


def _postage_area(width: float, size: list[float]) -> Box:
    return Box(width - size[0], 0, size[0], size[1])
