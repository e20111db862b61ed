"""What the tables beside this file say: how names decline, which surnames and given names are known."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from letters.model import Gender
from letters.patterns import pattern
from letters.textfile import read_toml

WordPart = Literal["last", "first", "patronymic"]
Key = tuple[str, str]  # part and gender
Rule = TypeVar("Rule")

_GENDERS: dict[str, tuple[Gender, ...]] = {"m": ("m",), "f": ("f",), "mf": ("m", "f")}
UNKNOWN_SHAPE = 5
_RARE = 1
OTHER_GENDER = 8
_SOFT_ADJECTIVE = re.compile("[жшщчн]ий$")
_ADJECTIVE_OF_V = re.compile("[оеё]в[оы]й$")


def fold(word: str) -> str:
    """The word for comparing: lower case, ё as е (the line may print either)."""
    return word.lower().replace("ё", "е")


class Datives(NamedTuple):
    """The datives that a word may have; `is_settled` is false where nobody can say which of them a family uses."""

    usual: str
    others: tuple[str, ...] = ()  # also found on lines
    is_settled: bool = True

    def __contains__(self, line: object) -> bool:
        """Whether a folded word of a line is one of them."""
        return any(fold(form) == line for form in (self.usual, *self.others))


@dataclass(frozen=True, slots=True)
class Ending:
    """One rule of exceptions.toml: what replaces the end of a nominative."""

    pattern: re.Pattern[str]
    dative: str
    also: str | None
    is_settled: bool

    def datives(self, word: str) -> Datives | None:
        """The datives of a word with this ending, `None` if it has another one."""
        usual, times = self.pattern.subn(self.dative, word)
        if not times:
            return None
        others = () if self.also is None else (self.pattern.sub(self.also, word),)
        return Datives(usual, others, self.is_settled)


@dataclass(frozen=True, slots=True)
class Eastern:
    """Words that show a Korean, Vietnamese or Chinese name; folded."""

    surnames: frozenset[str]
    men: str  # the middle word of a Vietnamese man
    women: str


@dataclass(frozen=True, slots=True)
class Exceptions:
    """exceptions.toml, ready for look-up; all words in lower case."""

    words: dict[Key, dict[str, Datives]]  # folded nominative -> datives
    nominatives: dict[Key, dict[str, tuple[str, ...]]]  # folded dative -> nominatives
    endings: dict[Key, tuple[Ending, ...]]
    surname_pieces: frozenset[str]
    particles: frozenset[str]
    patronymic_words: dict[str, Gender]  # оглы -> m, кызы -> f
    patronymic_ends: tuple[str, ...]  # those that are also joined to the father's name
    eastern: Eastern
    backwards: tuple[tuple[str, tuple[str, ...]], ...]  # ending of a dative -> endings of the nominative


@dataclass(frozen=True, slots=True)
class Surnames:
    """surnames.toml, ready for look-up; all words folded."""

    shapes: dict[Key, tuple[tuple[re.Pattern[str], int], ...]]
    known: dict[Gender, frozenset[str]]
    indeclinable: frozenset[str]


@dataclass(frozen=True, slots=True)
class GivenNames:
    """given_names.toml, ready for look-up; all words folded."""

    men: frozenset[str]
    women: frozenset[str]
    every: frozenset[str]  # men's and women's
    rare: frozenset[str]  # of men or women; another known name with the same dative is meant
    homes: tuple[tuple[re.Pattern[str], frozenset[str]], ...]  # surnames beside which rare names are none
    stress: dict[str, int]  # syllable, counted from one

    def at_home(self, last: str) -> frozenset[str]:
        """The rare given names that are as usual as the common ones beside this surname, in either case."""
        return next((names for surname, names in self.homes if surname.search(fold(last))), frozenset())

    def of(self, gender: Gender) -> frozenset[str]:
        """The known names of one gender, in the nominative."""
        return self.men if gender == "m" else self.women


@cache
def exceptions() -> Exceptions:
    """How names decline where we part from pytrovich, read once."""
    data = _read("exceptions.toml")
    eastern = data["eastern"]
    return Exceptions(
        words=_whole_words(data["word"]),
        nominatives=_nominatives(data["word"]),
        endings=_endings(data["ending"]),
        surname_pieces=_words(data["fixed"]["surname_pieces"]),
        particles=_words(data["fixed"]["particles"]),
        patronymic_words=_patronymics(data["patronymic"]),
        patronymic_ends=tuple(data["patronymic"]["ends"].split()),
        eastern=Eastern(_words(eastern["surnames"]), eastern["men"], eastern["women"]),
        backwards=tuple(
            (end, tuple(text.strip(".") for text in ends.split())) for end, ends in data["backwards"].items()
        ),
    )


@cache
def surnames() -> Surnames:
    """Which surnames are known, and how usual a shape is, read once."""
    data = _read("surnames.toml")
    lists = data["surnames"]
    adjectives, nouns = lists["adjectives"].split(), _words(lists["nouns"])
    indeclinable = _words(lists["indeclinable"])
    both = nouns | indeclinable
    women = _words(" ".join(filter(None, map(_of_woman, adjectives)))) | _words(lists["women"])
    return Surnames(_shapes(data["shape"]), {"m": _words(lists["adjectives"]) | both, "f": women | both}, indeclinable)


@cache
def given_names() -> GivenNames:
    """The table of known given names, read once."""
    data = _read("given_names.toml")
    both = _words(data["both"])
    stress = {word: int(place) for place, names in data["stress"].items() for word in _words(names)}
    homes = tuple((pattern(home["surname"]), _words(home["names"])) for home in data["home"])
    men, women, rare = (_words(data[key]) for key in ("men", "women", "rare"))
    return GivenNames(men | both, women | both, men | women | both, rare, homes, stress)


def strangeness(part: WordPart, gender: Gender, nominative: str) -> int:
    """How strange this word would be as a nominative: 0 = known, 1 = typical, 5 = unknown, 6 = no."""
    word = fold(nominative)
    known = _known(part, gender, word)
    if known is not None:
        return known
    lowered = nominative.lower()
    for shape, cost in surnames().shapes.get((part, gender), ()):
        if shape.search(lowered):
            return cost
    return UNKNOWN_SHAPE


def _known(part: WordPart, gender: Gender, word: str) -> int | None:
    if part == "last":
        return _known_surname(gender, word)
    if word in given_names().of(gender):
        return _RARE if word in given_names().rare else 0
    return OTHER_GENDER if word in given_names().of("f" if gender == "m" else "m") else None


def _known_surname(gender: Gender, word: str) -> int | None:
    if word in surnames().known[gender]:
        return 0
    own = exceptions().words["last", gender].get(word)
    return None if own is None else 0 if own.is_settled else _RARE


def _read(name: str) -> dict[str, Any]:
    return read_toml(Path(__file__).parent / name)


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


def _of_woman(adjective: str) -> str | None:
    """Толстой -> Толстая; `None` for -овой, where a woman's -ова is as usual (the list of women says which)."""
    if _ADJECTIVE_OF_V.search(adjective):
        return None
    return adjective[:-2] + ("яя" if adjective.endswith("ний") else "ая")


