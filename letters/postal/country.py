"""The country of posting: does it exist, what its post wants as the destination line, and what else it asks."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

DESTINATION = "RU"
FALLBACK_LINE = "RUSSIA"


@dataclass(frozen=True, slots=True)
class Country:
    """A country of posting by its ISO 3166 code; `country_line` is `None` inside Russia."""

    code: str | None
    name: str  # English
    country_line: str | None
    latin_required: bool = False
    bottom: float | None = None  # mm to keep white below the address, if more than usual


SOMEWHERE_ABROAD = Country(None, "somewhere outside Russia", FALLBACK_LINE)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "countries.toml").read_text(encoding="utf-8"))


def country_names() -> dict[str, str]:
    """ISO code -> English name of every country and territory of CLDR."""
    territories = Locale("en").territories
    return {code: str(name) for code, name in territories.items() if len(code) == 2 and code.isalpha()}


@cache
def find_country(code: str) -> Country | None:
    """The country of that two-letter ISO 3166 code, or `None` when there is no such country."""
    code = code.upper()
    name = country_names().get(code)
    if name is None or code in {"EU", "UN", "EZ", "QO", "XA", "XB", "ZZ"}:
        return None
    return Country(
        code,
        name,
        None if code == DESTINATION else _country_line(code),
        code in _data()["latin_required"],
        _data()["bottom"].get(code, {}).get("mm"),
    )


def _country_line(code: str) -> str:
    known = _data()["line"].get(code)
    if known is not None:
        return str(known["text"])
    languages = get_official_languages(code, de_facto=True)
    names = (_russia_in(language) for language in languages)
    return next((name.upper() for name in names if name and _is_latin(name)), FALLBACK_LINE)


def _russia_in(language: str) -> str | None:
    try:
        return Locale.parse(language).territories.get(DESTINATION)
    except (UnknownLocaleError, ValueError):
        return None


def _is_latin(text: str) -> bool:
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in text if letter.isalpha())
