"""The country of posting: the destination line of each, what is no country, and how a run asks for one."""

import unicodedata

import pytest

from letters.draw import missing_glyphs
from letters.languages import country_names
from letters.russian.postal.country import SOMEWHERE_ABROAD, find_country
from tests.cases import cases
from tests.rows import rows

LINES = cases("countries.yaml")


@rows(("code", "line"), LINES.items())
def test_country_lines(code: str, line: str) -> None:
    country = find_country(code)
    assert country is not None
    assert country.country_line == line
    assert find_country(code.lower()) == country


def test_inside_russia_there_is_no_country_line() -> None:
    country = find_country("RU")
    assert country is not None
    assert country.country_line is None
    assert SOMEWHERE_ABROAD.country_line == "RUSSIA"


@rows("code", ["", "D", "XX", "ZZ", "EU", "UN", "UK", "SU", "DDR", "Germany", "DE ", "РФ", "12"])
def test_what_is_no_country(code: str) -> None:
    assert find_country(code) is None


@pytest.mark.slow
def test_every_line_is_short_in_latin_capitals_and_can_be_printed() -> None:
    countries = [country for code in country_names() if (country := find_country(code)) and code != "RU"]
    assert len(countries) > 200
    for country in countries:
        line = country.country_line or ""
        letters = [letter for letter in line if letter.isalpha()]
        assert len(letters) >= 3, country
        assert all(unicodedata.name(letter).startswith("LATIN CAPITAL LETTER") for letter in letters), country
        assert missing_glyphs(line) == (), country
        assert len(line) <= 20, country


def test_posts_that_ask_for_latin_letters() -> None:
    countries = [country for code in country_names() if (country := find_country(code))]
    asking = {country.code for country in countries if country.profile.latin_required}
    assert asking == {"US", "LV", "EE", "KZ", "BG", "CZ"}


def test_the_line_says_its_language() -> None:
    languages = {"DE": "de", "CH": "fr", "PT": "pt", "US": "en", "GE": "en", "CZ": "cs", "RU": None}
    assert {code: (find_country(code) or SOMEWHERE_ABROAD).language for code in languages} == languages
