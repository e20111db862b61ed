"""The address block: which line follows which on an envelope, and where a line may be broken.

Order: recipient; facility; street and house; settlement; district and region; index; from abroad the country last
(order of address lines of the Russian post: rules of 2005 and later, and its instruction for senders).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from letters.model import Address, PartKind
from letters.sentences import sentence
from letters.textfile import read_toml

NO_BREAK = "\u00a0"
Order = Literal["postal", "published"]
LineKind = Literal["recipient", "facility", "street", "settlement", "region", "index", "country"]

_LINE_OF: dict[PartKind, LineKind] = {
    "recipient": "recipient",
    "born": "recipient",
    "facility": "facility",
    "street": "street",
    "house": "street",
    "settlement": "settlement",
    "district": "region",
    "region": "region",
    "index": "index",
}
# For translators: a line of the address: «its longest line is the facility».
LINE_NAMES: dict[LineKind, str] = {
    "recipient": sentence("recipient"),
    "facility": sentence("facility"),
    "street": sentence("street"),
    "settlement": sentence("settlement"),
    "region": sentence("region"),
    "index": sentence("index"),
    "country": sentence("country"),
}
_BEHIND_COMMA = re.compile(r"(?<=,) ")
_AUTHORITY = re.compile(r" (?=(?:ГУ|У|О)?ФСИН)")
_AUTHORITY_OR_REGION = re.compile(rf"{_AUTHORITY.pattern}| (?=по{NO_BREAK})")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the block, before it is broken to the width of the envelope."""

    kind: LineKind
    text: str


def address_lines(address: Address, recipient: str, country_line: str | None, order: Order) -> tuple[Line, ...]:
    """The lines of the block; `recipient` is the dative with the year of birth, `country_line` `None` inside Russia."""
    lines = _postal(address, recipient) if order == "postal" else _published(address, recipient)
    country = (Line("country", country_line),) if country_line else ()
    return (*lines, *country)


def _postal(address: Address, recipient: str) -> Iterator[Line]:
    rows: tuple[tuple[LineKind, tuple[str | None, ...]], ...] = (
        ("recipient", (recipient,)),
        ("facility", (address.facility.text,)),
        ("street", (address.street, address.house)),
        ("settlement", address.settlements),
        ("region", (address.district, address.region)),
        ("index", (address.index,)),
    )
    for kind, texts in rows:
        unknown = (part.text for part in address.unknown if _LINE_OF[part.kind] == kind)
        if text := _joined((*filter(None, texts), *unknown)):
            yield Line(kind, text)


def _joined(texts: Iterable[str]) -> str:
    """The parts with commas between them, but none before a bracket."""
    return "".join(f"{' ' if text.startswith(('(', '[')) else ', '}{text}" for text in texts).lstrip(", ")


def _published(address: Address, recipient: str) -> Iterator[Line]:
    """The parts in the order of the case page, neighbours of one kind of line on one line."""
    kind: LineKind | None = None
    texts: list[str] = []
    for part in address.parts:
        next_kind = _LINE_OF.get(part.kind)
        if part.kind == "unknown":
            next_kind = kind if kind not in (None, "index", "recipient") else "settlement"
        if next_kind is None or part.kind == "born":
            continue
        if next_kind != kind and kind is not None:
            yield Line(kind, _joined(texts))
            texts = []
        kind = next_kind
        texts.append(recipient if part.kind == "recipient" else part.text)
    if kind is not None:
        yield Line(kind, _joined(texts))


@cache
def _holds() -> tuple[re.Pattern[str], ...]:
    table = read_toml(Path(__file__).parent / "block.toml")
    return tuple(re.compile(row["pattern"]) for row in table["hold"])


@lru_cache(maxsize=4096)
def hold_together(text: str) -> str:
    """The text with a no-break space wherever an address may not be broken (block.toml)."""
    for pattern in _holds():
        text = pattern.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
    return text


def break_line(text: str, fits: Callable[[str], bool]) -> tuple[str, ...] | None:
    """Break at commas, then before the authority, its region, at spaces; `None` = some piece is still too wide."""
    held = hold_together(text)
    for split in (_at_commas, _before_authority, _before_region, _at_spaces):
        lines = _join(split(held), fits)
        if lines is not None:
            return tuple(line.replace(NO_BREAK, " ") for line in lines)
    return None


def _at_commas(text: str) -> list[str]:
    return _BEHIND_COMMA.split(text)


def _before_authority(text: str) -> list[str]:
    return [piece for chunk in _at_commas(text) for piece in _AUTHORITY.split(chunk)]


def _before_region(text: str) -> list[str]:
    return [piece for chunk in _at_commas(text) for piece in _AUTHORITY_OR_REGION.split(chunk)]


def _at_spaces(text: str) -> list[str]:
    return text.split(" ")


def _join(pieces: list[str], fits: Callable[[str], bool]) -> list[str] | None:
    """Put as many pieces on each line as fit; `None` when one piece alone does not."""
    lines: list[str] = []
    for piece in pieces:
        if lines and fits(longer := f"{lines[-1]} {piece}"):
            lines[-1] = longer
        elif fits(piece):
            lines.append(piece)
        else:
            return None
    return lines
