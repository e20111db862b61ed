"""How languages write a day, a number, one thing or several, and the names of countries (CLDR, by babel)."""

import re
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError

_NO_BREAK = "\u00a0"
_BRITISH = "en_GB"  # «5 March 2024» is read alike on both sides of the ocean
_FORMS = re.compile(r"\{([^{}|]*(?:\|[^{}|]*)+)\}")


def day_in(language: str, day: date) -> str:
    """The day as people write it, held together by no-break spaces: «5. März 2024», «1er mars 2024»."""
    from babel.dates import format_date  # slow to load, and only a list with a day needs it

    text = format_date(day, "long", _locale(language))
    ordinal = text.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else text
    return _NO_BREAK.join(ordinal.split())


def month_in(language: str, day: date) -> str:
    """The month of a day with its year: «March 2026», «März 2026»."""
    from babel.dates import format_date

    return str(format_date(day, "LLLL y", _locale(language)))


def number_in(language: str, number: float) -> str:
    """The number with the decimal sign of the language: «241.3», «241,3»."""
    from babel.numbers import format_decimal  # only a kit needs it

    return format_decimal(number, locale=_locale(language), group_separator=False)


def counted(text: str, number: int, language: str) -> str:
    """The text with the form that goes with the number: «{sheet|sheets}», «{лист|листа|листов}» (one, few, many)."""
    place = {"one": 0, "few": 1}.get(_locale(language).plural_form(number), -1)

    def chosen(found: re.Match[str]) -> str:
        forms = found[1].split("|")
        return forms[place if place < len(forms) - 1 else -1]

    return _FORMS.sub(chosen, text)


def country_names(language: str = "en") -> dict[str, str]:
    """ISO code -> name of every country and territory of CLDR."""
    territories = Locale(language).territories
    return {code: str(name) for code, name in territories.items() if len(code) == 2 and code.isalpha()}


def country_in(language: str, code: str) -> str | None:
    """The name of a country in any language, `None` for a language without one."""
    try:
        return Locale.parse(language).territories.get(code)
    except (UnknownLocaleError, ValueError):
        return None


def official_languages(country: str) -> tuple[str, ...]:
    """ISO 639 codes of the languages in which the authorities of a country write, the commonest first."""
    from babel.languages import get_official_languages

    return tuple(get_official_languages(country, de_facto=True))


def own_name(language: str) -> str:
    """What a language calls itself: «Deutsch», «français»; its code where CLDR does not say."""
    try:
        locale = Locale.parse(language, sep="-" if "-" in language else "_")
        return str(locale.get_display_name(locale.language) or language)
    except (UnknownLocaleError, ValueError):
        return language


@cache
def _locale(language: str) -> Locale:
    """What CLDR knows of the language; British English for one that it does not know."""
    try:
        return Locale.parse(_BRITISH if language == "en" else language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_BRITISH)
