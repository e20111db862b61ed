"""Records of the book to people who can be written to, or every reason why not."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from letters import qr
from letters.errors import Problem
from letters.links import link_problems, tracking_note, without_tracking
from letters.model import Birthday, Name, Person, Status
from letters.russian import names
from letters.russian.postal import normalise
from letters.russian.postal.doubts import address_doubts
from letters.sentences import ended, joined, sentence
from letters.services import services
from letters.store.book.naming import latin_in_name, named_problems, unproved_name, year_problems
from letters.store.book.notes import english_notes, has_lookalikes, line_note
from letters.store.book.reading import ReadLine, read_line
from letters.store.book.record import PersonRecord, faults, is_year_of_birth, nearest, read_birthday
from letters.store.book.tree import Mapping, Node, Scalar, Sequence

# For translators: «{field}: a {kind} character, U+200F (RIGHT-TO-LEFT MARK).»
_FORBIDDEN = {
    "Co": sentence("private-use"),
    "Cs": sentence("broken"),
    "Cn": sentence("unassigned"),
    "Cc": sentence("control"),
}


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody in the book who gets no envelope because of their status."""

    id: str
    where: str
    status: Status
    published: str = ""  # the Russian line
    name: Name | None = None  # nominative, if it is known
    born: int | None = None

    @property
    def fate(self) -> str:
        """Why nobody writes there, in words behind the name: «was released»."""
        return _FATES[self.status]


_FATES: dict[Status, str] = {
    "held": sentence("is in prison"),
    "released": sentence("was released"),
    "exchanged": sentence("was exchanged"),
    "house_arrest": sentence("is under house arrest"),
    "moved": sentence("was moved"),
    "died": sentence("died"),
    "unknown": sentence("has no known address"),
}

Look = Callable[[Person], Iterable[Problem]]


def read_person(node: Node, file: str, problems: list[Problem]) -> Person | Absent | None:
    """The person of one entry under `people:`; what is wrong is added to `problems`."""
    where = f"{file}:{node.line}"
    if not isinstance(node, Mapping):
        what, hint = sentence("a person must be a list of fields."), sentence("Begin with «- id: …».")
        problems.append(Problem(where, what, hint, code="person-no-fields"))
        return None
    found: list[Problem] = []
    record = _record(node, file, found)
    person = _person(record, node, file, found) if record else None
    who = _id_of(node)
    problems += (replace(problem, who=who) for problem in found)
    return person


def _id_of(node: Mapping) -> str:
    name = node.get("id")
    return name.text if isinstance(name, Scalar) else ""


