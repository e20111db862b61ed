"""How one person is written in the book: a new entry, or one in which only the values that change are touched."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from letters.store.book.quoting import bracketed, field_lines, is_short, item_lines, scalar
from letters.store.book.record import PersonRecord

ORDER = tuple(PersonRecord.model_fields)
Remarks = Mapping[str, str]  # a field -> what stands behind its key
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_REMARK = re.compile(r"(?<!\S)#.*")
_Edit = tuple[int, int, str]  # from, to, and what stands there then


@dataclass(frozen=True, slots=True)
class Indents:
    """The spaces before the dash of a person, and between the dash and the first key."""

    before: int = 2
    behind: int = 1

    @property
    def width(self) -> int:
        """The column of the keys."""
        return self.before + 1 + self.behind


def new_entry(record: Mapping[str, Any], indents: Indents, remarks: Remarks | None = None) -> str:
    """The lines of a new person, in the order of the schema."""
    lines: list[str] = []
    for key in filter(record.__contains__, ORDER):
        first, *more = field_lines(key, record[key])
        lines += [f"{first}  # {remarks[key]}" if remarks and key in remarks else first, *more]
    return _dashed(_indented(lines, indents.width), indents)


def changed_entry(entry: str, fields: Mapping[str, Any], indents: Indents) -> str:
    """The lines of a person with new values, `None` = without the field; raises ValueError when that cannot be done.

    Every other value, remark and space stays; remarks inside a value that is written anew stand above it afterwards.
    """
    text = " " * indents.width + entry[indents.width :].rstrip("\n") + "\n"
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("no fields")
    edits = _edits(text, node, fields, ORDER) if _is_open(node) else _in_braces(text, node, fields)
    for start, end, new in reversed(sorted(edits, key=lambda edit: edit[:2])):
        text = text[:start] + new + text[end:]
    return _dashed(text, indents)


def _dashed(text: str, indents: Indents) -> str:
    """The dash before the first key."""
    lines = text.split("\n")
    first = next(place for place, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    lines[first] = " " * indents.before + "-" + " " * indents.behind + lines[first][indents.width :]
    return "\n".join(lines)


def _in_braces(text: str, node: yaml.Node, fields: Mapping[str, Any]) -> Iterator[_Edit]:
    """An entry in braces is written anew as a whole."""
    record = {key: value for key, value in {**_plain(node), **fields}.items() if value is not None}
    start, end = node.start_mark.index, node.end_mark.index
    yield from _remarks_above(text, node, start, end)
    yield start, end, bracketed(record)


def _edits(text: str, there: yaml.MappingNode, fields: Mapping[str, Any], order: Iterable[str]) -> Iterator[_Edit]:
    """What changes in a mapping with a line a key; new keys stand behind those that come before them in `order`."""
    pairs = {key.value: (key, value) for key, value in there.value}
    column = there.start_mark.column
    at = _line(text, there.start_mark.index)
    for name in order:
        if name in pairs:
            key, old = pairs[name]
            end = _next_line(text, _end(text, old))
            at = max(at, end)
            if name in fields and fields[name] is None:
                yield from _remarks_above(text, old, key.end_mark.index, end, key)
                yield _line(text, key.start_mark.index), end, ""
            elif name in fields:
                yield from _replaced(text, there, key, old, fields[name])
        elif fields.get(name) is not None:
            yield at, at, _indented(field_lines(name, fields[name], _nested(there)), column)


def _replaced(text: str, there: yaml.MappingNode, key: yaml.ScalarNode, old: yaml.Node, value: Any) -> Iterator[_Edit]:
    if _is_open(old) and isinstance(old, yaml.MappingNode) and isinstance(value, Mapping):
        before = _plain(old)
        changed = {name: text for name, text in value.items() if before.get(name) != text}
        yield from _edits(text, old, dict.fromkeys(before.keys() - value.keys()) | changed, {**before, **value})
    elif _is_open(old) and isinstance(value, tuple) and value[: len(old.value)] == _plain(old):
        at = _next_line(text, _end(text, old))
        lines = (line for item in value[len(old.value) :] for line in item_lines(item))
        yield at, at, _indented(lines, old.start_mark.column)
    else:
        yield from _written_anew(text, there, key, old, value)


def _written_anew(
    text: str, there: yaml.MappingNode, key: yaml.ScalarNode, old: yaml.Node, value: Any
) -> Iterator[_Edit]:
    colon = text.index(":", key.end_mark.index) + 1
    is_beside = colon < old.start_mark.index <= text.index("\n", colon)
    start = old.start_mark.index if is_beside else colon
    end = max(start, _end(text, old))
    yield from _remarks_above(text, old, start, end, key)
    if isinstance(value, str):
        new = scalar(value, getattr(old, "style", None))
    elif is_short(value) or getattr(old, "flow_style", False):
        new = bracketed(value)
    else:
        _, *lines = field_lines(key.value, value, _nested(there, old))
        new, is_beside = "\n" + _indented(lines, there.start_mark.column).rstrip("\n"), True
    yield start, end, new if is_beside else f" {new}"


def _remarks_above(text: str, node: yaml.Node, start: int, end: int, key: yaml.Node | None = None) -> Iterator[_Edit]:
    """The remarks between two places, not those that only look so in a text, on lines of their own above the field."""
    found: list[str] = []
    for leaf in sorted(_leaves(node), key=lambda leaf: leaf.start_mark.index):
        found += _REMARK.findall(text[start : _body(text, leaf)])
        start = max(start, _end(text, leaf))
    found += _REMARK.findall(text[start:end])
    above = (key or node).start_mark
    at = _line(text, above.index)
    yield at, at, _indented(found, above.column)


def _leaves(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for child in _children(node):
            yield from _leaves(child)


def _children(node: yaml.CollectionNode) -> list[yaml.Node]:
    return [child for pair in node.value for child in pair] if isinstance(node, yaml.MappingNode) else node.value


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    return tuple(map(_plain, node.value)) if isinstance(node, yaml.SequenceNode) else node.value


def _is_open(node: yaml.Node) -> bool:
    """Whether this is a list or a mapping without brackets."""
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _body(text: str, leaf: yaml.ScalarNode) -> int:
    """Where the text of a scalar begins, behind the sign of a block with its remark."""
    start = int(leaf.start_mark.index)
    return text.index("\n", start) if leaf.style in ("|", ">") else start


def _end(text: str, node: yaml.Node) -> int:
    """Behind the last character of a value; YAML itself counts the empty lines and remarks behind some as theirs."""
    if isinstance(node, yaml.CollectionNode) and _is_open(node):
        return _end(text, _children(node)[-1])
    return len(text[: node.end_mark.index].rstrip())


def _line(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _next_line(text: str, place: int) -> int:
    return text.index("\n", place) + 1


def _nested(there: yaml.MappingNode, *first: yaml.Node) -> int:
    """How much further in the values below a key stand, in this entry."""
    values = filter(_is_open, (*first, *(value for _, value in there.value)))
    steps = (value.start_mark.column - there.start_mark.column for value in values)
    return next((step for step in steps if step > 0), 2)


def _indented(lines: Iterable[str], column: int) -> str:
    return "".join(f"{' ' * column}{line}\n" for line in lines)
