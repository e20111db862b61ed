"""How a name or a place from another alphabet is written in Russian: known words from a table, else by its letters."""

import re
import unicodedata
from functools import cache

from letters import shipped
from letters.textfile import read_toml

_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")


def cyrillic(text: str) -> str:
    """The text in Russian letters («Anna» gives «Анна»); words that are Russian already, and other signs, stay."""
    whole = _table("phrases").get(text.casefold())
    return whole or _WORD.sub(lambda found: _word(found[0]), text)


def is_foreign(text: str) -> bool:
    """Whether Latin letters are in the text."""
    return bool(_FOREIGN.search(text))


def is_guessed(text: str) -> bool:
    """Whether a word of the text would be spelled by its letters, which may be wrong."""
    known = _table("words")
    foreign = [word for word in _WORD.findall(text) if is_foreign(word)]
    return text.casefold() not in _table("phrases") and any(word.casefold() not in known for word in foreign)


@cache
def _table(name: str) -> dict[str, str]:
    return dict(read_toml(shipped.data() / "cyrillic.toml")[name])


def _word(word: str) -> str:
    if not is_foreign(word):
        return word
    known = _table("words").get(word.casefold())
    if known:
        return known
    spelled = _letters().sub(lambda found: _table("letters")[found[0]], _plain(word.lower()))
    spelled = "э" + spelled[1:] if spelled.startswith("е") else spelled
    return spelled.capitalize() if word[0].isupper() else spelled


def _plain(word: str) -> str:
    """Letters with signs that the table does not know, without these signs."""
    known = _table("letters")
    return "".join(letter if letter in known else unicodedata.normalize("NFD", letter)[0] for letter in word)


@cache
def _letters() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_table("letters"), key=len, reverse=True)))
