"""One place where a rule is broken, and how that is said."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from letters.errors import CommandError, Level, Problem
from letters.russian.lint.table import rules
from letters.sentences import ended, joined, sentence

SHEETS = 2  # of paper; more are a warning
_CODE = "lint-"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken; line and column count from 1, 0 = something is missing altogether."""

    rule: str
    level: Level
    line: int
    column: int
    text: str
    where: str
    length: int = 0  # characters of the text as it was written

    @property
    def problem(self) -> Problem:
        """The finding in words: place, what, why, and what to write instead."""
        place = sentence("line {line}, column {column}: ", line=self.line, column=self.column) if self.line else ""
        return in_words(self.rule, self.text, self.where, place)


def in_words(rule: str, text: str, where: str, place: str = "") -> Problem:
    """What a rule says of a text at a place."""
    row = rules()[rule]
    what, reason = sentence(row["what"]), sentence(row["reason"])
    general = ended(joined((what, f"(«{text}»)"), " ") if text else what)
    code = f"{_CODE}{rule}"
    return Problem(where, joined((place, general), ""), reason, row["level"], code=code, general=general)


def how_to_allow(problems: Iterable[Problem]) -> str | None:
    """How the rules that stopped something can be told to let it pass; `None` if none did."""
    found = dict.fromkeys(problem.code.removeprefix(_CODE) for problem in problems if _stops(problem))
    named = " ".join(f"‹allow={rule}›" for rule in found)
    return sentence("If it must stay: {rules}.", rules=named) if found else None


def _stops(problem: Problem) -> bool:
    return problem.code.startswith(_CODE) and problem.level == "error"


def check_rules(allowed: Collection[str]) -> None:
    """Raise CommandError for a name that no rule has."""
    if unknown := sorted(set(allowed) - set(rules())):
        hint = sentence("Rules: {rules}.", rules=", ".join(rules()))
        raise CommandError(
            Problem("", sentence("there is no such rule."), hint, code="unknown-rule", field="allow", value=unknown[0])
        )


def too_long(sheets: int, where: str) -> Iterator[Problem]:
    """A warning for a letter on more sheets of paper than go through easily."""
    if sheets > SHEETS:
        yield in_words("length", "", where)
