"""Rules for a text that a censor reads, kept as data in templates/lint.toml."""

from letters.russian.lint.fields import Field, check_field
from letters.russian.lint.finding import SHEETS, Finding, check_rules, how_to_allow, too_long
from letters.russian.lint.letter import WRITERS, Writer, check_letter, check_text, findings
from letters.russian.lint.table import rules

__all__ = [
    "SHEETS",
    "WRITERS",
    "Field",
    "Finding",
    "Writer",
    "check_field",
    "check_letter",
    "check_rules",
    "check_text",
    "findings",
    "how_to_allow",
    "rules",
    "too_long",
]
