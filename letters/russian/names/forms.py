"""The shorter forms of a name: how a letter greets a person, and what fits into a small header."""

import re

from letters.model import Called, Name
from letters.russian.names.parts import split_name

FIRST_NAME_UNDER = 40  # years; from about this age a letter says given name and patronymic [derived] (FIELD §6.3)

_PIECE = re.compile(r"[^-]+")


def address_form(name: Name, born: int | None, year: int, called: Called | None = None) -> str:
    """The nominative for the greeting: «Дмитрий» for the young, else «Александр Дмитриевич» (FIELD §6.3).

    What the person wishes, `called`, wins over the age.
    """
    is_young = born is not None and year - born < FIRST_NAME_UNDER
    if name.patronymic is None or called == "first-name" or (is_young and called is None):
        return name.first
    return f"{name.first} {name.patronymic}"


def short_dative(dative_text: str) -> str:
    """Surname in the dative with initials, «Зимину Д. С.»; words that are no name stay as they are."""
    name = split_name(dative_text)
    if not name.first:
        return name.last
    given = [_initials(word) for word in name.first.split()]
    return " ".join([name.last, *given, *_patronymic_initials(name.patronymic)])


def _initials(word: str) -> str:
    return "-".join(f"{piece[0].upper()}." for piece in _PIECE.findall(word)) or word


def _patronymic_initials(patronymic: str | None) -> list[str]:
    if patronymic is None:
        return []
    father, *rest = patronymic.split()
    return [_initials(father), *rest]
