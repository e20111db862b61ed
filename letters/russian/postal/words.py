"""The words of Russian addresses (words.toml, facilities.toml) as patterns over text folded by `tidy.fold_case`."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from letters.model import PartKind
from letters.russian.postal.tidy import fold_case
from letters.textfile import read_toml

_EDGE = r"(?<![а-яa-z0-9])"
_STOP = r"(?![а-яa-z0-9])"


@cache
def table(name: str) -> dict[str, Any]:
    """One of the data files beside this module, by its stem."""
    return read_toml(Path(__file__).parent / f"{name}.toml")


def either(words: Iterable[str], gap: str = r"\s+") -> str:
    """A pattern for any of the words, the longest wins; a star is any ending, a space is the `gap`."""
    tails: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        tails.setdefault(word[0], []).append(_one(word[1:], gap))
    # Grouped by the first letter, which is three times as fast.
    return "(?:" + "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in tails.items()) + ")"


def whole(words: Iterable[str], gap: str = r"(?:\.\s?|\s)") -> re.Pattern[str]:
    """Any of the words, as whole words anywhere in the text."""
    return re.compile(f"{_EDGE}{either(words, gap)}{_STOP}")


def _one(word: str, gap: str) -> str:
    return re.escape(word).replace(r"\*", "[а-я]*").replace(r"\ ", gap)


_WORDS = table("words")
_GAP = r"(?:\.\s?|\s)"
_AFTER_WORD = r"(?:\.\s*|\s+|(?=[«\"“]))"
_ORDINAL = r"(?![0-9]*-?(?:й|я|е|го|ая|ой|ый|ий)(?![а-я]))"
_NUMBER = rf"(?:№\s*)?{_ORDINAL}[0-9]"
_LETTER = r"[«\"“]?[а-я][»\"”]?(?![а-я.])"


def _before(kind: str) -> str:
    return f"(?P<{kind}>{either(_WORDS[kind]['before'], _GAP)}{_AFTER_WORD})"


def _house_start() -> str:
    house = _WORDS["house"]
    return (
        rf"(?P<house>{either(house['before'])}\.?\s*(?:{_NUMBER}|№|{either(house['none'])})"
        rf"|{either(house['lettered'])}(?:\.\s*|\s+){_LETTER}|{either(house['none'])}{_STOP})"
        rf"|(?P<flat>{either(house['flats'])}\.?\s*{_NUMBER})"
    )


# How a part begins when its type word stands before its name; the group is the kind.
START = re.compile("|".join([_house_start(), *map(_before, ("district", "settlement", "street"))]))

# The same inside a part, where a comma was forgotten: in small letters only (matched on text that keeps its case).
_NAME_AHEAD = r"(?=[«\"“]?[А-ЯЁ]|[0-9]+(?:-?[а-яё]+)?\s+[А-Яа-яЁё])"
INNER = re.compile(
    rf"(?<=[\s.»\"”)])(?:{either(_WORDS['house']['before'])}\.?\s*{_NUMBER}"
    rf"|{either(_WORDS['settlement']['before'] + _WORDS['street']['before'], _GAP)}(?:\.\s*|\s+){_NAME_AHEAD})"
)
ENDED = re.compile(
    rf"{_EDGE}(?:{either(_WORDS['region']['ends'] + _WORDS['district']['ends'])})(?:\.\s*|\s+)(?=[А-Яа-яЁё])",
    re.IGNORECASE,
)

# Type words anywhere in a part, tried in this order.
_INSIDE_KINDS: tuple[PartKind, ...] = ("region", "district", "street", "settlement")
INSIDE: tuple[tuple[PartKind, re.Pattern[str]], ...] = (
    ("note", whole(_WORDS["ward"]["inside"])),
    *((kind, whole(_WORDS[kind]["inside"])) for kind in _INSIDE_KINDS),
)

# A whole part that is a house number by itself: 33, 26А, 50 «а», 29/1, 4 км.
_BARE_NUMBER = rf"{_NUMBER}[0-9]*(?:\s?-?\s?{_LETTER})?(?:\s?[/–-]\s?[0-9]*(?:{_LETTER})?)*"
BARE_HOUSE = re.compile(
    rf"(?:{_BARE_NUMBER}(?:\s?{either(_WORDS['house']['before'])}\.?\s*[0-9]+)*"
    rf"|[0-9]+(?:[.,][0-9]+)?\s?(?:-?й\s)?{either(_WORDS['house']['after'])})"
)
HOUSE_AT_END = re.compile(rf"(?<=[а-я.»\"”]) (?={_BARE_NUMBER}$)")
HOUSE_NUMBER = re.compile(rf"(?:{either(_WORDS['house']['before'])}\.?\s*)?{_BARE_NUMBER}")

COUNTRY = re.compile(either(_WORDS["country"]["words"]))
_LAST_WORD = re.compile(r"(?<![а-яa-z0-9-])[а-яa-z][а-яa-z-]*$")
ABBREVIATIONS = frozenset(_WORDS["abbreviations"]["words"])
WARD_START = re.compile(
    rf"(?:[0-9]+(?:-?[а-я]{{1,2}})?\s+)?{either(_WORDS['ward']['before'])}(?![а-я])\.?(?:\s*(?:№\s*)?[0-9]+[а-я]?(?![а-я0-9]))?"
)
DOUBT = re.compile(rf"(?<![а-я]){either(_WORDS['doubt']['stems'])}")
LABEL = re.compile(rf"(?<![а-яa-z]){either(_WORDS['label']['stems'])}")
RUSSIAN_LABEL = re.compile(rf"{either(_WORDS['label']['russian'])}\s*[:—–-]")
ENGLISH_LABEL = re.compile(rf"(?<![а-яa-z]){either(_WORDS['label']['english'])}\s*:")
PERSON = re.compile(rf"(?:{either(_WORDS['label']['person'])}(?:\.\s*|[:\s]+))+")

_NAME = _WORDS["name"]
_CAPITAL_WORD = r"\(?[А-ЯЁA-Z][\w'’ʼ`-]*\.?\)?"
_PARTICLE = rf"\(?(?:{either(_NAME['particles'])})\)?"
NAME = re.compile(rf"{_CAPITAL_WORD}(?:\s*(?:\s|(?<=[.)])){_CAPITAL_WORD}|\s+{_PARTICLE}(?!\w)){{1,9}}")
PATRONYMIC = re.compile(f"{either(_NAME['patronymic'])}$")
FULL_NAME_AT_END = re.compile(
    rf"(?<!\w)(?:[А-ЯЁ][\w'’-]*\s+){{2}}(?:[А-ЯЁ][\w'’-]*(?:{either(_NAME['patronymic'])})|[А-ЯЁ][\w'’-]*\s+(?:{either(_NAME['particles'])}))$",
)


def without_stray_dot(text: str) -> str:
    """The text without the full stop at its end, unless that belongs to an abbreviation or to an initial."""
    if not text.endswith("."):
        return text
    bare = text.rstrip(". ")
    last = _LAST_WORD.search(fold_case(bare))
    return bare + "." if last and (last[0] in ABBREVIATIONS or len(last[0]) == 1) else bare
