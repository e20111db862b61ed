"""The day of birth that a page says of a person, behind a word that says so: «родился 17 мая 1990 года»."""

import re
from collections.abc import Iterable, Iterator

from letters.intake.birth import speaks_of_relatives
from letters.intake.tables.dates import read_month_day, read_year
from letters.intake.words import split_sentences, whole
from letters.russian.tidy import fold_case

_DAY_BEHIND = re.compile(
    r"(?:\s+on)?\s*[:—–-]?\s*(\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\.\d\d(?![.\d])"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+[^\W\d_]+(?:,?\s+\d{4})?|[^\W\d_]+\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?)",
    re.IGNORECASE,
)


def tells_birthday(sentence: str) -> bool:
    """Whether a sentence says when somebody was born."""
    return any(_days_said(sentence))


def find_birthday(lines: Iterable[str], born: int | None, needs_year: bool = False) -> str | None:
    """«05-17», if all that the lines say of it is one day, and of the year that is known; `needs_year` = far from the
    address, where a day without that year may be another person's.
    """
    told = (sentence for line in lines for sentence in split_sentences(line) if not speaks_of_relatives(sentence))
    found = {day for sentence in told for day in _days(sentence, born, needs_year)}
    return found.pop() if len(found) == 1 else None


def _days(sentence: str, born: int | None, needs_year: bool) -> Iterator[str]:
    for said in _days_said(sentence):
        year = read_year(said)
        if year and year.birthday and born in ((year.number,) if needs_year else (None, year.number)):
            yield year.birthday
        elif year is None and not needs_year and (day := read_month_day(said)):
            yield day


def _days_said(sentence: str) -> Iterator[str]:
    """What stands right behind «родился», «date of birth» and looks like a day."""
    words = whole("born", "words").finditer(fold_case(sentence))
    return (day[1] for word in words if (day := _DAY_BEHIND.match(sentence, word.end())))
