"""The words in front of a line that say what it holds: «Кому:», «Индекс —», «Name:»."""

import re
from functools import lru_cache

from letters.intake.decoration import undecorated
from letters.intake.tables.headings import exact_field, find_field, is_of_others
from letters.intake.words import table

_LONGEST = 40  # characters
_COLON = re.compile(rf"([^:0-9]{{1,{_LONGEST}}}?)\s*(?::|\s[–—=-]\s)\s*(.*)")
_CARD = re.compile(rf"[^:0-9.]{{1,{_LONGEST}}}:\s.{{1,{_LONGEST}}}")
_BARE = re.compile(r"(кому|куда|индекс|(?:дата|год) рожд(?:ения|\.))\s+(?=[А-ЯЁ0-9])(.*)", re.IGNORECASE)


def is_card_line(line: str) -> bool:
    """Whether a line is a label and a few words, whatever it is about: «Срок: 5 лет»."""
    return bool(_CARD.fullmatch(line))


@lru_cache(maxsize=1024)
def read_label(line: str) -> tuple[str | None, str]:
    """The field that a line names and what stands behind the label; `None` and the whole line if it has no label.

    What is of somebody else («От кого», «Телефон матери») has the field "other".
    """
    found = _COLON.fullmatch(line) or _BARE.fullmatch(line)
    if not found:
        field = exact_field(line) if line else None
        return (field, "") if field else (None, line)
    label = undecorated(found[1]).strip(' .«»"()')
    if label.casefold() in table()["label"]["sender"] or is_of_others(label):
        return "other", found[2]
    field = table()["label"]["fields"].get(label.casefold()) or find_field(label, {})
    return (field, undecorated(found[2])) if field else (None, line)
