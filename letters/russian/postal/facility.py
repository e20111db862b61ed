"""What the phrase of a facility says: its type, its number, the region of its authority, and where it ends."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from letters.model import Facility
from letters.patterns import pattern
from letters.russian.postal.regions import area_end
from letters.russian.postal.words import either, table, without_stray_dot
from letters.russian.tidy import fold_case, fold_latin

_SIGN = r"(?:\s?[-–—‑−]\s?|\s)?(?:№|n)?\s?"
_NUMBER = r"[0-9]{1,4}(?:/[0-9]{1,3})?(?![0-9])"
_WORD_START = r"(?<![а-яa-z0-9])"


def _forms(kind: str, *more: str) -> list[str]:
    """The words of [forms] under these headings."""
    return [word for name in (kind, *more) for word in table("facilities")["forms"][name]]


def _capitals(words: Iterable[str]) -> str:
    return either(map(str.upper, words))


def _words(words: Iterable[str]) -> str:
    """Any of the words of the table: «#» wants a number behind it, «@» a word like ФКУ before it."""
    after_form = "(?:" + "|".join(f"(?<={form}[ -])" for form in _forms("penal")) + ")"
    around = {"": ("", ""), "#": ("", rf"(?={_SIGN}[0-9])"), "@": (after_form, "")}
    signed: dict[str, list[str]] = {}
    for word in words:
        signed.setdefault(word[-1] if word[-1] in "#@" else "", []).append(word.rstrip("#@"))
    kinds = (around[sign][0] + either(bare, r",?\s+") + around[sign][1] for sign, bare in signed.items())
    return f"(?:{'|'.join(kinds)})(?![а-я])"


@dataclass(frozen=True, slots=True)
class _Type:
    """A type of facility; `attached` = a place at a colony, whose number is the colony's."""

    name: str
    words: re.Pattern[str]
    attached: bool


@cache
def _types() -> tuple[_Type, ...]:
    rows = table("facilities")["type"]
    return tuple(_Type(row["name"], _type_words(row["words"]), row.get("attached", False)) for row in rows)


def _type_words(words: list[str]) -> re.Pattern[str]:
    return pattern(lambda: _WORD_START + _words(words))


def _all_words() -> list[str]:
    return [word for row in table("facilities")["type"] for word in row["words"]]


def _numbered() -> list[str]:
    """Those that count only with a number behind them."""
    return [word for word in _all_words() if word[-1] == "#"]


def _spelled() -> list[str]:
    """Those that are known by their words alone, not by letters with a number."""
    return [word for word in _all_words() if word[-1] not in "#@" and ("*" in word or " " in word or len(word) > 7)]


def _acronyms() -> list[str]:
    return [word for word in _all_words() if word[-1] not in "#@" and word not in _spelled()]


# The first word of a facility, on folded text: ФКУ, a type with a number, a type spelled out …
_MARK = pattern(
    lambda: (
        rf"\b(?:{either(_forms('penal'))}(?![а-я])|ф[а-я]{{1,4}}(?=\s(?:сизо|ик|кп|лиу|т)(?![а-я]))"
        rf"|{_words([*_numbered(), *_spelled()])}|{either(_acronyms())}{_SIGN}[0-9])"
    )
)
# … on text that keeps its case: «ГУЗ» is a hospital, «Гуз» a surname …
_MARK_IN_CAPITALS = pattern(
    lambda: rf"\b(?:[А-Яа-я]{{0,5}}{_capitals(_forms('medical'))}|{_capitals(_acronyms())})(?![А-Яа-я])"
)
# … and glued to the number of a house: «д. 57ВГБУ», «д. 11ФКУ».
_GLUED_MARK = pattern(
    lambda: rf"[0-9][А-Я]?({_capitals(_forms('penal'))}|{_capitals(_forms('medical'))}|(?:СИЗО|ИК){_SIGN}[0-9])"
)


def no_comma() -> str:
    """The words before which a comma parts nothing."""
    return either(_forms("after_comma"))


# What may stand before that word and still belong to the facility.
LEAD = pattern(
    lambda: (
        rf"{_WORD_START}{either(_forms('joining', 'regional'))}(?![а-я])"
        r"|(?:[а-я-]+(?:ая|ое|ий|ый|ой)\s+)+$"
    )
)


_IN_BRACKETS = pattern(r"\([^()]*\)|\[[^\[\]]*\]")


def without_brackets(text: str) -> str:
    """The text with every pair of brackets, and what it holds, as blanks: the same length."""
    return _IN_BRACKETS.sub(lambda found: " " * len(found[0]), text) if "(" in text or "[" in text else text


def find_mark(cased: str, folded: str, start: int, end: int) -> int | None:
    """Where the first word of a facility stands, in brackets only if nowhere else; `folded` is `cased` in lower case.

    Brackets mostly hold another name of the prison: «д. 18 (СИЗО 99/1), ФКУ СИЗО-1 ФСИН России».
    """
    outside = _first_mark(without_brackets(cased), without_brackets(folded), start, end)
    return outside if outside is not None or not _IN_BRACKETS.search(cased) else _first_mark(cased, folded, start, end)


