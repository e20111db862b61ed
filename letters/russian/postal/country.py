"""The country of posting: does it exist, what its post wants as the destination line, and what else it asks."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from letters.languages import country_in, country_names, official_languages
from letters.paper import GENERAL, CountryLine, Profile, find_profile
from letters.sentences import sentence

DESTINATION = "RU"
FALLBACK_LINE = CountryLine("RUSSIA", "en")
_NO_COUNTRIES = frozenset({"EU", "UN", "EZ", "QO", "XA", "XB", "ZZ"})
_EUROPE = (
    "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK "
    "MT NL NO PL PT RO RS SE SI SJ SK SM UA VA XK"
)


@dataclass(frozen=True, slots=True)
class Country:
    """A country of posting by its ISO 3166 code; the last line and its language are `None` inside Russia."""

    code: str | None
    name: str  # English
    country_line: str | None
    language: str | None = None  # of the country line, ISO 639
    profile: Profile = GENERAL

    @property
    def is_european(self) -> bool:
        """Whether letters from here take what letters from Europe take; Russia itself is none of these."""
        return self.code in _EUROPE.split()


SOMEWHERE_ABROAD = Country(None, sentence("somewhere outside Russia"), FALLBACK_LINE.text, FALLBACK_LINE.language)


def posting_countries(language: str = "en") -> tuple[tuple[str, str], ...]:
    """ISO code and name of every country from which somebody may post, in the order of the names."""
    names = country_names(language) or country_names()
    rows = [(code, name) for code, name in names.items() if code not in _NO_COUNTRIES]
    return tuple(sorted(rows, key=lambda row: unicodedata.normalize("NFKD", row[1]).casefold()))


@cache
def find_country(code: str) -> Country | None:
    """The country of that two-letter ISO 3166 code, or `None` when there is no such country."""
    code = code.upper()
    name = country_names().get(code)
    if name is None or code in _NO_COUNTRIES:
        return None
    if code == DESTINATION:
        return Country(code, name, None)
    profile = find_profile(code)
    line = profile.line or _country_line(code)
    return Country(code, name, line.text, line.language, profile)


def _country_line(code: str) -> CountryLine:
    named = ((language, country_in(language, DESTINATION)) for language in official_languages(code))
    lines = (CountryLine(name.upper(), language) for language, name in named if name and _is_latin(name))
    return next(lines, FALLBACK_LINE)


def _is_latin(text: str) -> bool:
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in text if letter.isalpha())
