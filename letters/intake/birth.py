"""The year of birth that a page tells elsewhere than in the address: «Родился 12 марта 1984», «Date of birth: …»."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from letters.intake.label import read_label
from letters.intake.tables.dates import is_possible, month_number, read_year
from letters.intake.words import begins, split_sentences, table, whole
from letters.russian.tidy import fold_case

_LONGEST = 500  # characters of a sentence
_YEAR = re.compile(r"(?<![0-9.])(?:[0-9]{1,2}[./-][0-9]{1,2}[./-])?((?:19|20)[0-9]{2})(?![0-9])")
_MARKED = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s?(?:г(?:ода?)?\.?\s?р(?:\.|ожд[а-я]*|(?![а-я])))")
_TOKEN = re.compile(r"[^\W\d_]+|[0-9]+|,")


class ToldYear(NamedTuple):
    """A year of birth, and the words of the page that tell it."""

    number: int
    text: str


def births_on(lines: Iterable[str]) -> tuple[ToldYear, ...]:
    """The years of birth that lines tell, each once; of relatives' none."""
    found: dict[int, ToldYear] = {}
    for birth in _births(lines):
        if is_possible(birth.number):
            found.setdefault(birth.number, birth)
    return tuple(found.values())


def _births(lines: Iterable[str]) -> Iterator[ToldYear]:
    is_asked = False
    for line in filter(None, lines):
        field, text = read_label(line)
        year = read_year(text) if text and (field == "born" or is_asked) else None
        if year:
            yield ToldYear(year.number, line)
        else:
            yield from (ToldYear(number, said) for said in split_sentences(line) for number in _years_in(said))
        is_asked = field == "born" and not text


def _years_in(sentence: str) -> Iterator[int]:
    """The years right behind «родился», «born», or before «г. р.»."""
    if len(sentence) > _LONGEST:
        return
    folded = fold_case(sentence)
    yield from (int(found[1]) for found in _MARKED.finditer(folded))
    if speaks_of_relatives(sentence):
        return
    for word in whole("born", "words").finditer(folded):
        year = _YEAR.search(folded, word.end())
        if year and _is_of_birth(sentence, word.end(), year):
            yield int(year[1])


def speaks_of_relatives(sentence: str) -> bool:
    """Whether a sentence may be about somebody of the family."""
    return bool(begins("born", "relatives").search(fold_case(sentence)))


def _is_of_birth(sentence: str, start: int, year: re.Match[str]) -> bool:
    """Whether only a day and a place stand between: «родился в Омске, в 2004 году окончил школу» tells no birth."""
    words = table()["born"]["between"]
    between = _TOKEN.findall(sentence[start : year.start()])
    is_plain = all(
        not token[0].islower() or fold_case(token) in words or month_number(fold_case(token)) is not None
        for token in between
    )
    behind = next(iter(_TOKEN.findall(fold_case(sentence[year.end() :]).removeprefix(" году").removeprefix(" г."))), "")
    return is_plain and ("," not in between or not behind or behind in words)
