"""The table of English words (data/english.toml) and how a word of it is found in a Russian part."""

import re
from functools import cache
from typing import Any

from letters import shipped
from letters.russian.postal.words import either
from letters.russian.tidy import fold_case
from letters.textfile import read_toml

_GAP = r"(?:\.\s?|\s)"
_QUOTED = re.compile("«([^«»]*)»")


@cache
def data() -> dict[str, Any]:
    """english.toml."""
    return read_toml(shipped.data() / "english.toml")


def quoted(text: str) -> str:
    """The text with English quotation marks."""
    return _QUOTED.sub(r"“\1”", text)


def without_type(kind: str, part: str) -> tuple[str | None, str]:
    """The English pattern for the type word of a part («{} Street»), and the name without it; `None` = no type word."""
    before, after = _patterns(kind)
    found = before.match(fold_case(part)) or after.match(fold_case(part))
    if found is None:
        return None, part
    return _templates(kind)[_plain(found["type"])], part[slice(*found.span("name"))].strip()


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = either(_templates(kind), _GAP)
    before = re.compile(rf"(?P<type>{words})(?:\.\s*|\s+|(?<=[а-я])(?=[0-9№]))(?P<name>.+)")
    return before, re.compile(rf"(?P<name>.+?)\s(?P<type>{words})\.?$")


@cache
def _templates(kind: str) -> dict[str, str]:
    return {word: template or "{}" for template, words in data()[kind].items() for word in words}


def _plain(word: str) -> str:
    """«р. п» as the table has it: «р п»."""
    return " ".join(word.replace(".", " ").split())
