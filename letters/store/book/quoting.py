"""A value as YAML: on one line or as the lines of a field; a text stands bare only where nobody can read it otherwise.

One emitter for one new person, for thousands, and for a value that changes. ruamel.yaml, which could do it too, needs
as long for a full entry as everything else in an import together.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

# A text that begins with a letter, a published line, a year, a day.
_BARE = re.compile(
    r"(?:[^\W\d_]|[0-9]{6}, )(?:\w|[ .,;()«»/+=№%&?!–—-]|:(?=[\w/])|(?<=\w)#)*(?<! )|[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?"
)
_WORD = re.compile(r"[A-Za-z][\w-]*")  # bare in brackets, too
_WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_ESCAPED = re.compile(
    r'["\\\x00-\x1f\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]'
)
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def field_lines(key: str, value: Any, nested: int = 2) -> Iterator[str]:
    """The lines of a field; what stands below its key is `nested` columns further in."""
    margin = " " * nested
    if is_short(value):
        yield f"{scalar(key)}: {bracketed(value) if isinstance(value, tuple) else scalar(value)}"
    elif isinstance(value, Mapping):
        yield f"{scalar(key)}:"
        yield from (f"{margin}{line}" for name, text in value.items() for line in field_lines(name, text, nested))
    else:
        yield f"{scalar(key)}:"
        yield from (f"{margin}{line}" for item in value for line in item_lines(item))


def is_short(value: Any) -> bool:
    """Whether a value goes on the line of its key: a text, or a list of texts."""
    return isinstance(value, str) or (isinstance(value, tuple) and all(isinstance(item, str) for item in value))


def item_lines(value: Any) -> Iterator[str]:
    """The lines of one thing in a list with dashes."""
    if isinstance(value, str):
        yield f"- {scalar(value)}"
    else:
        lines = [line for key, text in value.items() for line in field_lines(key, text)]
        yield from (f"{'  ' if number else '- '}{line}" for number, line in enumerate(lines))


def bracketed(value: Any) -> str:
    """A value as it stands inside brackets or braces."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{bracketed(key)}: {bracketed(text)}" for key, text in value.items()) + "}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(bracketed, value))}]"
    return value if _WORD.fullmatch(value) and value.lower() not in _WORDS_OF_YAML else quoted(value)


def scalar(text: str, style: str | None = None) -> str:
    """A text on one line: in quotes as in `style`, bare where that is safe, else in double quotes (YAML 1.2.2, 7.3)."""
    if style == "'" and not _ESCAPED.search(text.replace('"', "").replace("\\", "")):
        return "'" + text.replace("'", "''") + "'"
    is_bare = style != '"' and _BARE.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if is_bare else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes; what no editor shows is written as an escape."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _SHORT.get(character) or f"\\u{ord(character):04x}"
