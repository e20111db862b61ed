"""The words of Russian addresses (words.toml, facilities.toml) as patterns over text folded by `tidy.fold_case`."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from letters.model import PartKind
from letters.patterns import pattern
from letters.russian.names.table import exceptions
from letters.russian.tidy import fold_case
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


def _one(word: str, gap: str) -> str:
    return re.escape(word).replace(r"\*", "[а-я]*").replace(r"\ ", gap)


_GAP = r"(?:\.\s?|\s)"
_AFTER_WORD = r"(?:\.\s*|\s+|(?=[«\"“]))"
_ORDINAL = r"(?![0-9]*-?(?:й|я|е|го|ая|ой|ый|ий)(?![а-я]))"
_NUMBER = rf"(?:№\s*)?{_ORDINAL}[0-9]"
_LETTER = r"[«\"“]?[а-я][»\"”]?(?![а-я.])"


def words_of(kind: str, place: str) -> list[str]:
    """The words of a kind that stand "before" a name or "inside" a part; or another list of its table."""
    row = table("words")[kind]
    return [*row.get(place, ()), *(row.get("either", ()) if place in ("before", "inside") else ())]


def _words(kind: str, place: str, gap: str = r"\s+") -> str:
    """A pattern for any of the words of a kind that stand at a place."""
    return either(words_of(kind, place), gap)


def _before(kind: str) -> str:
    return f"(?P<{kind}>{_words(kind, 'before', _GAP)}{_AFTER_WORD})"


def _start() -> str:
    before, none = _words("house", "before"), _words("house", "none")
    house_start = (
        rf"(?P<house>{before}\.?\s*(?:{_NUMBER}|№|{none})"
        rf"|{_words('house', 'lettered')}(?:\.\s*|\s+){_LETTER}|{none}{_STOP})"
        rf"|(?P<flat>{_words('house', 'flats')}\.?\s*{_NUMBER})"
    )
    return "|".join([house_start, *map(_before, ("district", "settlement", "street"))])


# How a part begins when its type word stands before its name; the group is the kind.
START = pattern(_start)

# The same inside a part, where a comma was forgotten: in small letters only (matched on text that keeps its case).
_NAME_AHEAD = r"(?=[«\"“]?[А-ЯЁ]|[0-9]+(?:-?[а-яё]+)?\s+[А-Яа-яЁё])"


def _inner() -> str:
    places = either(words_of("settlement", "before") + words_of("street", "before"), _GAP)
    return (
        rf"(?<=[\s.»\"”)])(?:{_words('house', 'before')}\.?\s*{_NUMBER}"
        rf"|{places}(?:\.\s*|\s+){_NAME_AHEAD})"
    )


def _street_after() -> str:
    return (
        rf"(?<=[^\s,]\s)(?:[0-9]+-(?:й|я|е)\s)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*(?:ый|ий|ой|ая|яя|ое|ее)\s"
        rf"(?={_words('street', 'inside', _GAP)}(?![а-яё0-9-]))"
    )


def _ended() -> str:
    ends = either(words_of("region", "ends") + words_of("district", "ends"))
    return rf"{_EDGE}(?:{ends})(?:\.\s*|\s+)(?=[А-Яа-яЁё])"


INNER = pattern(_inner)
# A street whose type word follows its name, behind a place without a comma: «г. Барнаул Канатный проезд».
STREET_AFTER = pattern(_street_after)
ENDED = pattern(_ended, re.IGNORECASE)


def _inside(kind: str) -> re.Pattern[str]:
    """The type words of a kind, as whole words anywhere in a part."""
    return pattern(lambda: f"{_EDGE}{_words(kind, 'inside', _GAP)}{_STOP}")


# Type words anywhere in a part, tried in this order.
_INSIDE_KINDS: tuple[PartKind, ...] = ("region", "district", "street", "settlement")
INSIDE: tuple[tuple[PartKind, re.Pattern[str]], ...] = (
    ("note", _inside("ward")),
    *((kind, _inside(kind)) for kind in _INSIDE_KINDS),
)

# A whole part that is a house number by itself: 33, 26А, 50 «а», 29/1, 4 км.
_BARE_NUMBER = rf"{_NUMBER}[0-9]*(?:\s?-?\s?{_LETTER})?(?:\s?[/–-]\s?[0-9]*(?:{_LETTER})?)*"


def _bare_house() -> str:
    """The same with what else is numbered there: 81к2, 81 корп. 2; «81с2» as maps have it."""
    return rf"{_BARE_NUMBER}(?:\s?(?:{_words('house', 'before')}|с)\.?\s*[0-9]+)*"


BARE_HOUSE = pattern(lambda: rf"(?:{_bare_house()}|[0-9]+(?:[.,][0-9]+)?\s?(?:-?й\s)?{_words('house', 'after')})")
HOUSE_AT_END = pattern(lambda: rf"(?<=[а-я.»\"”]) (?={_bare_house()}$)")
HOUSE_NUMBER = pattern(lambda: rf"(?:{_words('house', 'before')}\.?\s*)?{_BARE_NUMBER}")

COUNTRY = pattern(lambda: _words("country", "words"))
FOREIGN = pattern(lambda: _words("country", "foreign"))
FOREIGN_PLACE = pattern(lambda: rf"(?:г(?:ор|ород)?(?:\.\s*|\s+))?{_words('country', 'foreign_places')}\.?")
# A part of some town that the line must name besides: «мкр. Южный», «2-й квартал».
INNER_PLACE = pattern(
    lambda: rf"{_words('settlement', 'inner', _GAP)}(?![а-я-]).*|.*\s{_words('settlement', 'inner', _GAP)}\.?"
)
_LAST_WORD = pattern(r"(?<![а-яa-z0-9-])[а-яa-z][а-яa-z-]*$")
WARD_START = pattern(
    lambda: (
        rf"(?:[0-9]{{1,3}}(?:-?[а-я]{{1,2}})?\s+)?{_words('ward', 'before')}(?![а-я])\.?"
        r"(?:\s*(?:№\s*)?[0-9]+[а-я]?(?![а-я0-9]))?"
    )
)
DOUBT = pattern(lambda: rf"(?<![а-я]){_words('doubt', 'stems')}")
LABEL = pattern(lambda: rf"(?<![а-яa-z]){_words('label', 'stems')}")
RUSSIAN_LABEL = pattern(lambda: rf"{_words('label', 'russian')}\s*[:—–-]")
ENGLISH_LABEL = pattern(lambda: rf"(?<![а-яa-z]){_words('label', 'english')}\s*:")
PERSON = pattern(lambda: rf"(?:{_words('label', 'person')}(?:\.\s*|[:\s]+))+")


def _small_words() -> str:
    return either([*words_of("name", "particles"), *exceptions().patronymic_words])


def _patronymic() -> str:
    """How a patronymic ends in the nominative or dative, also in the genitive, which a line may hold by mistake."""
    turkic = "|".join(exceptions().patronymic_ends)
    return f"{_words('name', 'sons')}[уа]?|{_words('name', 'daughters')}[аеы]|{turkic}"


_CAPITAL_WORD = r"\(?[А-ЯЁA-Z][\w'’ʼ`-]*\.?\)?"
NAME = pattern(
    lambda: (
        rf"{_CAPITAL_WORD}(?:\s*(?:\s|(?<=[.)])){_CAPITAL_WORD}"
        rf"|\s+\(?(?:{_small_words()})\)?(?!\w)){{1,9}}"
    )
)
PATRONYMIC = pattern(lambda: f"(?:{_patronymic()})$")
FULL_NAME_AT_END = pattern(
    lambda: (
        rf"(?<!\w)(?:[А-ЯЁ][\w'’-]*\s+){{2}}(?:[А-ЯЁ][\w'’-]*(?:{_patronymic()})"
        rf"|[А-ЯЁ][\w'’-]*\s+(?:{_small_words()}))$"
    )
)


@cache
def abbreviations() -> frozenset[str]:
    """The words behind which a full stop does not end a sentence."""
    return frozenset(table("words")["abbreviations"]["words"])


def without_stray_dot(text: str) -> str:
    """The text without the full stop at its end, unless that belongs to an abbreviation or to an initial."""
    if not text.endswith("."):
        return text
    bare = text.rstrip(". ")
    last = _LAST_WORD.search(fold_case(bare))
    return bare + "." if last and (last[0] in abbreviations() or len(last[0]) == 1) else bare