def tree_values(node: Node) -> Any:
    """A tree of texts as plain dictionaries, lists and strings; empty texts are left out."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return tuple(map(tree_values, node.items))
    return {key.text: tree_values(value) for key, value in node.entries if not _is_empty(value)}


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text.strip()


def check_keys(node: Mapping, known: tuple[str, ...], file: str, problems: list[Problem]) -> Mapping:
    """The mapping without unknown keys, each of which becomes a problem."""
    for key, _ in node.entries:
        if key.text not in known:
            what = sentence("unknown field «{key}».", key=key.text)
            problems.append(Problem(f"{file}:{key.line}", what, nearest(key.text, known), code="unknown-field"))
    return Mapping(tuple(entry for entry in node.entries if entry[0].text in known), node.line)


def check_texts(node: Node, field: str, file: str, problems: list[Problem]) -> None:
    """Report characters that may steer or hide text (Unicode control, bidi and private-use characters)."""
    if isinstance(node, Scalar):
        problems += _character_problems(node, field, file)
    elif isinstance(node, Sequence):
        for item in node.items:
            check_texts(item, field, file, problems)
    else:
        for key, value in node.entries:
            check_texts(value, f"{field}.{key.text}" if field else key.text, file, problems)


# What nearly every text is made of: letters of Europe, Cyrillic, the signs of print. None of these is forbidden.
_ORDINARY = re.compile("[\n\t -~\u00a0-\u024f\u0400-\u04ff\u2010-\u2027\u2116]*")


def _character_problems(node: Scalar, field: str, file: str) -> Iterator[Problem]:
    if _ORDINARY.fullmatch(node.text):
        return
    for character in dict.fromkeys(node.text):
        if kind := _forbidden(character):
            name = unicodedata.name(character, "no name")
            what = sentence(
                "{field}: a {kind} character, U+{character:04X} ({name}).",
                field=field,
                kind=kind,
                character=ord(character),
                name=name,
            )
            hint = sentence("Type the text again instead of pasting it.")
            yield Problem(f"{file}:{node.line}", what, hint, code="forbidden-character")


_DIRECTIONS = frozenset({"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"})


@lru_cache(maxsize=2048)
def _forbidden(character: str) -> str | None:
    if character in "\n\t":
        return None
    if character in "\u200e\u200f\u061c" or unicodedata.bidirectional(character) in _DIRECTIONS:
        return sentence("text-direction")
    return _FORBIDDEN.get(unicodedata.category(character))


def _record(node: Mapping, file: str, problems: list[Problem]) -> PersonRecord | None:
    check_texts(node, "", file, problems)
    known = check_keys(node, tuple(PersonRecord.model_fields), file, problems)
    values = tree_values(known)
    try:
        return PersonRecord.model_validate(values)
    except ValidationError as error:
        found = faults(error)
    for place, what in found:
        where = f"{file}:{_line_of(node, place)}"
        problems.append(Problem(where, ended(joined((_path(place), what), " ")), code="field-value"))
    _check_rest(values, {str(place[0]) for place, _ in found}, node, file, problems)
    return None


def _check_rest(values: dict[str, Any], wrong: set[str], node: Mapping, file: str, problems: list[Problem]) -> None:
    """The problems of the fields that are right in themselves, so that all of them come at once."""
    if wrong & {"address", "status"}:
        return
    instead = {"id": "x", "born": "unknown"}
    rest = {key: value for key, value in values.items() if key not in wrong}
    rest |= {key: value for key, value in instead.items() if key in wrong}
    _person(PersonRecord.model_validate(rest), node, file, problems)


def _line_of(node: Node, place: tuple[str | int, ...]) -> int:
    line = node.line
    for step in place:
        if isinstance(node, Mapping) and (inner := node.get(str(step))) is not None:
            node, line = inner, inner.line
    return line


def _path(place: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in place if isinstance(step, str))


def _person(record: PersonRecord, node: Mapping, file: str, problems: list[Problem]) -> Person | Absent | None:
    read = read_line(record.address, record.name, record.gender, record.english)
    if record.status != "held":
        name, _ = _names(record, read)
        published = normalise(record.address)
        return Absent(record.id, f"{file}:{node.line}", record.status, published, name, _born(record, read))
    address_line = _line_of(node, ("address",))
    place = f"{file}:{address_line}"
    problems += _field_problems(record, node, file)
    problems += _line_problems(record, read, place)
    problems += _birthday_problems(record, read, f"{file}:{_line_of(node, ('birthday',))}")
    problems += _name_problems(record, read, node, file)
    name, dative = _names(record, read)
    if record.english:
        problems += english_notes(record.english, read, name, f"{file}:{_line_of(node, ('english',))}")
    if read.parsed.address is None or name is None or dative is None:
        return None
    return Person(
        id=record.id,
        where=place,
        published=normalise(record.address),
        address=read.parsed.address,
        dative=dative,
        name=name,
        gender=record.gender or (read.recipient.gender if read.recipient else None),
        born=_born(record, read),
        english=record.english and normalise(record.english),
        case=record.case and without_tracking(record.case)[0],
        services=record.services,
        about=record.about,
        tip=record.tip,
        verified=record.checked,
        called=record.called,
        birthday=_birthday(record, read),
        tags=record.tags,
    )


def _born(record: PersonRecord, read: ReadLine) -> int | None:
    if record.born is not None:
        return None if record.born == "unknown" else int(record.born)
    return read.parsed.born or _birthday_year(record)


def _birthday_year(record: PersonRecord) -> int | None:
    return read_birthday(record.birthday)[0] if record.birthday else None


def _birthday(record: PersonRecord, read: ReadLine) -> Birthday | None:
    """What the book says of it, else the date on the line."""
    text = record.birthday or read.parsed.birth_date
    return read_birthday(text)[1] if text else None


def _birthday_problems(record: PersonRecord, read: ReadLine, where: str) -> Iterator[Problem]:
    """A date of birth that says something else than the year or the date beside it."""
    if record.birthday is None:
        return
    year, day = read_birthday(record.birthday)
    born = int(record.born) if record.born and record.born != "unknown" else read.parsed.born
    if year and born and year != born:
        what = sentence(
            "birthday: {birthday} is not in {born}, the year of birth.", birthday=record.birthday, born=born
        )
        yield Problem(where, what, sentence("Compare the case page."), code="birthday-year")
    if read.parsed.birth_date and read_birthday(read.parsed.birth_date)[1] != day:
        what = sentence(
            "birthday: {birthday} is not the date on the line, {birth_date}.",
            birthday=record.birthday,
            birth_date=read.parsed.birth_date,
        )
        hint = sentence("Compare the case page; what stands under `birthday:` is used.")
        yield Problem(where, what, hint, "warning", code="birthday-differs")


def _names(record: PersonRecord, read: ReadLine) -> tuple[Name | None, str | None]:
    """Nominative and dative: what the book says wins over what was worked out."""
    recipient = read.recipient
    name = recipient.nominative if recipient else None
    dative = record.dative or (recipient.dative if recipient else None)
    return names.split_name(record.name) if record.name else name, normalise(dative) if dative else None


def _line_problems(record: PersonRecord, read: ReadLine, where: str) -> Iterator[Problem]:
    if read.parsed.address is None:
        yield _no_address(read, where)
        return
    if year := _wrong_year(record, read):
        what = sentence("«{year}» cannot be a year of birth.", year=year)
        yield Problem(where, what, sentence("Compare the case page."), code="year-impossible")
        return
    yield from (line_note(fault.code, read, where) for fault in read.parsed.faults)
    found = tuple(_unprinted_name(record, read, where))
    yield from found
    if read.parsed.born is None and record.born is None and _birthday_year(record) is None:
        yield line_note("year-missing", read, where, "error")
    settled = {"year-missing"} | (_NAME_NOTES if found or record.dative else set())
    settled |= set() if has_lookalikes(read) else {"lookalike-latin"}
    settled |= set() if read.parsed.texts("rest") else {"extra-text"}
    settled |= {"authority-missing"} if any(fault.code == "no-place" for fault in read.parsed.faults) else set()
    doubts = (*read.warnings, *address_doubts(read.parsed.address))
    yield from (line_note(code, read, where) for code in doubts if code not in settled)


_NAME_NOTES = {"name-nominative", "name-unclear"}


def _unprinted_name(record: PersonRecord, read: ReadLine, where: str) -> Iterator[Problem]:
    """Why the name on the line cannot be printed: it is not proved, or a letter is of another alphabet."""
    if record.name and (names.has_initials(record.name) or names.names_several(record.name)):
        return  # said of the name that the book gives
    if None in _names(record, read):
        yield unproved_name(where, read.recipient)
    elif read.recipient and not record.dative and (wrong := latin_in_name(read.recipient.text)):
        what = sentence("the name on the line: {wrong}.", wrong=wrong)
        yield Problem(where, what, sentence("Type the word again in Russian letters."), code="name-latin")


def _name_problems(record: PersonRecord, read: ReadLine, node: Mapping, file: str) -> Iterator[Problem]:
    """What is wrong with the names and the year that the book gives beside the line."""
    for field, text in (("name", record.name), ("dative", record.dative)):
        if text:
            yield from named_problems(field, text, read.recipient, f"{file}:{_line_of(node, (field,))}")
    line = read.parsed.born if is_year_of_birth(str(read.parsed.born)) else None
    yield from year_problems(record.born, line, record.english or "", f"{file}:{_line_of(node, ('born',))}")


def _wrong_year(record: PersonRecord, read: ReadLine) -> str | None:
    """The number before «г. р.» if nobody can be born then, and the book has no better one."""
    if read.parsed.born is not None:
        year = str(read.parsed.born)
        return None if record.born or is_year_of_birth(year) else year
    found = _YEAR.search(record.address)
    return found[1] if found else None


_YEAR = re.compile(r"(?<!\d)(\d+)\s*(?:г\.\s*р|год\w* рожд)")


def _no_address(read: ReadLine, where: str) -> Problem:
    what = _missing(_has(read, "index"), _has(read, "facility"))
    hint = sentence("If the case page has none yet, write `status: unknown`; the person is then left out.")
    return Problem(where, what, hint, code="no-address")


def _missing(has_postcode: bool, has_facility: bool) -> str:
    if has_postcode and has_facility:
        return sentence("no postal address: the line has no usable address.")
    if has_postcode:
        return sentence("no postal address: the line has no facility.")
    if has_facility:
        return sentence("no postal address: the line has no postcode.")
    return sentence("no postal address: the line has no postcode and no facility.")


def _has(read: ReadLine, kind: Any) -> bool:
    return bool(read.parsed.texts(kind))


def _field_problems(record: PersonRecord, node: Mapping, file: str) -> Iterator[Problem]:
    if record.case is not None:
        yield from _link_problems(record.case, f"{file}:{_line_of(node, ('case',))}")
    for service in record.services:
        if service not in services():
            where = f"{file}:{_line_of(node, ('services',))}"
            hint = nearest(service, tuple(services()))
            yield Problem(
                where, sentence("unknown service «{service}».", service=service), hint, code="unknown-service"
            )
    if record.verified is not None and record.verified > date.today():
        where = f"{file}:{_line_of(node, ('verified',))}"
        what = sentence("verified: {verified} is in the future.", verified=record.verified)
        hint = sentence("Write the day on which you compared the address.")
        yield Problem(where, what, hint, "warning", code="verified-in-future")


def _link_problems(link: str, where: str) -> Iterator[Problem]:
    """What is wrong with the link of the case page, whatever is printed; the room for a code is looked at there."""
    yield from qr.find_problems(link, where)
    yield from link_problems(link, where)
    _, tracking = without_tracking(link)
    if tracking:
        yield tracking_note(tracking, where)
