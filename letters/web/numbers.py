"""Whole numbers as people type them into forms and addresses of pages."""

from letters.errors import Problem
from letters.sentences import sentence


def whole_number(text: str, most: int, least: int = 1) -> int | None:
    """A number from `least` to `most`; `None` for any other text, however many digits it has."""
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > len(str(most)):
        return None
    number = int(digits)
    return number if least <= number <= most else None


def no_number(text: str, field: str) -> Problem:
    """What is said where a number is wanted and another text stands."""
    what, hint = sentence("«{text}» is no number.", text=text[:20]), sentence("Write a whole number, 1 or more.")
    return Problem("", what, hint, code="no-number", field=field)
