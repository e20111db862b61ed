"""Texts that a spreadsheet would work out as formulas: an apostrophe keeps them texts, and is taken away on reading.

A .csv of ours parts its cells with semicolons; a program that expects commas or tabs would cut «tea,=1+1» in two and
work out the second half. So the apostrophe stands wherever any of them might begin a cell.
"""

import re

_SIGN = r"""(?=['"\s]*[=+\-@＝＋－＠])"""  # behind white space, and quotation marks that a program may take away
_LIVE = re.compile(rf"(^|[,;|\t\r\n]){_SIGN}")
_GUARDED = re.compile(rf"(^|[,;|\t\r\n])'{_SIGN}")
# What could steer a terminal or turn the direction of writing, line ends and tabs apart: inside a [class] of a pattern.
STEERING = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
_STEERING = re.compile(f"[{STEERING}]")


def guarded(text: str) -> str:
    """The text with an apostrophe before everything that could be taken for a formula."""
    return _LIVE.sub(r"\1'", text)


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return _GUARDED.sub(r"\1", text)


def visible(text: str) -> str:
    """The text with <U+202E> in place of what steers; a NUL ends a file for many programs, a U+009B begins commands."""
    return _STEERING.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)
