"""How Western given names and towns are usually written in Russian (data/cyrillic.toml); nothing else is guessed."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import product

from letters import shipped
from letters.textfile import read_toml

_FOREIGN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
_BETWEEN = re.compile(r"\s*[,&]\s*|\s+(?:and|und|et|y|e|i|и)\s+")  # «Anna and John»
_PARTS = re.compile(r"([ -])")  # «Mary Ann», «Anna-Maria»
_MOST = 3  # forms that are offered


def is_foreign(text: str) -> bool:
    """Whether Latin letters are in the text."""
    return bool(_FOREIGN.search(text))


def usual_names(text: str) -> tuple[str, ...]:
    """The usual Russian forms of the names of one or several people, the commonest first; () if one is not known."""
    people = [_forms(name, _given_name) for name in _BETWEEN.split(unicodedata.normalize("NFC", text).strip())]
    return tuple(_listed(names) for names in product(*people))[:_MOST]


def usual_place(text: str) -> str | None:
    """What a town is called in Russian, `None` if it is not known: a fact, where a name is its bearer's choice."""
    return _table("places").get(" ".join(unicodedata.normalize("NFC", text).casefold().split()))


def _listed(names: tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} и {last}" if first else last


def _forms(name: str, known: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """The forms of a name of several words, each of which is known."""
    parts = (((part,) if part in " -" else known(part)) for part in _PARTS.split(name))
    return tuple("".join(form) for form in product(*parts))


def _given_name(word: str) -> tuple[str, ...]:
    if not is_foreign(word):
        return (word,) if word else ()
    found = _table("names").get(word.casefold(), "")
    return tuple(filter(None, found.split(", ")))


@cache
def _table(name: str) -> dict[str, str]:
    return dict(read_toml(shipped.data() / "cyrillic.toml")[name])
