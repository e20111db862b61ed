"""The words of case pages (words.toml) as questions about a sentence."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from letters.russian.tidy import fold_case
from letters.textfile import read_toml

_SENTENCE = re.compile(r"(?:(?<=[^\W\d_]{3}[.!?…])|(?<=[»)\]”\"][.!?]))\s+(?=[A-ZА-ЯЁ«“\"(])")
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[А-Яа-яЁё]")


@cache
def table() -> dict[str, Any]:
    """The whole of words.toml."""
    return read_toml(Path(__file__).parent / "words.toml")


@cache
def begins(*keys: str) -> re.Pattern[str]:
    """A pattern for any word that begins with one of the stems under these keys; a stem is a pattern itself."""
    stems: Iterable[str] = table()[keys[0]][keys[1]]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(stems)})")


@cache
def whole(*keys: str) -> re.Pattern[str]:
    """The same for whole words."""
    return re.compile(rf"{begins(*keys).pattern}(?![^\W_])")


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a line; abbreviations such as «г.» and «ул.» end none."""
    return tuple(filter(None, _SENTENCE.split(text)))


def language(text: str) -> str:
    """«ru» if most letters are Cyrillic, else «en»: no other language is met on case pages."""
    return "ru" if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)) else "en"


def is_hard(sentence: str) -> bool:
    """Whether a sentence speaks of the case or names an organisation."""
    folded = fold_case(sentence)
    return bool(begins("hard", "stems").search(folded) or whole("hard", "words").search(folded))


def is_tip(sentence: str) -> bool:
    """Whether a sentence is the page's advice about the language of letters."""
    return bool(begins("tip", "phrases").search(fold_case(sentence)))


def is_aside(sentence: str) -> bool:
    """Whether a sentence speaks to everybody who reads the page: «You can donate», «Поделиться»."""
    return bool(begins("asides", "stems").search(fold_case(sentence)))


def is_about_letters(sentence: str) -> bool:
    """Whether a sentence speaks of sending letters."""
    return bool(begins("letters", "stems").search(fold_case(sentence)))


def says_nowhere(line: str) -> bool:
    """Whether a line says that there is no address yet."""
    return bool(begins("nowhere", "stems").search(fold_case(line)))


def payment_kind(note: str) -> str | None:
    """«free», «other», «russian»: which cards a note on payment speaks of, `None` = it is no such note."""
    folded = fold_case(note)
    return next((kind for kind in ("free", "other", "russian") if begins("payment", kind).search(folded)), None)
