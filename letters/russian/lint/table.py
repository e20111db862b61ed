"""The table of rules, templates/lint.toml, as it was read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from letters import shipped
from letters.textfile import read_toml


@cache
def table() -> Mapping[str, Any]:
    """The whole table; raises DataError when it is none."""
    return read_toml(shipped.templates() / "lint.toml")


@cache
def rules() -> Mapping[str, Mapping[str, Any]]:
    """Every rule by its name."""
    return {name: row for name, row in table().items() if isinstance(row, Mapping) and "level" in row}


@cache
def prefixes() -> Sequence[str]:
    """What may stand before a word without changing what it is about: анти, про."""
    return tuple(table()["disguise"]["prefixes"])


def alike() -> Iterator[tuple[str, str]]:
    """Letters of other alphabets, each with the Russian one that it looks like."""
    for russian, others in table()["alike"].items():
        yield from ((other, russian) for other in others)


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The regular expression of a rule."""
    return re.compile(pattern, flags)
