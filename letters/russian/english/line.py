"""The English line in the scheme of the published ones: from the smallest to the largest, house before street."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from letters.model import Address, Facility, Name
from letters.russian.english.places import district, house, regions, settlement, street
from letters.russian.english.words import data, quoted
from letters.russian.names import latin
from letters.russian.postal.facility import read_facility

_IYEVICH = re.compile(r"iyev(?=(?:ich|na)$)")
_OFFICE = re.compile(r"\s*(?:ГУ|У|О)?ФСИН.*$", re.IGNORECASE)
_NICKNAME = re.compile(r"«([^«»]+)»")
_HOST = re.compile(r"(?:(?<=\sпри\s)|(?<=\s)(?=ФКУ\s)).+", re.IGNORECASE)


def english_line(address: Address, name: Name, born: int | None) -> str:
    """Name, institution, authority, street, settlement, district, region, index, Russia, as case pages have them."""
    return f"{_person(name, born)}, {_place(replace(address, parts=()))}."


@lru_cache(maxsize=1024)
def _place(address: Address) -> str:
    """What is the same for all people of a facility."""
    parts = (
        facility(address.facility, address.index),
        *_street(address),
        *map(settlement, reversed(address.settlements)),
        address.district and district(address.district),
        address.region and regions(address.region, address.index),
        address.index,
        data()["line"]["country"],
    )
    return ", ".join(dict.fromkeys(filter(None, parts)))  # «г. Москва, Москва» is one Moscow


def english_name(name: Name) -> str:
    """Given name, patronymic, surname; case pages write Dmitrievich, where the scheme would have Dmitriyevich."""
    patronymic = _IYEVICH.sub("iev", latin(name.patronymic)) if name.patronymic else None
    return " ".join(filter(None, (latin(name.first), patronymic, latin(name.last))))


def _person(name: Name, born: int | None) -> str:
    words = english_name(name)
    return str(data()["line"]["born"].format(name=words, year=born)) if born else words


def facility(place: Facility, index: str) -> str:
    """«Prison No. 2, Federal Penitentiary Service of Russia for Krasnoyarsk Krai»; `index` tells regions apart."""
    return ", ".join(filter(None, (_institution(place), _authority(place, index))))


def _institution(place: Facility) -> str:
    kind = data()["facility"].get(place.type) or _other(place)
    if kind is None:
        return quoted(latin(_without_authority(place)))
    host = _host(place)
    if host:
        return f"{kind} at {_institution(host)}"
    number = f" No. {place.number}" if place.number else ""
    return f"{kind}{number}{_nickname(place)}"


def _other(place: Facility) -> str | None:
    words = re.findall("[а-яё]+", place.text.lower())
    return next((data()["other"][word] for word in words if word in data()["other"]), None)


def _host(place: Facility) -> Facility | None:
    """The colony at which a «ПФРСИ при ФКУ ИК-1» is."""
    found = _HOST.search(place.text)
    host = read_facility(found[0]) if found else None
    return host if host and host.type != place.type and host.type in data()["facility"] else None


def _nickname(place: Facility) -> str:
    found = _NICKNAME.search(place.text)
    return f" “{latin(found[1])}”" if found else ""


def _without_authority(place: Facility) -> str:
    text = place.text.split(f" по {place.authority_region}")[0] if place.authority_region else place.text
    return _OFFICE.sub("", text).rstrip(" ,")


def _authority(place: Facility, index: str) -> str | None:
    if place.authority_region and (_OFFICE.search(place.text) or place.type in data()["facility"]):
        return str(data()["line"]["authority_of"].format(region=regions(place.authority_region, index)))
    return str(data()["line"]["authority"]) if _OFFICE.search(place.text) else None


def _street(address: Address) -> Iterator[str]:
    """«11 Dekabristov Street», then what else is numbered there; without a street «house 11»."""
    number, rest = house(address.house) if address.house else ("", "")
    if address.street:
        yield f"{number} {street(address.street)}".strip()
    elif number:
        yield f"house {number}"
    yield rest
