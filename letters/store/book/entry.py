"""How one person is written in the book: a new entry in the book's style, a changed one with its remarks and order."""

import re
import sys
from collections.abc import Mapping
from datetime import date
from io import StringIO
from itertools import pairwise
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString, ScalarString

from letters.errors import DataError, Problem
from letters.store.book.layout import Indents
from letters.store.book.record import PersonRecord

REMARK = "a draft from the case page: read it, then delete this remark"
_ORDER = tuple(PersonRecord.model_fields)
_NESTED = re.compile(r"^( +)[^\s#-]", re.MULTILINE)


def new_entry(values: Mapping[str, Any], indents: Indents) -> str:
    """The lines of a new person; an `about` carries the remark that it is a draft."""
    entry = CommentedMap((key, _styled(values[key])) for key in _ORDER if key in values)
    if "about" in entry:
        entry.yaml_add_eol_comment(REMARK, "about")
    return _indented(_dump(_yaml(2), entry), indents)


def changed_entry(text: str, updates: Mapping[str, Any], indents: Indents, where: str) -> str:
    """The lines of a person with new values; everything else in them stays as it was."""
    flush = _flush(text, indents)
    nested = _NESTED.search(flush)
    yaml = _yaml(len(nested[1]) if nested else 2)
    try:
        entry = yaml.load(flush)
    except YAMLError as error:
        raise DataError(Problem(where, "this entry cannot be changed safely.", "Change it by hand.")) from error
    old = _blocks(flush, entry)
    for key, value in updates.items():
        _change(entry, key, value)
    dumped = _dump(yaml, entry)
    new = _blocks(dumped, yaml.load(dumped))
    text = "".join(new[key] if key in updates else old[key] for key in new) if old and new else dumped
    return _indented(text, indents)


def _blocks(text: str, entry: CommentedMap) -> dict[str, str]:
    """The lines of each field with the remarks behind it; empty when fields share lines."""
    lines = text.splitlines(keepends=True)
    starts = [entry.lc.key(key)[0] for key in entry]
    if entry.fa.flow_style() or starts[:1] != [0]:
        return {}
    return {
        key: "".join(lines[start:end]) for key, (start, end) in zip(entry, pairwise([*starts, len(lines)]), strict=True)
    }


def _yaml(nested: int) -> YAML:
    yaml = YAML(pure=True)
    yaml.preserve_quotes = True
    yaml.width = sys.maxsize
    yaml.indent(mapping=nested, sequence=nested + 2, offset=nested)
    return yaml


def _dump(yaml: YAML, entry: CommentedMap) -> str:
    stream = StringIO()
    yaml.dump(entry, stream)
    return stream.getvalue()


def _styled(value: Any) -> Any:
    """Short lists in brackets, years and days without quotes, as in the sample book."""
    if isinstance(value, Mapping):
        return CommentedMap((key, _styled(text)) for key, text in value.items())
    if isinstance(value, list | tuple):
        values = CommentedSeq(map(_styled, value))
        if not any(isinstance(item, Mapping) for item in value):
            values.fa.set_flow_style()
        return values
    if isinstance(value, str) and re.fullmatch(r"[12][0-9]{3}", value):
        return int(value)
    return date.fromisoformat(value) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)) else value


def _change(entry: CommentedMap, key: str, value: Any) -> None:
    old = entry.get(key)
    if key not in entry:
        entry.insert(_place(entry, key), key, _styled(value))
    elif isinstance(old, CommentedMap):
        old.update(_styled(value))
    elif isinstance(old, CommentedSeq):
        _change_list(old, _styled(value))
    else:
        keeps_style = isinstance(old, ScalarString) and not isinstance(old, FoldedScalarString)
        entry[key] = type(old)(value) if keeps_style else _styled(value)


def _change_list(old: CommentedSeq, new: CommentedSeq) -> None:
    """The list in its old style; what stands at its beginning already keeps its remarks."""
    kept = 0
    while kept < min(len(old), len(new)) and _plain(old[kept]) == _plain(new[kept]):
        kept += 1
    while len(old) > kept:
        old.pop()
    old.extend(new[kept:])


def _plain(value: Any) -> Any:
    return {key: str(text) for key, text in value.items()} if isinstance(value, Mapping) else str(value)


def _place(entry: CommentedMap, key: str) -> int:
    """Behind the fields that come before it in the schema."""
    before = _ORDER[: _ORDER.index(key)]
    return max((place for place, name in enumerate(entry, 1) if name in before), default=0)


def _flush(text: str, indents: Indents) -> str:
    """The entry as a mapping of its own: the dash and the indentation are taken away."""
    first = " " * indents.width + text[indents.width :]
    width = indents.width
    lines = (line[width:] if not line[:width].strip() else line.lstrip(" ") for line in first.split("\n"))
    return "\n".join(lines).removesuffix("\n") + "\n"


def _indented(text: str, indents: Indents) -> str:
    lines = [" " * indents.width + line if line.strip() else "" for line in text.rstrip("\n").split("\n")]
    dash = " " * indents.before + "-" + " " * indents.behind
    return "\n".join([dash + lines[0][indents.width :], *lines[1:]]) + "\n"
