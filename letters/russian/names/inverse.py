"""Which nominatives a word in the dative may have: each is proved by inflecting it forwards again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, product
from typing import Literal

from letters.model import Gender
from letters.russian.names.inflect import dative_words, is_settled, piece_dative, piece_datives
from letters.russian.names.parts import is_given, patronymic_shape
from letters.russian.names.table import (
    OTHER_GENDER,
    UNKNOWN_SHAPE,
    WordPart,
    exceptions,
    fold,
    given_names,
    strangeness,
)

Case = Literal["dative", "nominative"]
LEAST_USUAL = 4  # a stranger nominative is not taken for proved

_MOST_PIECES = 3
_MOST_READINGS = 24
_REJECTED = 6
# what Russian spelling does not allow at the end of a word
_MISSPELT = re.compile(
    "([аеёиоуыэюяьйъ]ь|[ьй]ая?|[бвгджзклмнпрстфхцчшщ]й|[аеёиоуыэюя][ыо]й|[гкхжшщч]ый|[гкхжшщчц]я|йо[кцмх])$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: its nominative, its dative, and how strange the nominative would be."""

    nominative: str
    dative: str
    cost: int  # of all pieces together
    worst: int  # of the strangest piece
    is_settled: bool = True  # whether the dative is what every family says; one that is printed is

    @property
    def is_usual(self) -> bool:
        """Whether the nominative is usual enough to count as proved."""
        return self.worst <= LEAST_USUAL

    def known(self) -> "Reading":
        """The same, if something else than its shape proves it."""
        return replace(self, cost=0, worst=0)

    def of_either_gender(self) -> "Reading":
        """The same, if only the gender made it strange."""
        return replace(self, cost=LEAST_USUAL, worst=LEAST_USUAL) if self.worst == OTHER_GENDER else self

    @property
    def is_possible(self) -> bool:
        """Whether somebody may be called so, if another source says it."""
        return self.worst < _REJECTED


@lru_cache(maxsize=32768)
def readings(word: str, part: WordPart, gender: Gender, case: Case) -> tuple[Reading, ...]:
    """All readings of one part of a name that stands in this case, the most usual first."""
    if part == "patronymic":
        return _patronymic_readings(word, gender, case)
    words = word.split(" ")
    if case == "nominative":
        return (_as_printed(word, part, gender),)
    if len(words) > 1 and words[-1] in exceptions().patronymic_words:
        return (Reading(word, word, 0, 0),)
    return _joined([_word_readings(single, part, gender) for single in words], " ")


def _as_printed(text: str, part: WordPart, gender: Gender) -> Reading:
    """The word as a nominative; one of a strange shape is believed if it is not the dative of a usual word."""
    cost = _strangest(text, part, gender)
    if cost == UNKNOWN_SHAPE and not any(
        reading.is_usual and reading.nominative != text for reading in readings(text, part, gender, "dative")
    ):
        cost = LEAST_USUAL
    return Reading(text, dative_words(part, gender, text), cost, cost, is_settled(part, gender, text))


def _strangest(text: str, part: WordPart, gender: Gender) -> int:
    fixed = (exceptions().particles, exceptions().patronymic_words)
    costs = [_word_cost(word, part, gender) for word in text.split(" ") if not any(word in words for words in fixed)]
    return max(costs, default=_REJECTED)


def _word_cost(word: str, part: WordPart, gender: Gender) -> int:
    last = word.count("-")
    return min(
        strangeness(part, gender, word),
        max(_cost(piece, part, gender, place == last) for place, piece in enumerate(word.split("-"))),
    )


def _word_readings(word: str, part: WordPart, gender: Gender) -> tuple[Reading, ...]:
    pieces = word.split("-")
    if word in exceptions().particles:
        return (Reading(word, word, 0, 0),)
    if len(pieces) > _MOST_PIECES:
        return ()
    last = len(pieces) - 1
    return _joined([_proved(piece, part, gender, place == last) for place, piece in enumerate(pieces)], "-")


def _joined(choices: Sequence[Sequence[Reading]], link: str) -> tuple[Reading, ...]:
    found = [
        Reading(
            link.join(reading.nominative for reading in chosen),
            link.join(reading.dative for reading in chosen),
            sum(reading.cost for reading in chosen),
            max(reading.worst for reading in chosen),
        )
        for chosen in islice(product(*choices), _MOST_READINGS)
    ]
    return tuple(sorted(found, key=lambda reading: reading.cost))


def _proved(piece: str, part: WordPart, gender: Gender, final: bool) -> list[Reading]:
    line = fold(piece)
    proved = [word for word in _candidates(piece, part, gender) if line in piece_datives(part, gender, word, final)]
    costs = [_cost(nominative, part, gender, final) for nominative in proved]
    return [Reading(nominative, piece, cost, cost) for nominative, cost in zip(proved, costs, strict=True)]


def _candidates(piece: str, part: WordPart, gender: Gender) -> list[str]:
    irregular = exceptions().nominatives.get((part, gender), {}).get(fold(piece), ())
    found = [piece[:1] + stem[1:] for stem in irregular]
    for ending, replacements in exceptions().backwards:
        if piece.endswith(ending) and len(piece) > len(ending):
            found += [piece[: -len(ending)] + replacement for replacement in replacements]
    return [word for word in dict.fromkeys([*found, piece]) if not _MISSPELT.search(word)]


def _cost(nominative: str, part: WordPart, gender: Gender, final: bool) -> int:
    if final or piece_dative(part, gender, nominative, False) != nominative:
        return strangeness(part, gender, nominative)
    if part == "last":
        return 1 if fold(nominative) in exceptions().surname_pieces else strangeness(part, gender, nominative)
    return _REJECTED if is_given(nominative) and fold(nominative) not in given_names().of(gender) else 1


def _patronymic_readings(word: str, gender: Gender, case: Case) -> tuple[Reading, ...]:
    shape = patronymic_shape(word)
    if shape is None or shape[0] != gender or shape[1] not in (case, "unclear"):
        return ()
    if shape[1] == "unclear":
        return (Reading(word, word, 0, 0),)
    if case == "nominative":
        return (Reading(word, dative_words("patronymic", gender, word), 0, 0),)
    return (Reading(word[:-1] + ("а" if gender == "f" else ""), word, 0, 0),)
