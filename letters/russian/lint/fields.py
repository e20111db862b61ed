"""Fields of the book that are posted, read as a censor reads them: an address, a name, what the sender is called."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal

from letters.errors import Problem
from letters.russian.lint.finding import in_words
from letters.russian.lint.letter import Hit, hits_of
from letters.russian.lint.table import table
from letters.russian.lint.words import any_of

Field = Literal["address", "name", "sender"]


def check_field(text: str, kind: Field, where: str, allowed: Collection[str] = ()) -> Iterator[Problem]:
    """What a rule that is not allowed would stop in a field; a street, a town and a person may be called anything."""
    for rule, shown in _found(text, kind):
        if rule not in allowed:
            yield in_words(rule, shown, where)


@lru_cache(maxsize=1 << 13)
def _found(text: str, kind: Field) -> tuple[tuple[str, str], ...]:
    """Rules and what each stops; the prisons of a book and their streets come again and again."""
    hits = hits_of(text, tuple(table()["fields"][kind]))
    if kind != "name":
        hits = tuple(hit for hit in hits if not _is_usual(text, hit))
    told = (hit for hit in hits if not (_may_be_a_name(text, hit, kind) and _is_alone(text, hit, hits, kind)))
    return tuple((hit.rule, " ".join(text[hit.start : hit.end].split())) for hit in told)


def _is_alone(text: str, hit: Hit, hits: Sequence[Hit], kind: Field) -> bool:
    """Whether nothing else is found: in an address between two commas, «г. Азов, ул. Армейская», elsewhere at all."""
    part = _part(text, hit)
    near = [other for other in hits if part.start() <= other.start < part.end()] if kind == "address" else hits
    return len(near) == 1


def _is_usual(text: str, hit: Hit) -> bool:
    """Whether it is what institutions and streets are called."""
    return any(found.start() <= hit.start and hit.end <= found.end() for found in _any("passes").finditer(text))


def _is_doubtful(hit: Hit) -> bool:
    return hit.rule in table()["fields"]["names"]


def _may_be_a_name(text: str, hit: Hit, kind: Field) -> bool:
    """Whether the one word with a capital that a rule finds is a person, a town or a street."""
    if not (_is_doubtful(hit) and _CAPITAL.fullmatch(text, hit.start, hit.end)):
        return False
    if kind != "sender":
        return True
    part = _part(text, hit)
    return part[0].strip(" .") == text[hit.start : hit.end] or bool(_any("places").search(part[0]))


def _part(text: str, hit: Hit) -> re.Match[str]:
    return next(part for part in _PART.finditer(text) if part.start() <= hit.start < part.end())


_CAPITAL = re.compile(r"[А-ЯЁA-Z][\w-]*")
_PART = re.compile(r"[^,;\n]+")


@cache
def _any(key: str) -> re.Pattern[str]:
    return any_of(table()["fields"][key])
