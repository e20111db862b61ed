"""What the two tables beside this file say: our exceptions to pytrovich, and which given names are known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from letters.model import Gender
from letters.textfile import read_toml

WordPart = Literal["last", "first", "patronymic"]
Key = tuple[str, str]  # part and gender
Rule = tuple[re.Pattern[str], str]

_GENDERS: dict[str, tuple[Gender, ...]] = {"m": ("m",), "f": ("f",), "mf": ("m", "f")}
_UNKNOWN_SHAPE = 6


def fold(word: str) -> str:
    """The word for comparing: lower case, ё as е (the line may print either)."""
    return word.lower().replace("ё", "е")


@dataclass(frozen=True, slots=True)
class Exceptions:
    """exceptions.toml, ready for look-up; all words in lower case."""

    words: dict[Key, dict[str, str]]  # nominative -> dative
    endings: dict[Key, tuple[Rule, ...]]
    shapes: dict[Key, tuple[tuple[re.Pattern[str], int], ...]]
    surname_pieces: frozenset[str]
    particles: frozenset[str]
    patronymic_words: dict[str, Gender]  # оглы -> m, кызы -> f
    surnames: dict[Gender, frozenset[str]]  # adjectives and nouns, folded
    indeclinable: frozenset[str]  # folded


@dataclass(frozen=True, slots=True)
class GivenNames:
    """given_names.toml, ready for look-up; all words folded."""

    men: frozenset[str]
    women: frozenset[str]
    stress: dict[str, int]  # syllable, counted from one

    def of(self, gender: Gender) -> frozenset[str]:
        """The known names of one gender, in the nominative."""
        return self.men if gender == "m" else self.women


@cache
def exceptions() -> Exceptions:
    """The table of our own exceptions, read once."""
    data = _read("exceptions.toml")
    surnames = data["surnames"]
    adjectives, nouns = _words(surnames["adjectives"]), _words(surnames["nouns"])
    return Exceptions(
        words=_whole_words(data["word"]),
        endings=_endings(data["ending"]),
        shapes=_shapes(data["shape"]),
        surname_pieces=_words(data["fixed"]["surname_pieces"]),
        particles=_words(data["fixed"]["particles"]),
        patronymic_words=_patronymics(data["patronymic"]),
        surnames={"m": adjectives | nouns, "f": _women_of(surnames, adjectives) | nouns},
        indeclinable=_words(surnames["indeclinable"]),
    )


@cache
def given_names() -> GivenNames:
    """The table of known given names, read once."""
    data = _read("given_names.toml")
    both = _words(data["both"])
    stress = {word: int(place) for place, names in data["stress"].items() for word in _words(names)}
    return GivenNames(_words(data["men"]) | both, _words(data["women"]) | both, stress)


def strangeness(part: WordPart, gender: Gender, nominative: str) -> int:
    """How strange this word would be as a nominative: 0 = known, 1 = typical … 6 = only if a table says so."""
    word = fold(nominative)
    known = _known(part, gender, word)
    if known is not None:
        return known
    lowered = nominative.lower()
    for pattern, cost in exceptions().shapes.get((part, gender), ()):
        if pattern.search(lowered):
            return cost
    return _UNKNOWN_SHAPE


def _known(part: WordPart, gender: Gender, word: str) -> int | None:
    if part == "last":
        return 0 if word in exceptions().surnames[gender] or word in exceptions().indeclinable else None
    if word in given_names().of(gender):
        return 0
    return 8 if word in given_names().of("f" if gender == "m" else "m") else None


def _read(name: str) -> dict[str, Any]:
    return read_toml(Path(__file__).parent / name)


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


def _women_of(surnames: dict[str, str], adjectives: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:-2] + "ая" for word in adjectives) | _words(surnames["women"])


def _keys(entry: dict[str, Any]) -> list[Key]:
    return [(entry["part"], gender) for gender in _GENDERS[entry["gender"]]]


def _whole_words(entries: Iterable[dict[str, Any]]) -> dict[Key, dict[str, str]]:
    words: dict[Key, dict[str, str]] = {}
    for entry in entries:
        for key in _keys(entry):
            words.setdefault(key, {}).update(entry["forms"])
    return words


def _endings(entries: Iterable[dict[str, Any]]) -> dict[Key, tuple[Rule, ...]]:
    rules: dict[Key, tuple[Rule, ...]] = {}
    for entry in entries:
        for key in _keys(entry):
            rules[key] = (*rules.get(key, ()), (re.compile(entry["pattern"]), entry["dative"]))
    return rules


def _shapes(entries: Iterable[dict[str, Any]]) -> dict[Key, tuple[tuple[re.Pattern[str], int], ...]]:
    return {
        key: tuple((re.compile(pattern), cost) for pattern, cost in entry["shapes"])
        for entry in entries
        for key in _keys(entry)
    }


def _patronymics(entry: dict[str, str]) -> dict[str, Gender]:
    genders: dict[str, Gender] = dict.fromkeys(entry["men"].split(), "m")
    return genders | dict.fromkeys(entry["women"].split(), "f")
