"""What the program says, without anybody in it: for whoever shows a message to somebody else.

Everything goes through, line by line, before it is printed. What could be a name, an address, a link, an id or a
folder is taken out, rather too much than too little; the file of the book, the line in it and the advice stay.
"""

import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from letters.cli import screen
from letters.cli.options import BOOK
from letters.errors import CommandError, LettersError, Problem
from letters.russian.names import latin
from letters.store.book import read_book

OPTION = "--redact"
_DATA = ("parse", "export", "schema", "online")
_WIDE = 10_000  # columns: a word that is broken over two lines would not be known
_STEM = 4  # letters that forms of a name have in common
_RUSSIAN = re.compile(r"\S*[Ѐ-ӿ]\S*(?:[ \u00a0]+\S*[Ѐ-ӿ0-9]\S*)*")
_LINK = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+", re.IGNORECASE)
_MAIL = re.compile(r"\S+@\S+\.\w+")
_QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"|(?<![\w])'[^']*'(?!\w)")
_NUMBER = re.compile(r"(?<![\w.-])\d{5,}(?![\w-])")
_WORD = re.compile(r"[A-Za-zÀ-ž]{3,}")
_FOLDERS = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][^/\\\s:]+)+[/\\](?=[^/\\\s])")
_ID = re.compile(r"^\s*(?:-\s+)?[\"']?id[\"']?\s*:\s*[\"']?([^\"'#\s]+)", re.MULTILINE)
_ENGLISH = re.compile(r"^\s*[\"']?(?:english|called)[\"']?\s*:\s*[\"']?([^(,\n]+)", re.MULTILINE)
_WORDS = re.compile(r"[Ѐ-ӿ]{3,}")


class Known:
    """What the books on a command line say of people: their ids, and the names in Latin letters; and your login."""

    def __init__(self, texts: Sequence[str], login: str = "") -> None:
        ids = dict.fromkeys(found for text in texts for found in _ID.findall(text))
        self._persons = {name: f"[person {number}]" for number, name in enumerate(ids, 1)}
        if login:
            self._persons.setdefault(login, "[you]")
        shortest_last = sorted(map(re.escape, self._persons), key=len, reverse=True)
        self._ids = re.compile(rf"(?<![\w-])(?:{'|'.join(shortest_last)})(?![\w-])") if shortest_last else None
        latin_words = {word for text in texts for found in _ENGLISH.findall(text) for word in _WORD.findall(found)}
        russian = {word for text in texts for word in _WORDS.findall(text) if word[0].isupper()}
        self._stems = {_stem(word) for word in (*latin_words, *map(latin, russian))}

    def redacted(self, line: str) -> str:
        """The line without anybody in it."""
        for pattern, instead in (
            (_LINK, "[link]"),
            (_MAIL, "[mail]"),
            (_QUOTED, "[…]"),
            (_RUSSIAN, "[…]"),
            (_NUMBER, "[number]"),
            (_FOLDERS, "…/"),
        ):
            line = pattern.sub(instead, line)
        if self._ids:
            line = self._ids.sub(lambda found: self._persons[found[0]], line)
        return _WORD.sub(lambda found: "[name]" if _stem(found[0]) in self._stems else found[0], line)


def _stem(word: str) -> str:
    """What forms of a name have in common: «zimi» of Zimin and Ziminu."""
    return word.lower()[:_STEM]


class _Stream(io.TextIOBase):
    """A stream that passes on whole lines, redacted; never a terminal, so that no bar is drawn."""

    def __init__(self, stream: TextIO, known: Known) -> None:
        self._stream, self._known, self._rest = stream, known, ""

    def write(self, text: str) -> int:
        *lines, self._rest = (self._rest + text).split("\n")
        self._stream.writelines(f"{self._known.redacted(line)}\n" for line in lines)
        return len(text)

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        """Pass on what stands behind the last line end."""
        if self._rest:
            self._stream.write(self._known.redacted(self._rest))
            self._rest = ""
        self._stream.flush()


@contextmanager
def redacting(arguments: Sequence[str]) -> Iterator[None]:
    """All that is printed inside goes out redacted; raises CommandError for a command whose output is data."""
    if data := [word for word in arguments if word in _DATA or word == "--json"]:
        what = f"does not go with {data[0]}: what that prints is data about people, not messages."
        raise CommandError(Problem("", what, "Leave out one of them.", code="redact-data", field="redact"))
    known = Known([*_texts(arguments)], os.environ.get("USER") or os.environ.get("USERNAME") or "")
    streams, widths = (sys.stdout, sys.stderr), (screen.out._width, screen.err._width)
    sys.stdout, sys.stderr = redacted = tuple(_Stream(stream, known) for stream in streams)
    screen.out.width = screen.err.width = _WIDE
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams
        screen.out._width, screen.err._width = widths
        for stream in redacted:
            stream.close()


def _texts(arguments: Sequence[str]) -> Iterator[str]:
    """The books that are named, or the one that is read when none is."""
    named = [Path(word) for word in arguments if word.endswith((".yaml", ".yml"))]
    for path in dict.fromkeys((*named, Path(BOOK))):
        if path.is_file():
            yield path.read_text(encoding="utf-8", errors="replace")
            with suppress(LettersError):
                yield " ".join(str(person.name) for person in read_book(path).people)
