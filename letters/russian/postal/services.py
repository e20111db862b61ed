"""Which electronic letter services a text names (services.toml)."""

import re
from collections.abc import Iterator
from functools import cache

from letters.patterns import pattern
from letters.russian.postal.words import either, table
from letters.russian.tidy import fold_case

_LATIN_EDGES = r"(?<![a-z]){}(?![a-z])"
_SENTENCE = pattern(lambda: either(table("services")["sentence"]["stems"]))


@cache
def _spellings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (service, re.compile("|".join(_LATIN_EDGES.format(either([word])) for word in spellings)))
        for service, spellings in table("services")["spellings"].items()
    )


def _named(text: str) -> Iterator[tuple[str, int]]:
    folded = fold_case(text)
    found = ((service, spellings.search(folded)) for service, spellings in _spellings())
    return ((service, name.start()) for service, name in found if name)


def services_in(text: str) -> tuple[str, ...]:
    """The ids of the services that the text names, in the order of the table."""
    return tuple(service for service, _ in _named(text))


def service_places(text: str) -> tuple[tuple[str, int], ...]:
    """The ids of the services that the text names, each with the place of its first name, in the order of the text."""
    return tuple(sorted(_named(text), key=lambda place: place[1]))


def is_about_services(text: str) -> bool:
    """Whether a sentence names a service, or speaks of electronic letters."""
    return bool(_SENTENCE.search(fold_case(text))) or bool(services_in(text))
