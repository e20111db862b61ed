"""The words of case pages (words.toml) as questions about a sentence."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from letters.russian.postal.tidy import fold_case
from letters.textfile import read_toml

_SENTENCE = re.compile(r"(?:(?<=[^\W\d_]{3}[.!?…])|(?<=[»)\]”\"][.!?]))\s+(?=[A-ZА-ЯЁ«“\"(])")
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[А-Яа-яЁё]")


@cache
def table() -> dict[str, Any]:
    """The whole of words.toml."""
    return read_toml(Path(__file__).parent / "words.toml")


@cache
def _begins(*keys: str) -> re.Pattern[str]:
    """A pattern for any word that begins with one of the stems."""
    stems: Iterable[str] = table()[keys[0]][keys[1]]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, stems))})")


@cache
def _whole(*keys: str) -> re.Pattern[str]:
    return re.compile(rf"{_begins(*keys).pattern}(?![^\W_])")


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a line; abbreviations such as «г.» and «ул.» end none."""
    return tuple(filter(None, _SENTENCE.split(text)))


def language(text: str) -> str:
    """«ru» if most letters are Cyrillic, else «en»: no other language is met on case pages."""
    return "ru" if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)) else "en"


def is_hard(sentence: str) -> bool:
    """Whether a sentence speaks of the case or names an organisation."""
    folded = fold_case(sentence)
    return bool(_begins("hard", "stems").search(folded) or _whole("hard", "words").search(folded))


def is_tip(sentence: str) -> bool:
    """Whether a sentence is the page's advice about the language of letters."""
    return bool(_begins("tip", "phrases").search(fold_case(sentence)))


def is_aside(sentence: str) -> bool:
    """Whether a sentence speaks to everybody who reads the page: «You can donate», «Поделиться»."""
    return bool(_begins("asides", "stems").search(fold_case(sentence)))


def is_about_letters(sentence: str) -> bool:
    """Whether a sentence speaks of sending letters."""
    return bool(_begins("letters", "stems").search(fold_case(sentence)))


def says_nowhere(line: str) -> bool:
    """Whether a line says that there is no address yet."""
    return bool(_begins("nowhere", "stems").search(fold_case(line)))


def payment_kind(note: str) -> str | None:
    """«free», «other», «russian»: which cards a note on payment speaks of, `None` = it is no such note."""
    folded = fold_case(note)
    return next((kind for kind in ("free", "other", "russian") if _begins("payment", kind).search(folded)), None)
