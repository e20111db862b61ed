"""A record as lines of a book, written fast for many: a text stands bare only where nobody can read it otherwise."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from letters.store.book.layout import Indents
from letters.store.book.record import PersonRecord

_ORDER = tuple(PersonRecord.model_fields)
# A text that begins with a letter, a published line, a year, a day.
_BARE = re.compile(
    r"(?:[^\W\d_]|[0-9]{6}, )(?:\w|[ .,;()«»/+=№%&?!–—-]|:(?=[\w/])|(?<=\w)#)*(?<! )|[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?"
)
_WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_ESCAPED = re.compile(
    r'["\\\x00-\x1f\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]'
)
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def entry_text(record: Mapping[str, Any], indents: Indents) -> str:
    """The lines of a new person, in the order of the schema."""
    lines = [line for key in _ORDER if key in record for line in _field(key, record[key])]
    margin, dash = " " * indents.width, " " * indents.before + "-" + " " * indents.behind
    return "\n".join([dash + lines[0], *(margin + line for line in lines[1:])]) + "\n"


def _field(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{key}: {scalar(value)}"
    elif isinstance(value, Mapping):
        yield f"{key}:"
        yield from (f"  {scalar(name)}: {scalar(text)}" for name, text in value.items())
    elif all(isinstance(item, str) for item in value):
        yield f"{key}: [{', '.join(_listed(item) for item in value)}]"
    else:
        yield f"{key}:"
        for item in value:
            first, *rest = (f"{name}: {scalar(text)}" for name, text in item.items())
            yield f"  - {first}"
            yield from (f"    {line}" for line in rest)


def _listed(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z][\w-]*", text) else quoted(text)


def scalar(text: str) -> str:
    """A text as a YAML value on one line: bare where that is safe, else in double quotes (YAML 1.2.2, 7.3.1)."""
    is_bare = _BARE.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if is_bare else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes; what no editor shows is written as an escape."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _SHORT.get(character) or f"\\u{ord(character):04x}"