def _keys(entry: dict[str, Any]) -> list[Key]:
    return [(entry["part"], gender) for gender in _GENDERS[entry["gender"]]]


def _whole_words(entries: Iterable[dict[str, Any]]) -> dict[Key, dict[str, Datives]]:
    words: dict[Key, dict[str, Datives]] = {}
    for entry in entries:
        for key in _keys(entry):
            words.setdefault(key, {}).update((fold(word), datives) for word, datives in _forms(entry))
    return words


def _nominatives(entries: Iterable[dict[str, Any]]) -> dict[Key, dict[str, tuple[str, ...]]]:
    """The other way round: which words have this dative."""
    found: dict[Key, dict[str, tuple[str, ...]]] = {}
    for entry in entries:
        for key, (word, datives) in product(_keys(entry), _forms(entry)):
            words = found.setdefault(key, {})
            for dative in map(fold, (datives.usual, *datives.others)):
                words[dative] = (*words.get(dative, ()), word)
    return found


def _forms(entry: dict[str, Any]) -> Iterator[tuple[str, Datives]]:
    for nominative, text in entry["forms"].items():
        usual, *others = text.split()
        yield nominative, Datives(usual, tuple(others), not entry.get("open", False))


def _endings(entries: Iterable[dict[str, Any]]) -> dict[Key, tuple[Ending, ...]]:
    return _by_key(
        (entry, [Ending(pattern(entry["pattern"]), entry["dative"], entry.get("also"), not entry.get("open", False))])
        for entry in entries
    )


def _shapes(entries: Iterable[dict[str, Any]]) -> dict[Key, tuple[tuple[re.Pattern[str], int], ...]]:
    return _by_key((entry, [(pattern(shape), cost) for shape, cost in entry["shapes"]]) for entry in entries)


def _by_key(rules: Iterable[tuple[dict[str, Any], list[Rule]]]) -> dict[Key, tuple[Rule, ...]]:
    """The rules of all entries for each part and gender, in their order."""
    found: dict[Key, tuple[Rule, ...]] = {}
    for entry, own in rules:
        for key in _keys(entry):
            found[key] = (*found.get(key, ()), *own)
    return found


def _patronymics(entry: dict[str, str]) -> dict[str, Gender]:
    genders: dict[str, Gender] = dict.fromkeys(entry["men"].split(), "m")
    return genders | dict.fromkeys(entry["women"].split(), "f")
