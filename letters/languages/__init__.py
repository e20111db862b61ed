"""What the program knows of languages: how they write days, numbers and countries; and its own catalogues."""

from letters.languages.cldr import (
    counted,
    country_in,
    country_names,
    day_in,
    month_in,
    number_in,
    official_languages,
    own_name,
)

__all__ = [
    "counted",
    "country_in",
    "country_names",
    "day_in",
    "month_in",
    "number_in",
    "official_languages",
    "own_name",
]
