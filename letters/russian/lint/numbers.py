"""Rows of numbers that look like a cipher or a telephone number, and those that are dates, hours, scores, sums."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from letters.russian.lint.table import compiled
from letters.russian.lint.words import Place

MOST_DIGITS, MOST_NUMBERS, MOST_WORDS = 6, 6, 8
_PART = re.compile(r"(?:[^,;\nи]|(?<!\s)и|и(?!\s))+")  # of a list: «5, 7 и 9»


def rows_of_numbers(text: str, row: Mapping[str, Any]) -> Iterator[Place]:
    """Seven digits or more that belong together, or a list of seven numbers, when nothing ordinary is left of them."""
    for found in compiled(row["row"]).finditer(text):
        rest = found[0]
        if _digits(rest) > MOST_DIGITS:
            for pattern in map(compiled, row["ordinary"]):
                rest = pattern.sub(lambda known: "·" * len(known[0]), rest)
            yield from _remarkable(rest, found.start())
    yield from (found.span() for found in compiled(row["coded"]).finditer(text))
    yield from _spelled(text, row["spelled"])


def _spelled(text: str, pattern: str) -> Iterator[Place]:
    """Numbers with nothing but commas between, as many as eight digits, three of them or more in words."""
    row: list[re.Match[str]] = []
    for word in _NUMBER.finditer(text):
        if not (word[0].isdigit() or _is_number(word[0].lower(), pattern)):
            row = []
            continue
        if row and not _BETWEEN.fullmatch(text, row[-1].end(), word.start()):
            row = []
        row = [*row[-MOST_WORDS:], word]
        spelled = sum(not number[0].isdigit() for number in row)
        if spelled >= _LEAST_WORDS and spelled + _digits("".join(number[0] for number in row)) >= MOST_WORDS:
            yield row[0].start(), word.end()
            row = []


_LEAST_WORDS = 3
_NUMBER = re.compile(r"\d+|[^\W\d_]+")
_BETWEEN = re.compile(r"[\s,.–-]{1,3}")


@lru_cache(maxsize=1 << 13)
def _is_number(word: str, pattern: str) -> bool:
    return bool(compiled(pattern).fullmatch(word))


def _remarkable(rest: str, start: int) -> Iterator[Place]:
    parts = [part for part in _PART.finditer(rest) if _digits(part[0])]
    if len(parts) > MOST_NUMBERS:
        yield start + parts[0].start(), start + parts[-1].end()
        return
    for part in parts:
        if _digits(part[0]) > MOST_DIGITS:
            bare = part[0].strip(" \u00a0·.:()/-–")
            begin = start + part.start() + part[0].index(bare)
            yield begin, begin + len(bare)


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)
