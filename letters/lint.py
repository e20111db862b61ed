"""Rules for a text that a censor reads, kept as data in templates/lint.toml."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from letters import shipped
from letters.errors import Level, Problem


@cache
def rules() -> Mapping[str, Mapping[str, Any]]:
    """Every rule by its name."""
    return tomllib.loads((shipped.templates() / "lint.toml").read_text(encoding="utf-8"))


@cache
def _pattern(rule: str) -> re.Pattern[str]:
    return re.compile(rules()[rule]["pattern"])


def check_text(text: str, where: str, allowed: Collection[str] = ()) -> Iterator[Problem]:
    """The first place where each rule is broken, with line and column, except for the rules in `allowed`."""
    for name, rule in rules().items():
        if name in allowed:
            continue
        found = _pattern(name).search(text)
        if found:
            yield _problem(name, rule, text, found, where)


def _problem(name: str, rule: Mapping[str, Any], text: str, found: re.Match[str], where: str) -> Problem:
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    level: Level = rule["level"]
    what = f"line {line}, column {column}: {rule['what']} («{found[0][:40].strip()}»)."
    return Problem(where, what, f"{rule['hint']} If it must stay: --allow {name}.", level)
