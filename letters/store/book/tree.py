"""YAML as a tree of texts with line numbers; what YAML would hide (repeated keys, anchors, tags) is a problem here.

Every scalar stays the text that was typed: YAML itself would read 010203 as a number and NO as false.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import yaml

from letters.errors import DataError, FileError, Problem
from letters.sentences import sentence
from letters.textfile import no_utf8, opened

DEEPEST = 6
HOPELESS = 60  # brackets inside brackets: each takes the reader longer than the one before
LONGEST_SCALAR = 20_000  # characters
_SAMPLE = sentence("See the sample book.")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text and the line it begins on, counted from 1."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: "tuple[Node, ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in order, each key once."""

    entries: "tuple[tuple[Scalar, Node], ...]"
    line: int

    def get(self, key: str) -> "Node | None":
        """The value of a key, if it is there."""
        return next((node for name, node in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping


def check_text_file(path: Path) -> None:
    """Raise FileError or DataError unless the file is there and holds UTF-8 text without hidden line breaks."""
    try:
        with opened(path) as stream:
            found = tuple(_text_problems(stream, path.name))
    except FileError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        hint = sentence("Say where it is with ‹book=FILE›, or copy the sample book that comes with the program.")
        raise FileError(Problem(str(path), sentence("there is no such book."), hint, code="no-such-book")) from error
    if found:
        raise DataError(*found)


def _text_problems(stream: BinaryIO, file: str) -> Iterator[Problem]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line, more = 1, True
    while more:
        piece = stream.read(1 << 20)
        more = bool(piece)
        if b"\0" in piece:
            yield Problem(
                file,
                sentence("is not a text file."),
                sentence("Save the book as plain text in UTF-8."),
                code="not-a-text",
            )
            return
        try:
            text = decoder.decode(piece, final=not more)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            yield no_utf8(file, line)
            return
        yield from _odd_characters(text, line, file)
        line += text.count("\n")


# What YAML forbids, and what it takes for a line break although no editor shows one.
_ODD = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def _odd_characters(text: str, line: int, file: str) -> Iterator[Problem]:
    for odd in _ODD.finditer(text):
        where = f"{file}:{line + text.count(chr(10), 0, odd.start())}"
        what = sentence("a character that no editor shows, U+{odd:04X}.", odd=ord(odd[0]))
        hint = sentence("Delete the words around it and type them again.")
        yield Problem(where, what, hint, code="hidden-character")


def read_entries(
    stream: BinaryIO, file: str, stream_key: str, problems: list[Problem]
) -> Iterator[tuple[Scalar | None, Node]]:
    """The entries of the top level; the list under `stream_key` comes last item by item, so that memory stays flat.

    An item has no key. What is wrong is added to `problems`; raises DataError for a fault in the YAML itself.
    """
    reader = _Reader(stream, file, problems)
    try:
        yield from reader.top(stream_key)
    except yaml.MarkedYAMLError as error:
        raise DataError(_syntax_problem(error, stream, file)) from error
    except yaml.YAMLError as error:
        what = sentence("is not a text that YAML allows: {reason}.", reason=" ".join(str(error).split()))
        raise DataError(Problem(file, what, code="yaml-syntax")) from error


def _syntax_problem(error: yaml.MarkedYAMLError, stream: BinaryIO, file: str) -> Problem:
    if "nesting depth" in (error.problem or ""):  # where libyaml itself gives up
        return _endless(f"{file}:{error.problem_mark.line + 1}" if error.problem_mark else file)
    is_open = "end of stream" in (error.problem or "")  # then the place to look at is where it was opened
    mark = (error.context_mark if is_open else None) or error.problem_mark
    where = f"{file}:{mark.line + 1}" if mark else file
    if mark and _is_tabbed(stream, mark.line):
        what = sentence("there is a tab where YAML wants spaces.")
        return Problem(where, what, sentence("Replace it by spaces."), code="yaml-tab")
    if is_open and "quoted" in (error.context or ""):
        what = sentence("a quotation mark that begins here is never closed.")
        return Problem(where, what, sentence("Close it, or leave both out."), code="yaml-quote")
    what = sentence(
        "this is not valid YAML: {problem}.",
        problem=(error.problem or error.context or "").rstrip(".") or sentence("cannot be understood"),
    )
    hint = sentence("Often a missing quote, a colon inside a text without quotes, or wrong indentation.")
    return Problem(where, what, hint, code="yaml-syntax")


def _endless(where: str) -> Problem:
    return Problem(where, sentence("brackets inside brackets without end."), _SAMPLE, code="yaml-nesting")


def _is_tabbed(stream: BinaryIO, line: int) -> bool:
    """Whether a line, counted from 0, begins with a tab or with spaces and a tab."""
    stream.seek(0)
    return next(islice(stream, line, None), b"").lstrip(b" ").startswith(b"\t")


class _Reader:
    """Walks YAML's events once; holds the place and the list of problems."""

    def __init__(self, text: BinaryIO, file: str, problems: list[Problem]) -> None:
        self._file = file
        self._problems = problems
        self._events = self._shallow(yaml.parse(text, Loader=_LOADER))

    def _shallow(self, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
        """The same events; raises DataError where they lie so deep in each other that reading on could end the program:
        inside a browser no RecursionError comes first.
        """
        depth = 0
        for event in events:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > HOPELESS:
                raise DataError(_endless(f"{self._file}:{self._line(event)}"))
            yield event

    def top(self, stream_key: str) -> Iterator[tuple[Scalar | None, Node]]:
        event = self._next_content()
        if event is None:
            return
        if not isinstance(event, yaml.MappingStartEvent):
            what = sentence("the book begins with something other than «people:».")
            self._report(event, Problem("", what, _SAMPLE, code="book-beginning"))
            return
        self._forbid(event)
        for key in self._keys(event):
            value = next(self._events)
            if key.text == stream_key and isinstance(value, yaml.SequenceStartEvent):
                self._forbid(value)
                last = None
                for last in self._items():
                    yield None, last
                yield key, Sequence((last,) if last else (), key.line)
            else:
                yield key, self._node(value, 1)
        self._end()

    def _next_content(self) -> yaml.Event | None:
        for event in self._events:
            if isinstance(event, yaml.StreamEndEvent):
                return None
            if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent | yaml.DocumentEndEvent):
                return event
        return None

    def _end(self) -> None:
        """A second document in the same file would be lost without a word."""
        event = self._next_content()
        if event is not None:
            what = sentence("a second YAML document («---») begins here.")
            self._report(event, Problem("", what, sentence("Keep one document a file."), code="yaml-second-document"))
            for _ in self._events:
                pass

    def _items(self) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, 2)

    def _keys(self, start: yaml.Event) -> Iterator[Scalar]:
        """The keys of a mapping, each once; the caller reads the value before asking for the next key."""
        seen: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, DEEPEST)
            if not isinstance(key, Scalar):
                self._report(
                    event,
                    Problem("", sentence("a key must be a word."), sentence("Write «key: value»."), code="yaml-key"),
                )
                key = Scalar("", self._line(event))
            if key.text in seen:
                first = seen[key.text]
                what = sentence(
                    "the key «{key}» is here again; it is already in line {first}.", key=key.text, first=first
                )
                self._report(event, Problem("", what, sentence("Keep one of them."), code="yaml-repeated-key"))
            seen.setdefault(key.text, key.line)
            yield key

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._forbid(event)
        line = self._line(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        if isinstance(event, yaml.AliasEvent):
            return Scalar("", line)
        if depth > DEEPEST:
            self._skip()
            what = sentence("lists and mappings are nested too deep.")
            self._report(event, Problem("", what, _SAMPLE, code="yaml-nesting"))
            return Scalar("", line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._children(depth)), line)
        entries = tuple((key, self._node(next(self._events), depth + 1)) for key in self._keys(event))
        return Mapping(tuple({key.text: (key, node) for key, node in reversed(entries)}.values())[::-1], line)

    def _children(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        if len(event.value) > LONGEST_SCALAR:
            what = sentence(
                "a text of {count} characters; {longest_scalar} are the most.",
                count=len(event.value),
                longest_scalar=LONGEST_SCALAR,
            )
            self._report(event, Problem("", what, sentence("Is a quote missing?"), code="text-too-long"))
            return Scalar(event.value[:100], line)
        return Scalar(event.value, line)

    def _skip(self) -> None:
        depth = 1
        while depth:
            event = next(self._events)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)

    def _forbid(self, event: yaml.Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            hint = sentence("Write the text itself.")
            self._report(event, Problem("", sentence("an alias (*{anchor}).", anchor=anchor), hint, code="yaml-alias"))
        elif anchor:
            hint = sentence("Leave it out; write texts in full.")
            self._report(event, Problem("", sentence("an anchor (&{anchor}).", anchor=anchor), hint, code="yaml-alias"))
        if tag:
            hint = sentence("Leave it out; every value is a text here.")
            self._report(event, Problem("", sentence("a tag ({tag}).", tag=tag), hint, code="yaml-tag"))

    def _report(self, event: yaml.Event, problem: Problem) -> None:
        """Add the problem with the place of the event."""
        self._problems.append(replace(problem, where=f"{self._file}:{self._line(event)}"))

    @staticmethod
    def _line(event: yaml.Event) -> int:
        return event.start_mark.line + 1 if event.start_mark else 0
