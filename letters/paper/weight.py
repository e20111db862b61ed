"""What a letter weighs in grams, and in which class of its post it falls; the figures are data/weight.toml."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from letters import shipped
from letters.paper import A4, Envelope, Paper
from letters.paper.inside import FOLDED, Fold, folded_into
from letters.textfile import read_toml


@dataclass(frozen=True, slots=True)
class Weight:
    """Grams of one letter as it is posted, and the class that it falls in."""

    sheets: int  # whole ones, the blank one for the answer among them
    inside: str | None  # the envelope for the answer
    fold: Fold | None  # how that goes into the other
    grams: float
    lightest: int | None  # where the first class of this post ends, `None` = not known
    limit: int | None  # where the class of this letter ends, `None` = not known: ask
    near: bool  # so close to the limit that real paper may be over it

    @property
    def folding(self) -> str:
        """How the envelope for the answer is folded, in English, "" = it lies flat."""
        return FOLDED.get(self.fold or 1, "")


@cache
def _data() -> dict[str, Any]:
    return read_toml(shipped.data() / "weight.toml")


def weigh(
    sheets: int, envelope: Envelope, reply: Envelope | None, paper: Paper = A4, country: str | None = None
) -> Weight:
    """A letter in its envelope, with a stamp and, if there is one, an envelope inside for the answer.

    `country` = where it is posted (ISO 3166).
    """
    grams = sheets * _sheet(paper) + envelope_grams(envelope) + float(_data()["stamp"]["grams"])
    grams += envelope_grams(reply) if reply else 0.0
    classes = _data()["classes"].get(country or "", {}).get("grams", [])
    limit = next((limit for limit in classes if grams <= limit), None)
    near = limit is not None and grams >= limit - _data()["scale"]["spare"]
    fold = folded_into(reply, envelope) if reply else None
    return Weight(sheets, reply.name if reply else None, fold, grams, next(iter(classes), None), limit, near)


def envelope_grams(envelope: Envelope) -> float:
    """Two faces and the flaps."""
    row = _data()["envelope"]
    faces = 2 * (1 + row["flaps"])
    return float(_grams(envelope.width, envelope.height, row) * faces)


def _sheet(paper: Paper) -> float:
    return _grams(paper.width, paper.height, _data()["paper"])


def _grams(width: float, height: float, row: dict[str, Any]) -> float:
    return float(width * height / 1e6 * row["grams_per_square_metre"])
