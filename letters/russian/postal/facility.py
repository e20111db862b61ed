"""What the phrase of a facility says: its type, its number, the region of its authority, and where it ends."""

import re
from collections.abc import Iterable
from functools import lru_cache

from letters.model import Facility
from letters.russian.postal.regions import area_end
from letters.russian.postal.tidy import fold_case, fold_latin
from letters.russian.postal.words import either, table, without_stray_dot

_DATA = table("facilities")
_SIGN = r"(?:\s?[-–—‑−]\s?|\s)?(?:№|n)?\s?"
_NUMBER = r"[0-9]{1,4}(?:/[0-9]{1,3})?(?![0-9])"
_PENAL = either(_DATA["forms"]["penal"])
_WORD_START = r"(?<![а-яa-z0-9])"


def _word(word: str) -> str:
    """One word of the table: «#» wants a number behind it, «@» a word like ФКУ before it."""
    pattern = either([word.rstrip("#@")], gap=r",?\s+") + r"(?![а-я])"
    if word.endswith("#"):
        return rf"{pattern}(?={_SIGN}[0-9])"
    return _AFTER_FORM + pattern if word.endswith("@") else pattern


def _words(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(_word, sorted(words, key=len, reverse=True))) + ")"


_AFTER_FORM = "(?:" + "|".join(f"(?<={form}[ -])" for form in _DATA["forms"]["penal"]) + ")"
_TYPES = tuple((row["name"], re.compile(_WORD_START + _words(row["words"]))) for row in _DATA["type"])
_ATTACHED = frozenset(row["name"] for row in _DATA["type"] if row.get("attached"))
_TYPE_WORDS = [word for row in _DATA["type"] for word in row["words"]]
_PLAIN = [word for word in _TYPE_WORDS if word[-1] not in "#@"]
_SPELLED = [word for word in _PLAIN if "*" in word or " " in word or len(word) > 7]
_ACRONYMS = [word for word in _PLAIN if word not in _SPELLED]

_MEDICAL = either(map(str.upper, _DATA["forms"]["medical"]))
# The first word of a facility, on folded text: ФКУ, a type with a number, a type spelled out …
_MARK = re.compile(
    rf"\b(?:{_PENAL}(?![а-я])|ф[а-я]{{1,4}}(?=\s(?:сизо|ик|кп|лиу|т)(?![а-я]))"
    rf"|{_words(word for word in _TYPE_WORDS if word[-1] == '#')}|{_words(_SPELLED)}|{either(_ACRONYMS)}{_SIGN}[0-9])"
)
# … on text that keeps its case: «ГУЗ» is a hospital, «Гуз» a surname …
_MARK_IN_CAPITALS = re.compile(rf"\b(?:[А-Яа-я]{{0,5}}{_MEDICAL}|{either(map(str.upper, _ACRONYMS))})(?![А-Яа-я])")
# … and glued to the number of a house: «д. 57ВГБУ», «д. 11ФКУ».
_GLUED_MARK = re.compile(
    rf"[0-9][А-Я]?({either(map(str.upper, _DATA['forms']['penal']))}|{_MEDICAL}|(?:СИЗО|ИК){_SIGN}[0-9])"
)
# A comma before these words parts nothing.
NO_COMMA = either(_DATA["forms"]["after_comma"])

# What may stand before that word and still belong to the facility.
LEAD = re.compile(
    rf"{_WORD_START}{either(_DATA['forms']['joining'] + _DATA['forms']['regional'])}(?![а-я])"
    r"|(?:[а-я-]+(?:ая|ое|ий|ый|ой)\s+)+$"
)


def find_mark(cased: str, folded: str, start: int, end: int) -> int | None:
    """Where the first word of a facility stands; `folded` is `cased` in lower case."""
    marks = [found.start() for found in (_MARK.search(folded, start, end),) if found]
    if in_capitals := _MARK_IN_CAPITALS.search(cased, start, min(marks, default=end)):
        marks.append(in_capitals.start())
    if glued := _GLUED_MARK.search(cased, start, min(marks, default=end)):
        marks.append(glued.start(1))
    return min(marks, default=None)


def is_mark(cased: str, folded: str, start: int, end: int) -> bool:
    """Whether a stretch begins with such a word."""
    return bool(_MARK.match(folded, start, end) or _MARK_IN_CAPITALS.match(cased, start, end))


_NUMBERED = re.compile(rf"{_WORD_START}{_words(_TYPE_WORDS)}{_SIGN}({_NUMBER})")
_ANY_NUMBER = re.compile(rf"№\s?({_NUMBER})")

_OFFICE_WORD = rf"{_WORD_START}{either(_DATA['authority']['words'])}(?![а-я])"
_OFFICE = re.compile(rf"{_OFFICE_WORD}(?:\s+(?:по\s+)?{either(_DATA['authority']['owner'])}(?![а-я]))?")
_CLOSED = re.compile('[,»”"]')  # behind the name of a region
_OVER = re.compile(r"(?<![а-я])по\s(?!россии|рф)")
CONTINUATION = re.compile(
    rf"{_OFFICE_WORD}|по\s|{either(_DATA['continuation']['words'])}(?![а-я])|при\s|[«\"“„][а-я-]+[»\"”“]?$"
)


@lru_cache(maxsize=2048)  # some 265 facilities, in several spellings
def read_facility(text: str) -> Facility:
    """The facility that the phrase names, with its type and number («ПФРСИ при ФКУ ИК-1» is a ПФРСИ, number 1)."""
    folded = fold_case(fold_latin(text))
    kind = next((name for name, words in _TYPES if words.search(folded)), "other")
    return Facility(text, kind, _read_number(folded), _read_region(text, folded))


def _read_number(folded: str) -> str | None:
    """The colony's number before that of a place at the colony, then the facility's own, then any behind «№»."""
    numbered = sorted(_NUMBERED.finditer(folded), key=lambda found: is_attached(found[0]))
    found = numbered[0] if numbered else _ANY_NUMBER.search(folded)
    return found[1] if found else None


def _read_region(text: str, folded: str) -> str | None:
    """The words after the last «по», in the case in which they were published."""
    starts = [found.end() for found in _OVER.finditer(folded)]
    if not _OFFICE.search(folded):
        starts = [start for start in starts if area_end(folded, start)]
    return without_stray_dot(_CLOSED.split(text[starts[-1] :])[0].strip()) if starts else None


def is_attached(folded: str) -> bool:
    """Whether a part begins with a place at a colony: «ПФРСИ», «исправительный центр»."""
    return any(words.match(folded) for name, words in _TYPES if name in _ATTACHED)


@lru_cache(maxsize=2048)
def hard_end(folded: str) -> int:
    """Where the phrase must have ended: behind its authority, else behind its number or its closing quote."""
    offices = [found.end() for found in _OFFICE.finditer(folded)]
    areas = [end for found in _OVER.finditer(folded) if (end := area_end(folded, found.end()))]
    if offices or areas:
        return max(offices + areas)
    number = _NUMBERED.search(folded) or _ANY_NUMBER.search(folded)
    return max(number.end() if number else 0, *(folded.rfind(mark) + 1 for mark in '»”"'))
