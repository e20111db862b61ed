"""A published line put together from columns: index, region, district, settlement, street, house, facility, name, year.

What a column says stays as it stands there; the line is read back, and where it reads otherwise the row says so.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from letters.intake.tables.headings import NAME_PARTS, PLACES
from letters.model import Gender
from letters.russian import names
from letters.russian.postal import normalise, parse_line

Values = Mapping[str, str]
ASSEMBLED = "the address was put together from its columns: compare it with the case page"
COMPLETED = "name and year were put behind the address from their columns: compare with the case page"
DATIVE = "the dative was worked out from the name: look at it in `list`"


@dataclass(frozen=True, slots=True)
class Lined:
    """The values of a row with `address` as one line, and how that came about."""

    values: Values
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()  # why there is no line


def with_line(values: Values) -> Lined:
    """The values as fields of the book: name in one piece, address in one line."""
    named = _with_name(values)
    if address := named.get("address"):
        return _completed(named, address)
    if lacking := [place for place in ("index", "facility") if place not in named]:
        return Lined(named, (), (f"there is no address, and no {' and no '.join(lacking)} to put one together from",))
    pieces = [named[place] for place in PLACES if place in named]
    return _assembled(named, pieces, ASSEMBLED)


def _with_name(values: Values) -> Values:
    parts = [values[part] for part in NAME_PARTS if part in values]
    rest = {field: text for field, text in values.items() if field not in NAME_PARTS}
    return {"name": " ".join(parts), **rest} if parts else rest


def _completed(values: Values, address: str) -> Lined:
    """The line as it stands; a name that has a column of its own is put behind a line that has none."""
    knows_name = "name" in values or "dative" in values
    if knows_name and parse_line(address).recipient_text is None:
        return _assembled(values, [address.rstrip(" ,.;")], COMPLETED)
    return Lined(_without_places(values), tuple(_contradictions(values, address)))


def _assembled(values: Values, pieces: list[str], note: str) -> Lined:
    name, worked_out = _dative(values)
    year = f"{values['born']} г. р." if re.fullmatch(r"[0-9]{4}", values.get("born", "")) else None
    line = ", ".join(filter(None, (*pieces, name, year)))
    notes = (note, *((DATIVE,) if worked_out else ()), *_misread(values, line))
    return Lined({**_without_places(values), "address": line}, notes)


def _dative(values: Values) -> tuple[str | None, bool]:
    """The name for the line, and whether its case was worked out here; in the nominative if it is not proved."""
    if "dative" in values or "name" not in values:
        return values.get("dative"), False
    found = names.read_recipient(values["name"], nominative=values["name"], gender=_gender(values))
    return (found.dative, True) if found.dative else (values["name"], False)


def _gender(values: Values) -> Gender | None:
    found = values.get("gender")
    return "m" if found == "m" else "f" if found == "f" else None


def _without_places(values: Values) -> Values:
    return {field: text for field, text in values.items() if field not in PLACES}


def _misread(values: Values, line: str) -> Iterator[str]:
    """Where the line, read back, has another facility or index than the columns: often a comma in a cell."""
    found = parse_line(line)
    for field in ("index", "facility"):
        wanted = values.get(field)
        if wanted and _fold(wanted) != _fold(", ".join(found.texts("index" if field == "index" else "facility"))):
            yield f"{field}: the line put together does not show «{wanted}» as its {field}; compare with `parse`"


def _contradictions(values: Values, address: str) -> Iterator[str]:
    """Columns beside the address that say what the address does not."""
    there = _fold(address)
    for place in PLACES:
        if place in values and _fold(values[place]) not in there:
            yield f"{place}: «{values[place]}» is not on the address line, which was taken as it is"


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", normalise(text).casefold().replace("ё", "е"))
