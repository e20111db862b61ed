"""Whether a published English line says the same as the Russian one: index, house, year, surname, facility number."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from letters.model import Address, Name
from letters.russian.english.places import house
from letters.russian.names.sound_key import sound_key
from letters.sentences import sentence

_INDEX = re.compile(r"(?<!\d)(\d{3}) ?(\d{3})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FACILITY = re.compile(r"(?:\b(?:no|nr|number)\b\.?|№|#|(?<=[A-Za-z])-)\s*(\d+(?:/\d+)?)", re.IGNORECASE)
_NUMBERED_NAME = re.compile(r"\d+(?:st|nd|rd|th)\b")
_HOUSE = re.compile(r"\d+(?:\s?[-/]?\s?(?:[A-Za-z]\b|\d+))?")
_LOOSE = re.compile(r"[\s-]")
_FIRST = re.compile(r"\d+[a-z]?")


class Difference(NamedTuple):
    """One thing that the two lines say differently; `english` is `None` when the English line lacks it."""

    what: str
    russian: str
    english: str | None


def cross_check(english: str, address: Address, name: Name | None, born: int | None) -> Iterator[Difference]:
    """Everything in which the English line differs; a house or facility number that it leaves out is no difference."""
    # For translators: what of an address two lines say differently.
    expected: tuple[tuple[str, str | None, Callable[[str, str], str | None]], ...] = (
        (sentence("postcode"), address.index, _index),
        (sentence("house number"), address.house, _house),
        (sentence("year of birth"), str(born) if born else None, _year),
        (sentence("surname"), name.last if name else None, _surname),
        (sentence("number of the institution"), address.facility.number, _facility),
    )
    for what, russian, find in expected:
        if russian and (found := find(english, russian)) != russian:
            yield Difference(what, russian, found)


def _index(english: str, russian: str) -> str | None:
    found = ["".join(pair) for pair in _INDEX.findall(english)]
    return russian if russian in found else next(iter(found), None)


def years_in(english: str) -> list[str]:
    """What the English line has that may be a year of birth, in order."""
    return _YEAR.findall(_INDEX.sub(" ", english))


def _year(english: str, russian: str) -> str | None:
    found = years_in(english)
    return russian if russian in found else next(iter(found), None)


def _facility(english: str, russian: str) -> str | None:
    found = _FACILITY.findall(english)
    return russian if russian in found or not found else str(found[0])


def _house(english: str, russian: str) -> str | None:
    """The Russian text if its first number stands in the English line, or no number that could be a house."""
    first, rest = house(russian)
    wanted = _FIRST.match((first or rest.rpartition(" ")[2]).lower())
    bare = english
    for other in (_INDEX, _YEAR, _FACILITY, _NUMBERED_NAME):
        bare = other.sub(" ", bare)
    found = [number.strip() for number in _HOUSE.findall(bare)]
    known = {form for number in found for form in _forms(number)}
    return russian if wanted is None or not found or wanted[0] in known else found[0]


def _forms(number: str) -> Iterator[str]:
    """«26 A», «26-A» as 26a; the bare 26 too where a space leaves it open what the letter belongs to."""
    yield _LOOSE.sub("", number.lower())
    yield from (part for part in re.split(r"[\s/-]", number.lower())[:1])


def _surname(english: str, russian: str) -> str | None:
    """The Russian surname if each of its words sounds like a word of the English line, else the name given there."""
    words = set(sound_key(english).split())
    head = re.split(r"[,(\d]", english, maxsplit=1)[0].strip()
    return russian if set(sound_key(russian).split()) <= words else head or None
