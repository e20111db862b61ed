"""A published line put together from columns: index, region, district, settlement, street, house, facility, name, year.

What a column says stays as it stands there; the line is read back, and where it reads otherwise the row says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from letters.intake.postcode import POSTCODE, POSTCODE_FIRST
from letters.intake.tables.headings import APART, NAME_PARTS, PLACES
from letters.model import Gender
from letters.russian import names
from letters.russian.postal import ParsedLine, normalise, parse_line
from letters.sentences import sentence

Values = Mapping[str, str]
ASSEMBLED = sentence("the address was put together from its columns: compare it with the case page")
COMPLETED = sentence("name and year were put behind the address from their columns: compare with the case page")
DATIVE = sentence("the dative was worked out from the name: look at it in ‹list›")

_HOUSE_LAST = re.compile(r"(.*[^\W\d])\.? +([0-9]+\S*)")
_ACRONYM = re.compile(r"(?:[А-ЯЁ]{2,6} )?[А-ЯЁ]{1,6}")
_NOMINATIVE = re.compile(r"(?:ич|вна|чна|шна)$")  # a patronymic
_KIND = re.compile(r"^(?:[а-яё-]{1,6}\.? )+(?=[А-ЯЁ0-9])")  # «г. », «р. п. », «ул »
_NUMBER_SIGN = re.compile(r"^\s*(?:№|N[o°º]?\.?|#|номер)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lined:
    """The values of a row with `address` as one line, and how that came about."""

    values: Values
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()  # why there is no line


def with_line(values: Values) -> Lined:
    """The values as fields of the book: name in one piece, address in one line."""
    named = _with_facility(_with_name(values))
    address = named.get("address")
    number = (
        None if "facility" in named or (address and parse_line(address).facility) else values.get("facility_number")
    )
    if number:
        return Lined(
            named,
            (),
            (sentence("facility_kind is empty, so nobody knows what «{number}» is the number of", number=number),),
        )
    if address:
        return _completed(named, address)
    if reason := _lacking(named):
        return Lined(named, (), (reason,))
    return _assembled(named, [named[place] for place in PLACES if place in named], (ASSEMBLED,))


def _added(columns: Sequence[str]) -> str:
    return sentence(
        "the address was completed from other columns ({columns}): compare it with the case page",
        columns=", ".join(columns),
    )


def _lacking(values: Values) -> str | None:
    """What is missing for an address."""
    if absent := [place for place in ("index", "facility") if place not in values]:
        if len(absent) > 1:
            return sentence("there is no address, and no index and no facility to put one together from")
        return sentence("there is no address, and no {field} to put one together from", field=absent[0])
    named = parse_line(f"{values['index']}, ул. Мира, д. 1, {values['facility']}").facility
    is_placed = any(place in values for place in ("region", "district", "settlement"))
    if not is_placed and not (named and named.authority_region):
        return sentence("there is no address, and no town and no region to put one together from")
    return None


def _with_name(values: Values) -> Values:
    """One name of three columns; a name that stands in the dative already is the dative."""
    named = {field: text for field, text in values.items() if field not in NAME_PARTS}
    if parts := " ".join(_name_parts(values)):
        named["name"] = parts
    if "name" in named and "dative" not in named and _is_dative(named["name"]):
        named["dative"] = named.pop("name")
    return named


def _name_parts(values: Values) -> Iterator[str]:
    """Surname, given name and patronymic; «Name» beside «Surname» is a given name, and a whole name is whole."""
    name, last = values.get("name", ""), values.get("last_name", "")
    if name and _fold(last) in _fold(name):
        yield name
        return
    for part in (last, name or values.get("first_name", ""), values.get("patronymic", "")):
        if part:
            yield part


def _is_dative(name: str) -> bool:
    """Whether a name of a column stands in the dative, as people copy it from published lines."""
    return not _NOMINATIVE.search(name) and names.read_recipient(name).case == "dative"


def _with_facility(values: Values) -> Values:
    """One institution of kind, number and authority: «СИЗО», «1» -> «СИЗО-1»."""
    rest = {field: text for field, text in values.items() if field not in APART}
    kind, number = values.get("facility_kind", ""), values.get("facility_number", "")
    whole = values.get("facility", "")
    pieces = [_numbered(whole or kind, "" if re.search(r"[0-9]", whole) else number)]
    if (authority := values.get("authority", "")) and _fold(authority) not in _fold(pieces[0]):
        pieces.append(authority)
    facility = " ".join(filter(None, pieces)) if pieces[0] else ""
    return {**rest, "facility": facility} if facility else rest


def _numbered(kind: str, number: str) -> str:
    """«ИК», «№ 2» -> «ИК-2»; «Исправительная колония», «2» -> «Исправительная колония № 2»; a number alone is none."""
    plain = _NUMBER_SIGN.sub("", number)
    if not kind or not plain or re.search(rf"(?<!\d){re.escape(plain)}(?!\d)", kind):
        return kind or (plain if any(map(str.isalpha, plain)) else "")
    if plain.casefold().startswith(kind.casefold()):
        return plain
    return f"{kind}-{plain}" if _ACRONYM.fullmatch(kind) else f"{kind} № {plain}"


def _completed(values: Values, address: str) -> Lined:
    """The line as it stands; what it lacks and a column of its own holds is added, unless it is a published line."""
    knows_name = "name" in values or "dative" in values
    if not knows_name and not any(place in values for place in PLACES):
        return Lined(values)
    read = parse_line(address)
    if read.recipient_text is not None or (read.address and not knows_name):
        return Lined(_without_places(values), tuple(_contradictions(values, address)))
    added = [] if read.address else _lacked(values, address)
    pieces = _between(values, added, address.rstrip(" ,.;"))
    notes = (_added(added),) if added else (COMPLETED,)
    left = {field: text for field, text in values.items() if field not in added}
    found = _assembled(values, pieces, notes)
    return Lined(found.values, (*found.notes, *_contradictions(left, address)), found.reasons)


def _lacked(values: Values, address: str) -> list[str]:
    """The places that an address without index or institution has not, and columns beside it have."""
    read = parse_line(f"{values.get('index', '')}, {address}")
    kinds = {part.kind for part in read.parts}
    has_index = bool(POSTCODE.search(address))
    return [
        place
        for place in PLACES
        if place in values
        and not _is_on(values[place], address)
        and not (has_index if place == "index" else place in kinds)
    ]


def _between(values: Values, added: list[str], address: str) -> list[str]:
    """The pieces of the line in its order: the index first, places before the address, the institution behind it."""
    found = POSTCODE_FIRST.fullmatch(address)
    index, rest = ([found[1]], found[2]) if found and found[2] else ([], address)
    before = [values[place] for place in PLACES[1:4] if place in added]
    behind = [values[place] for place in PLACES[4:] if place in added]
    first = [values["index"]] if "index" in added else index
    return [*first, *before, rest, *behind]


def _assembled(values: Values, pieces: list[str], notes: tuple[str, ...]) -> Lined:
    name, worked_out = _dative(values)
    year = f"{values['born']} г. р." if re.fullmatch(r"[0-9]{4}", values.get("born", "")) else None
    line = ", ".join(filter(None, (*pieces, name, year)))
    said = (*notes, *((DATIVE,) if worked_out else ()))
    read = parse_line(line) if any(field in values for field in ("index", "street", "facility")) else None
    if read and (street := _misread_street(values, read)):
        cut = _with_comma(line, street)
        if cut is None:
            return Lined(
                values,
                (),
                (
                    sentence(
                        "street: «{street}» reads as a town; write what it is before it (ул., пр., пер.)", street=street
                    ),
                ),
            )
        line, read = cut, parse_line(cut)
    misread = _misread(values, read) if read else ()
    return Lined({**_without_places(values), "address": line}, (*said, *misread))


def _misread_street(values: Values, read: ParsedLine) -> str | None:
    """The street of a column that the line shows as a settlement, or as nothing it knows."""
    street = _fold(values.get("street", ""))
    is_town = street in map(_fold, (*read.texts("settlement"), *read.texts("unknown"))) and street != _fold(
        values.get("settlement", "")
    )
    return values["street"] if street and is_town else None


def _with_comma(line: str, street: str) -> str | None:
    """The line with a comma between street and house, if it reads right then: «Декабристов 11» -> «Декабристов, 11»."""
    found = _HOUSE_LAST.fullmatch(street)
    cut = line.replace(street, f"{found[1]}, {found[2]}", 1) if found else line
    return cut if found and _fold(found[1]) in map(_fold, parse_line(cut).texts("street")) else None


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


def _misread(values: Values, read: ParsedLine) -> Iterator[str]:
    """Where the line, read back, has another facility or index than the columns: often a comma in a cell."""
    for field, texts in (("index", read.texts("index")), ("facility", read.texts("facility"))):
        wanted = values.get(field)
        if wanted and _fold(wanted) != _fold(", ".join(texts)):
            yield sentence(
                "{field}: the line put together does not show «{wanted}» as its {field}; compare with `parse`",
                field=field,
                wanted=wanted,
            )


def _contradictions(values: Values, address: str) -> Iterator[str]:
    """Columns beside the address that say what the address does not."""
    for place in PLACES:
        if place in values and not _is_on(values[place], address):
            yield sentence(
                "{place}: «{values}» is not on the address line, which was taken as it is",
                place=place,
                values=values[place],
            )


def _is_on(place: str, address: str) -> bool:
    """Whether the address says the same place, with or without the word for its kind: «г. Барнаул», «Барнаул»."""
    there = _fold(address)
    return _fold(place) in there or _fold(_KIND.sub("", place)) in there


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", normalise(text).casefold().replace("ё", "е"))
