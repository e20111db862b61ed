"""The day of birth that a page says of a person, behind a word that says so: «родился 17 мая 1990 года»."""

import re
from collections.abc import Iterable, Iterator

from letters.intake.birth import speaks_of_relatives
from letters.intake.tables.dates import read_month_day, read_year
from letters.intake.words import split_sentences

_SAID = re.compile(
    r"(?:дата\s+рождения|день\s+рождения|родил(?:ся|ась)|born(?:\s+on)?|date\s+of\s+birth|birthday)\s*[:—–-]?\s*"
    r"(\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\.\d\d(?![.\d])"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+[^\W\d_]+(?:,?\s+\d{4})?|[^\W\d_]+\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?)",
    re.IGNORECASE,
)


def tells_birthday(sentence: str) -> bool:
    """Whether a sentence says when somebody was born."""
    return bool(_SAID.search(sentence))


def find_birthday(lines: Iterable[str], born: int | None, needs_year: bool = False) -> str | None:
    """«05-17», if all that the lines say of it is one day, and of the year that is known; `needs_year` = far from the
    address, where a day without that year may be another person's.
    """
    told = (sentence for line in lines for sentence in split_sentences(line) if not speaks_of_relatives(sentence))
    found = {day for sentence in told for day in _days(sentence, born, needs_year)}
    return found.pop() if len(found) == 1 else None


def _days(sentence: str, born: int | None, needs_year: bool) -> Iterator[str]:
    for said in _SAID.finditer(sentence):
        year = read_year(said[1])
        if year and year.birthday and born in ((year.number,) if needs_year else (None, year.number)):
            yield year.birthday
        elif year is None and not needs_year and (day := read_month_day(said[1])):
            yield day
