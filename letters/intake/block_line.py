"""What a line of an address may hold when it stands by itself: its parts, and a person's name among them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from letters.intake.postcode import POSTCODE_FIRST
from letters.intake.tables.headings import NAME_PARTS, PLACES
from letters.model import Part
from letters.russian import names
from letters.russian.names.table import fold, given_names
from letters.russian.postal import parse_line
from letters.russian.postal.places import classify

# The kinds of parts, and how they follow each other on a published line.
RANK = {kind: rank for rank, kind in enumerate((*PLACES[:3], "bare", *PLACES[3:], "note", "recipient", "born"))}
AUTHORITY = re.compile(r"(?:Г?УФСИН|О?ФСИН)(?![а-яё-])", re.IGNORECASE)
_LONGEST = 300  # characters of one of its lines
_INDEX_LAST = re.compile(r"(.*?)[\s,;.(]*(?:[Ии]ндекс[\s:]+)?(?<![0-9])([0-9]{3} ?[0-9]{3})\)?[.;,]?")
_INDEX_INSIDE = re.compile(r"([^,].*?),\s*([0-9]{3} ?[0-9]{3})[\s,;]+(\D.*)")
# «1990», «12.03.1990»
_YEAR_ALONE = re.compile(r"(?:[0-3]?[0-9][./-][01]?[0-9][./-])?(?:19[2-9]|20[01])[0-9](?:\s?г(?:од|\.)?)?")
_HOUSE_ALONE = re.compile(r"[0-9]{1,4}\s?[А-Яа-я]?(?:/[0-9]{1,3})?")
_TOWN = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -](?:(?:на|под|над|в|де|ла)[ -])?[А-ЯЁ][а-яё]+|[ -][0-9]+){0,2}")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
# Around a line, these show the parser that it may be a part of an address.
_BEFORE, _BEHIND = "644009, г. Омск, ул. Мира, д. 1, ", ", ФКУ СИЗО-1, Зимину Дмитрию Сергеевичу, 1990 г. р."
_OF_BEFORE, _OF_BEHIND = 4, 3  # parts


class BlockPart(NamedTuple):
    """A part of a line, verbatim; `bare` = a name without a word that says whether it is a town."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One line of an address, or several that are one piece: the lines [first, last) of the page, and its parts."""

    first: int
    last: int
    text: str
    pieces: tuple[BlockPart, ...]
    is_labelled: bool = False

    def has(self, kind: str) -> bool:
        """Whether a part of the line is of that kind."""
        return any(piece.kind == kind for piece in self.pieces)


def number_alone(text: str, before: BlockLine) -> tuple[BlockPart, ...]:
    """A line of figures only: a year or a day of birth right below a name, a house right below a street."""
    if before.has("recipient") and _YEAR_ALONE.fullmatch(text):
        return (BlockPart("born", text),)
    is_house = before.pieces[-1].kind == "street" and _HOUSE_ALONE.fullmatch(text)
    return (BlockPart("house", text),) if is_house else ()


@lru_cache(maxsize=2048)
def parts_of(text: str, field: str | None) -> tuple[BlockPart, ...]:
    """The parts of a line if it may be one of an address, else none."""
    if field == "other" or len(text) > _LONGEST or not (_CYRILLIC.search(text) or POSTCODE_FIRST.fullmatch(text)):
        return ()
    if field in NAME_PARTS and " " in text:
        field = "name"  # «Имя: Глеб Копытов»
    if field in NAME_PARTS:
        return (BlockPart(field, text),)
    if field not in (None, *PLACES, "name", "dative", "address", "whereabouts", "authority", "facility_kind"):
        return ()
    index, rest = _without_index(text)
    if index and field in ("name", "dative"):
        field = None
    pieces = tuple(_piece(part, field) for part in _parts(rest) if part.kind != "label") if rest else ()
    if any(piece.kind == "" for piece in pieces):
        return ()
    if not index:
        return pieces
    return (BlockPart("index", index), *pieces) if text.startswith(index) else (*pieces, BlockPart("index", index))


def _parts(text: str) -> tuple[Part, ...]:
    """The parts of a line where an address goes on, or in the middle of one."""
    if AUTHORITY.match(text):
        return (Part("facility", text),)
    parts = parse_line(_BEFORE + text).parts[_OF_BEFORE:]
    if any(part.kind == "rest" for part in parts):
        return parse_line(_BEFORE + text + _BEHIND).parts[_OF_BEFORE:-_OF_BEHIND]
    return parts


def _without_index(text: str) -> tuple[str, str]:
    """The postcode at the beginning or end of a line, and the rest of it."""
    if first := POSTCODE_FIRST.fullmatch(text):
        return first[1], first[2]
    if last := _INDEX_LAST.fullmatch(text):
        return last[2], last[1]
    if inside := _INDEX_INSIDE.fullmatch(text):
        return inside[2], f"{inside[1]}, {inside[3]}"
    return "", text


def _piece(part: Part, field: str | None) -> BlockPart:
    """A part as the parser reads it; "" = it is none of an address."""
    kind: str = part.kind
    if kind == "recipient" and field not in ("name", "dative") and not _is_person(part.text):
        kind = "settlement"
    if kind in ("settlement", "rest", "note", "district", "unknown") and classify(part.text) is None:
        kind = "bare" if _TOWN.fullmatch(part.text) or field in PLACES else ""
        if field in ("name", "dative"):
            kind = "recipient"
        elif field in PLACES and kind == "bare":
            kind = str(field)
    return BlockPart(kind if kind in RANK else "", part.text)


def _is_person(text: str) -> bool:
    """Whether words with capitals are a person's name: a patronymic, initials, or a given name that is known."""
    found = names.read_recipient(text)
    choices = (found.nominative, *found.choices)
    words = {fold(word) for name in choices if name for word in (name.first, name.last)}
    is_known = any(name and name.patronymic for name in choices) or not words.isdisjoint(given_names().every)
    return is_known or names.has_initials(text)
