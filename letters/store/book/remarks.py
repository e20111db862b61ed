"""Where YAML takes a part of a text for a remark: behind « #» everything is lost, unless the text stands in quotes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from letters.errors import Problem
from letters.messages import line_in
from letters.sentences import sentence

_BESIDE = frozenset(
    {"year-missing", "name-missing", "name-unproved", "name-initials", "name-several", "dative-unproved"}
)
_CAUSED = _BESIDE | {"no-address"}
_BROKEN = "yaml-syntax"
_ABOVE = 2  # lines above a fault in the YAML that are looked at
_KEY = r"\s*(?:- +)?[\w.]+:"
_LOST = re.compile(rf"({_KEY})(?:\s+(?![\"'|>&*!{{\[#])[^#]*?)?\s(#.*\S)")
_GOES_ON = re.compile(r"()\s+(?![\"'#-])[^#:]*?\s(#.*\S)")  # the next line of a long text
_SHOWN = 60  # characters
_LARGEST = 50_000_000  # bytes; 5,000 people have three million


@dataclass
class RawBook:
    """The file of a book as text, read only when something in it is wrong."""

    path: Path

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines, none if it cannot be read or is no book that people write."""
        try:
            if self.path.stat().st_size > _LARGEST:
                return ()
            return tuple(self.path.read_text("utf-8-sig").split("\n"))
        except (OSError, ValueError):
            return ()


def with_remarks(problems: Iterable[Problem], book: RawBook) -> list[Problem]:
    """The problems, with the remark inside a text that has caused one in front of it, or in its place."""
    found: dict[Problem, None] = {}
    for problem in problems:
        remark = _named(problem, book)
        if remark:
            found[remark] = None
        if not remark or problem.code in _BESIDE:
            found[problem] = None
    return list(found)


def _named(problem: Problem, book: RawBook) -> Problem | None:
    is_missing = problem.code == "field-value" and problem.what.endswith("is missing: write it.")
    line = line_in(problem.where)
    if not line or not (problem.code in _CAUSED or problem.code == _BROKEN or is_missing):
        return None
    lines = book.lines
    above = _ABOVE if problem.code == _BROKEN else 0
    for number in range(line, max(0, line - 1 - above), -1):
        text = lines[number - 1].rstrip() if number <= len(lines) else ""
        lost = _LOST.fullmatch(text) or (above and _GOES_ON.fullmatch(text))
        if lost:
            return _remark(problem, f"{book.path.name}:{number}", lost[1].strip(" -") or "address:", lost[2])
    return None


def _remark(problem: Problem, where: str, key: str, lost: str) -> Problem:
    what = sentence("YAML takes everything behind « #» for a remark; lost is «{lost}».", lost=lost[:_SHOWN])
    general = sentence("YAML takes everything behind « #» for a remark.")
    hint = sentence('Put the whole text in quotes: {key} "…".', key=key)
    return replace(problem, where=where, what=what, hint=hint, code="yaml-remark", general=general)