def _first_mark(cased: str, folded: str, start: int, end: int) -> int | None:
    marks = [found.start() for found in (_MARK.search(folded, start, end),) if found]
    if in_capitals := _MARK_IN_CAPITALS.search(cased, start, min(marks, default=end)):
        marks.append(in_capitals.start())
    if glued := _GLUED_MARK.search(cased, start, min(marks, default=end)):
        marks.append(glued.start(1))
    first = min(marks, default=None)
    if first is not None and _NAMED_AFTER.search(folded[:first]):
        behind = _first_mark(cased, folded, first + 2, end)
        return first if behind is None else behind
    return first


def is_mark(cased: str, folded: str, start: int, end: int) -> bool:
    """Whether a stretch begins with such a word."""
    return bool(_MARK.match(folded, start, end) or _MARK_IN_CAPITALS.match(cased, start, end))


_NAMED_AFTER = pattern(
    r"(?<![а-я])(?:тер|территория|мкр|микрорайон|пос|поселок|[ап]/я)\.?\s*$"
)  # «тер. ИК-5, ФКУ ИК-5»
_NUMBERED = pattern(lambda: rf"{_WORD_START}{_words(_all_words())}{_SIGN}({_NUMBER})")
_ANY_NUMBER = pattern(rf"№\s?({_NUMBER})")


def _office_word() -> str:
    return rf"{_WORD_START}{either(table('facilities')['authority']['words'])}(?![а-я])"


_OFFICE = pattern(
    lambda: rf"{_office_word()}(?:\s+(?:по\s+)?{either(table('facilities')['authority']['owner'])}(?![а-я]))?"
)
_CENTRAL = pattern(rf"{_WORD_START}фсин(?![а-я])")
# What follows the name of a region; «(Якутия)» is part of it, «(«Полярная сова»)» is not.
_CLOSED = pattern(lambda: rf"[,»”\"\]]|\s[(\[](?!{either(table('words')['region']['second_names'])}\))")
_OVER = pattern(r"(?<![а-я])по\s(?!россии|рф)")
CONTINUATION = pattern(
    lambda: (
        rf"{_office_word()}|по\s|{either(table('facilities')['continuation']['words'])}(?![а-я])"
        r"|при\s|[«\"“„][а-я-]+[»\"”“]?$"
    )
)


@lru_cache(maxsize=2048)  # some 265 facilities, in several spellings
def read_facility(text: str) -> Facility:
    """The facility that the phrase names, with its type and number («ПФРСИ при ФКУ ИК-1» is a ПФРСИ, number 1)."""
    folded = fold_case(fold_latin(text))
    outside = without_brackets(folded)
    kind = _read_type(outside) or _read_type(folded) or "other"
    number = _read_number(outside) or _read_number(folded)
    region = _read_region(text, folded)
    return Facility(text, kind, number, region, region is None and bool(_CENTRAL.search(folded)))


def _read_type(folded: str) -> str | None:
    return next((kind.name for kind in _types() if kind.words.search(folded)), None)


def _read_number(folded: str) -> str | None:
    """The number of a kind that is known, of the colony before that of a place at it; then any behind «№»."""
    numbered = sorted(_NUMBERED.finditer(folded), key=lambda found: (is_attached(found[0]), _is_other(found[0])))
    found = numbered[0] if numbered else _ANY_NUMBER.search(folded)
    return found[1] if found else None


def _is_other(folded: str) -> bool:
    """Whether a kind with its number is one of the rest: the «ОИУ-25» to which a КП-51 belongs."""
    return _read_type(folded) in (None, "other")


def has_authority(text: str) -> bool:
    """Whether the words name an office of the penal service: «УФСИН России»."""
    return bool(_OFFICE.search(fold_case(fold_latin(text))))


def _read_region(text: str, folded: str) -> str | None:
    """The words after the last «по», in the case in which they were published."""
    starts = [found.end() for found in _OVER.finditer(folded)]
    if not _OFFICE.search(folded):
        starts = [start for start in starts if area_end(folded, start)]
    if not starts:
        return None
    closed = _CLOSED.search(folded, starts[-1])
    return without_stray_dot(text[starts[-1] : closed.start() if closed else None].strip())


def is_attached(folded: str) -> bool:
    """Whether a part begins with a place at a colony: «ПФРСИ», «исправительный центр»."""
    return any(kind.words.match(folded) for kind in _types() if kind.attached)


@lru_cache(maxsize=2048)
def hard_end(folded: str) -> int:
    """Where the phrase must have ended: behind its authority, else behind its number or its closing quote."""
    offices = [found.end() for found in _OFFICE.finditer(folded)]
    areas = [end for found in _OVER.finditer(folded) if (end := area_end(folded, found.end()))]
    if offices or areas:
        return max(offices + areas)
    number = _NUMBERED.search(folded) or _ANY_NUMBER.search(folded)
    return max(number.end() if number else 0, *(folded.rfind(mark) + 1 for mark in '»”"'))
