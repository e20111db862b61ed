"""Which nominatives a word in the dative may have: each is proved by inflecting it forwards again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Literal

from letters.model import Gender
from letters.russian.names.inflect import dative_words, piece_dative
from letters.russian.names.parts import is_given, patronymic_shape
from letters.russian.names.table import WordPart, exceptions, fold, given_names, strangeness

Case = Literal["dative", "nominative"]
LEAST_USUAL = 4  # a stranger nominative is not taken for proved

_MOST_PIECES = 3
_MOST_READINGS = 24
_REJECTED = 6
# dative ending -> endings the nominative may have; the empty ending is the word itself
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("кому", ("кий", "кой")),
    ("гому", ("гий", "гой")),
    ("хому", ("хий", "хой")),
    ("ому", ("ый", "ой")),
    ("ему", ("ий",)),
    ("йцу", ("ец",)),
    ("льцу", ("лец", "льц")),
    ("цу", ("ец",)),
    ("нку", ("нок",)),
    ("ьку", ("ёк",)),
    ("у", ("",)),
    ("ью", ("ей", "ий")),
    ("ю", ("й", "ь")),
    ("ой", ("а", "ая")),
    ("ей", ("яя", "ая", "а")),
    ("ии", ("ия",)),
    ("и", ("ь", "я")),
    ("е", ("а", "я")),
)
# what Russian spelling does not allow at the end of a word
_MISSPELT = re.compile(r"([аеёиоуыэюяьйъ]ь|[ьй]а|[бвгджзклмнпрстфхцчшщ]й|[гкхжшщч]ый|[гкхжшщчц]я)$")
_IRREGULAR = {"льву": ("лев",), "петру": ("пётр", "петр"), "павлу": ("павел",)}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: its nominative, its dative, and how strange the nominative would be."""

    nominative: str
    dative: str
    cost: int  # of all pieces together
    worst: int  # of the strangest piece

    @property
    def is_usual(self) -> bool:
        """Whether the nominative is usual enough to count as proved."""
        return self.worst <= LEAST_USUAL


@lru_cache(maxsize=32768)
def readings(word: str, part: WordPart, gender: Gender, case: Case) -> tuple[Reading, ...]:
    """All readings of one part of a name that stands in this case, the most usual first."""
    if part == "patronymic":
        return _patronymic_readings(word, gender, case)
    if case == "nominative":
        cost = _strangest(word, part, gender)
        return (Reading(word, dative_words(part, gender, word), cost, cost),)
    words = [_word_readings(single, part, gender) for single in word.split(" ")]
    return _joined(words, " ")


def _strangest(text: str, part: WordPart, gender: Gender) -> int:
    costs = [_word_cost(word, part, gender) for word in text.split(" ") if word not in exceptions().particles]
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
    proved = [word for word in _candidates(piece) if piece in _datives(word, part, gender, final)]
    costs = [_cost(nominative, part, gender, final) for nominative in proved]
    return [Reading(nominative, piece, cost, cost) for nominative, cost in zip(proved, costs, strict=True)]


def _datives(nominative: str, part: WordPart, gender: Gender, final: bool) -> tuple[str, ...]:
    """The datives a line may print: ours, and -ии for a noun on -ия («Алия»: Алие, Алии, both in use)."""
    usual = piece_dative(part, gender, nominative, final)
    return (usual, nominative[:-1] + "и") if nominative.endswith("ия") else (usual,)


def _candidates(piece: str) -> list[str]:
    found = [piece[:1] + stem[1:] for stem in _IRREGULAR.get(piece.lower(), ())]
    for ending, replacements in _ENDINGS:
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
