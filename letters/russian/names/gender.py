"""Whether a name is a man's or a woman's: by its patronymic, then its given name, then its surname."""

import re
from functools import lru_cache

from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Gender as Sex

from letters.model import Gender, Name
from letters.russian.names import eastern
from letters.russian.names.inflect import LONGEST_WORD
from letters.russian.names.parts import patronymic_shape
from letters.russian.names.table import fold, given_names

_MEN = re.compile(r"(ов|ев|ин|ын|ский|цкий)$")
_WOMEN = re.compile(r"(ова|ева|ина|ына|ская|цкая)$")
_SEXES: dict[Sex, Gender | None] = {Sex.MALE: "m", Sex.FEMALE: "f", Sex.ANDROGYNOUS: None}


def detect_gender(name: Name) -> Gender | None:
    """The gender that a name in the nominative shows, `None` if it shows none (FIELD §6.3)."""
    shape = patronymic_shape(name.patronymic) if name.patronymic else None
    if shape is not None:
        return shape[0]
    if eastern.is_eastern(name):
        return eastern.gender_shown(name)
    return _of_known(name.first) or _of_surname(name.last) or _of_rules(name)


def _of_known(first: str) -> Gender | None:
    for word in (fold(first), *re.split(r"[- ]", fold(first))):
        is_man, is_woman = word in given_names().men, word in given_names().women
        if is_man != is_woman:
            return "m" if is_man else "f"
    return None


def _of_surname(last: str) -> Gender | None:
    word = fold(last)
    if _MEN.search(word):
        return "m"
    return "f" if _WOMEN.search(word) else None


def _of_rules(name: Name) -> Gender | None:
    if fold(name.first) in given_names().men:  # borne by both
        return None
    first, last = name.first.split(" ", 1)[0], name.last.split(" ", 1)[0]
    return _by_rules("firstname", first[:LONGEST_WORD]) or _by_rules("lastname", last[:LONGEST_WORD])


@lru_cache(maxsize=4096)
def _by_rules(part: str, word: str) -> Gender | None:
    if not word:
        return None
    return _SEXES[_detector().detect(**{part: word})]


@lru_cache(maxsize=1)
def _detector() -> PetrovichGenderDetector:
    return PetrovichGenderDetector()
