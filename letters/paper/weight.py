"""What a letter weighs in grams, and in which class of the posts it falls; the figures are data/weight.toml."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from letters import shipped
from letters.paper import A4, Envelope, Paper
from letters.textfile import read_toml


@dataclass(frozen=True, slots=True)
class Weight:
    """Grams of one letter as it is posted; `limit` = the class that it falls in, `None` = heavier than a letter."""

    sheets: int  # whole ones, the blank one for the answer among them
    inside: str | None  # the envelope for the answer
    grams: float
    limit: int | None
    near: bool  # so close to the limit that real paper may be over it


@cache
def _data() -> dict[str, Any]:
    return read_toml(shipped.data() / "weight.toml")


def lightest_limit() -> int:
    """The grams of the lightest class, 20."""
    return int(_data()["classes"]["grams"][0])


def weigh(sheets: int, envelope: Envelope, reply: Envelope | None, paper: Paper = A4) -> Weight:
    """A letter in its envelope, with a stamp and, if there is one, an envelope inside for the answer."""
    grams = sheets * _sheet(paper) + envelope_grams(envelope) + _data()["stamp"]["grams"]
    name, inside = (reply.name, envelope_grams(reply)) if reply else (None, 0.0)
    return _classed(sheets, name, grams + inside)


def envelope_grams(envelope: Envelope) -> float:
    """Two faces and the flaps."""
    row = _data()["envelope"]
    faces = 2 * (1 + row["flaps"])
    return float(_grams(envelope.width, envelope.height, row) * faces)


def _sheet(paper: Paper) -> float:
    return _grams(paper.width, paper.height, _data()["paper"])


def _grams(width: float, height: float, row: dict[str, Any]) -> float:
    return float(width * height / 1e6 * row["grams_per_square_metre"])


def _classed(sheets: int, inside: str | None, grams: float) -> Weight:
    classes = _data()["classes"]
    limit = next((limit for limit in classes["grams"] if grams <= limit), None)
    return Weight(sheets, inside, grams, limit, limit is not None and grams >= limit - classes["spare"])
