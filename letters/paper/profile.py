"""What the post of one country asks of the address side of a letter abroad, read from data/zones.toml."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from letters import shipped
from letters.textfile import read_toml

LatinAmount = Literal["all", "place", "none"]  # the whole address, settlement and region, nothing but the country line


@dataclass(frozen=True, slots=True)
class Edges:
    """Distances from the four edges of the envelope; 0 = nothing asked."""

    top: float = 0
    right: float = 0
    bottom: float = 0
    left: float = 0


@dataclass(frozen=True, slots=True)
class CountryLine:
    """The last line as a post wants it, and its language (ISO 639)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What one post asks for; 0, `None` or () = nothing beyond the box that satisfies all."""

    address: Edges = Edges()  # where the address may not stand
    clear: Edges = Edges()  # strips in which nothing may stand
    clear_bottom_large: float = 0  # the bottom strip of envelopes larger than B5
    postage: tuple[float, float] = (0, 0)
    widest: float | None = None  # the address
    highest: float | None = None  # the address
    reach: float | None = None  # the farthest from the right edge that the address may begin
    rise: float | None = None  # the farthest from the bottom edge that the address may begin
    from_left: float = 0  # the part of the width that stays free left of the address
    characters: int | None = None  # on one line of the address
    sender_lines: int | None = None
    latin: tuple[LatinAmount, ...] = ()  # how much is wanted in Latin letters as well, the best first
    line: CountryLine | None = None  # `None` = CLDR knows it

    @property
    def latin_required(self) -> bool:
        """Whether a letter with nothing but the country line in Latin letters can be refused."""
        return bool(self.latin) and "none" not in self.latin


GENERAL = Profile()


@cache
def _data() -> dict[str, Any]:
    return read_toml(shipped.data() / "zones.toml")


@cache
def find_profile(code: str | None) -> Profile:
    """What the post of that country asks; of a country without a row, the box that satisfies all."""
    row = _data().get(code or "")
    if row is None:
        return GENERAL
    line = row.get("line")
    return Profile(
        Edges(**row.get("address", {})),
        Edges(**row.get("clear", {})),
        postage=tuple(row.get("postage", (0, 0))),
        latin=tuple(row.get("latin", {}).get("amounts", ())),
        line=CountryLine(line["text"], line["language"]) if line else None,
        **row.get("limits", {}),
    )
