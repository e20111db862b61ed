"""What a column holds by its cells, where its heading does not tell: addresses, prisons, names, years, links."""

import re
from collections.abc import Callable, Iterable, Sequence

from letters.intake.tables.dates import is_possible, read_day, read_year
from letters.intake.tables.links import web_page
from letters.intake.tables.values import find_placeholder
from letters.russian import names
from letters.russian.postal import parse_line

MOST_TRIED = 30  # cells of a column
SHORTEST = 20  # characters of an address
MOST_PART = 0.6  # of the cells must be alike

_DATE_WORDS = 6
_HAS_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"(?:№|N)?\s?[0-9]{1,2}(?:/[0-9]{1,2})?(?:\.0)?")
_AROUND = "101000, г. Москва, ул. Мира, д. 1, {}, Иванову Ивану Ивановичу, 1990 г. р."


def is_address(text: str) -> bool:
    """Whether a text holds an index and an institution, and places between them."""
    return len(text) >= SHORTEST and parse_line(text).address is not None


def is_facility(text: str) -> bool:
    """Whether a text names an institution."""
    return len(text) < 200 and bool(parse_line(_AROUND.format(text)).texts("facility"))


def hold_kinds(texts: Iterable[str]) -> bool:
    """Whether most cells of a column are kinds of institutions without a number: «СИЗО», «Исправительная колония»."""
    return _most(filled(texts), lambda text: not _HAS_DIGIT.search(text) and is_facility(f"{text}-1"))


def hold_numbers(texts: Iterable[str]) -> bool:
    """Whether all cells of a column could be numbers of institutions: «2», «№ 77/2»."""
    tried = filled(texts)
    return bool(tried) and all(map(_NUMBER.fullmatch, tried))


def is_name(text: str) -> bool:
    """Whether a text is the name of a person: two to four words in capitals, of which one is a known kind of name."""
    words = text.split()
    is_worded = 2 <= len(words) <= 4 and all(word[:1].isupper() and word[-1:].isalpha() for word in words)
    return is_worded and names.detect_gender(names.split_name(text)) is not None


def _is_index(text: str) -> bool:
    return len(text) == 6 and text.isdecimal() and text[0] != "0"


def _is_birth(text: str) -> bool:
    year = read_year(text)
    return year is not None and is_possible(year.number)


# In this order: an address holds an institution, and a year is a day to nobody.
_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("case", lambda text: bool(web_page(text))),
    ("born", _is_birth),
    ("verified", lambda text: read_day(text) is not None),
    ("index", _is_index),
    ("number", lambda text: not any(map(str.isalpha, text))),
    ("name", is_name),
    ("address", is_address),
    ("facility", is_facility),
)


def look_of(texts: Iterable[str]) -> str | None:
    """The field whose cells look like these, if most do; "number" for figures that are of no field."""
    tried = filled(texts)
    return next((field for field, fits in _LOOKS if _most(tried, fits)), None)


def hold_dates(texts: Iterable[str]) -> bool:
    """Whether most cells are days, years or times of any kind: «март 2022», «с 12.03.2022 по н. в.», «2 года»."""
    return _most(filled(texts), lambda text: len(text.split()) <= _DATE_WORDS and bool(_HAS_DIGIT.search(text)))


def hold_addresses(texts: Iterable[str]) -> bool:
    """Whether most cells of a column are whole addresses."""
    return _most(filled(texts), is_address)


def whereabouts(texts: Iterable[str]) -> str | None:
    """What a column of whereabouts holds: the address, or the institution alone."""
    tried = filled(texts)
    return next((field for field, fits in _LOOKS[-2:] if _most(tried, fits)), None)


def filled(texts: Iterable[str]) -> list[str]:
    """The first cells of a column that say something."""
    found = [" ".join(text.split()) for text in texts if text.strip()]
    return [text for text in found if not find_placeholder("name", text)][:MOST_TRIED]


def _most(texts: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return bool(texts) and sum(map(fits, texts)) >= MOST_PART * len(texts)
