"""Years and days as people write them: 02.03.1979, «2 марта 1979 г.», 1979-03-02, «1979 г. р. (47 лет)», 02.03.79."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from letters.intake.tables.words import fold_text, pattern, table

YOUNGEST, OLDEST = 14, 100  # years of somebody in prison: 79 can only be 1979, 05 only 2005

_TIME = re.compile(r"(?<=[0-9])(?:t|\s)\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?z?$")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+")
_BETWEEN = re.compile(r"[\s.,/()\[\]:;«»\"'–—-]*")
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[^\W\d_]+)\.?"
_DAY_FIRST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_DAYS = (
    re.compile(r"(?P<year>[0-9]{4})(?P<sign>[./-])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})"),
    re.compile(rf"{_DAY}\s+{_MONTH},?\s+(?P<year>[0-9]{{4}})"),
    re.compile(rf"{_MONTH}\s+{_DAY},?\s+(?P<year>[0-9]{{4}})"),
)
_DAYS_OF_ANY_YEAR = (
    re.compile("(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
    re.compile(r"(?P<day>[0-9]{1,2})\s*\.\s*(?P<month>[0-9]{1,2})"),
    re.compile(rf"{_DAY}\s+{_MONTH}"),
    re.compile(rf"{_MONTH}\s+{_DAY}"),
)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_ROMAN = re.compile(r"x?i{1,3}|i?[vx]|vi{0,3}")  # months as old papers have them
_END = re.compile(r"\s*г(?:ода?)?\.?$")


class BirthYear(NamedTuple):
    """A year of birth, whether a day stands beside it, and which."""

    number: int
    has_day: bool
    birthday: str | None = None  # «05-17», where the day is beyond doubt


def read_year(text: str) -> BirthYear | None:
    """The one year of a text that is nothing but a year or a day; `None` if it says more, or is in doubt («1979?»)."""
    folded = _TIME.sub("", fold_text(text))
    years = _YEAR.findall(folded)
    if not years:
        compact = _COMPACT.fullmatch(folded)
        return _with_day(int(compact[1]), has_day=True, text=folded) if compact else _short_year(folded)
    rest = _YEAR.sub(" ", folded)
    without_age = _ages().sub(" ", rest)
    tokens = _TOKEN.findall(without_age)
    if len(years) > 1 or not _BETWEEN.fullmatch(_TOKEN.sub(" ", without_age)) or not all(map(_is_of_date, tokens)):
        return None
    numbers = [token for token in tokens if token.isdecimal()]
    months = [token for token in tokens if month_number(token)]
    return _with_day(int(years[0]), bool(months or numbers), _ages().sub(" ", folded)) if len(numbers) <= 2 else None


def _is_of_date(token: str) -> bool:
    if token.isdecimal():
        return len(token) <= 2 and 1 <= int(token) <= 31
    is_month = month_number(token) is not None or _ROMAN.fullmatch(token) is not None
    return is_month or token in table()["dates"]["words"]


@cache
def _ages() -> re.Pattern[str]:
    """«47 лет», «aged 47», beside a year of birth."""
    words = pattern(table()["dates"]["ages"])
    return re.compile(
        rf"(?<!\w)(?:(?:{words})\W*)*[0-9]{{2}}\s*(?:{words})(?!\w)|(?<!\w)(?:{words})\W*[0-9]{{2}}(?!\w)"
    )


def _short_year(folded: str) -> BirthYear | None:
    """«02.03.79»: the one century in which somebody of a prison's age was born."""
    plain = " ".join(word for word in folded.split() if word.strip(".") not in table()["dates"]["words"])
    found = _DAY_FIRST.fullmatch(_END.sub("", plain))
    year = _full_year(found[4]) if found and len(found[4]) == 2 else None
    return _with_day(year, has_day=True, text=plain) if year else None


def _with_day(year: int, has_day: bool, text: str) -> BirthYear:
    """The year with the day beside it; «03/04/1990», which may be March or April, has none that is sure."""
    words = (word for word in text.split() if word.strip(".,;()") not in table()["dates"]["words"])
    day = read_day(" ".join(words).strip(" .,;()")) if has_day else None
    return BirthYear(year, has_day, day.isoformat()[5:] if day else None)


def read_month_day(text: str) -> str | None:
    """«05-17» for a day without a year: 05-17, 17.05., «17 мая», «May 17»; 3/4 is none."""
    folded = _END.sub("", fold_text(text)).strip(" .")
    found = _first_of(_DAYS_OF_ANY_YEAR, folded)
    day = _day("2000", found["month"], found["day"]) if found else None  # a year that has February 29
    return day.isoformat()[5:] if day else None


def _first_of(forms: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    return next(filter(None, (form.fullmatch(text) for form in forms)), None)


def _full_year(digits: str) -> int | None:
    """The century of two digits, if only one is possible."""
    fitting = [year for year in (1900 + int(digits), 2000 + int(digits)) if is_possible(year)]
    return fitting[0] if len(fitting) == 1 else None


def is_possible(year: int) -> bool:
    """Whether somebody in prison today can be born in that year."""
    return YOUNGEST <= date.today().year - year < OLDEST


def month_number(token: str) -> int | None:
    """The number of a month by the beginning of its name in small letters, Russian or English."""
    for number, stems in enumerate(table()["months"]["stems"], 1):
        if token.startswith(tuple(stems)):
            return number
    return None


def read_day(text: str) -> date | None:
    """A day of a text that is nothing but that; 03/04/2026, which may be March or April, is none."""
    folded = _END.sub("", _TIME.sub("", fold_text(text)))
    if numbers := _DAY_FIRST.fullmatch(folded):
        return _day_first(numbers[1], numbers[3], numbers[4], numbers[2])
    found = _first_of(_DAYS, folded)
    return _day(found["year"], found["month"], found["day"]) if found else None


def _day_first(first: str, second: str, year: str, sign: str) -> date | None:
    """Dots stand in dates that begin with the day; with a slash an American writes the month first."""
    full = year if len(year) == 4 else f"20{year}"
    if sign == "/" and int(first) <= 12 and int(second) <= 12 and first != second:
        return None
    month, day = (first, second) if int(second) > 12 else (second, first)
    return _day(full, month, day)


def _day(year: str, month: str, day: str) -> date | None:
    """The day of that month, a number or a name; `None` if there is no such day."""
    try:
        return date(int(year), int(month) if month.isdecimal() else month_number(month) or 0, int(day))
    except ValueError:
        return None
