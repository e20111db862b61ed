"""Bytes from a stranger to text: how many are taken, in which encodings, and what is no text at all."""

import codecs
import re

from letters.errors import DataError, Problem
from letters.sentences import sentence
from letters.textfile import no_utf8

MOST_BYTES = 4_000_000  # a page with all its markup; the seed pages have 4,000
_PASTE = sentence("Copy the text of the page and paste that, or only the lines of the address.")
_BEGINNINGS = (
    (b"%PDF", sentence("is a PDF, not a text or HTML page.")),
    (b"PK\x03\x04", sentence("is an office document or an archive, not a text or HTML page.")),
    (b"MIME-Version:", sentence("is a web archive (.mht), not a text or HTML page.")),
    (b"From: <Saved by", sentence("is a web archive (.mht), not a text or HTML page.")),
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_ENCODINGS = frozenset({"utf-8", "cp1251", "koi8-r", "iso8859-5"})


def decode(data: bytes, source: str) -> str:
    """The text of a page; raises DataError when it is too long or no text."""
    if problem := _problem(data, source):
        raise DataError(problem)
    try:
        return data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        raise DataError(no_utf8(source, data.count(b"\n", 0, error.start) + 1)) from error


def checked_text(text: str, source: str) -> str:
    """A text that somebody pasted; raises DataError when it is too long, empty or no text."""
    if problem := _problem(text.encode("utf-8", "replace"), source):
        raise DataError(problem)
    return text


def _problem(data: bytes, source: str) -> Problem | None:
    if len(data) > MOST_BYTES:
        what = sentence("is longer than {number} MB: no case page is.", number=MOST_BYTES // 1_000_000)
        return Problem(source, what, _PASTE, code="page-too-long")
    if other := next((what for beginning, what in _BEGINNINGS if data.startswith(beginning)), None):
        return Problem(source, other, _PASTE, code="page-no-text")
    if b"\0" in data and not _is_utf16(data):
        return Problem(source, sentence("holds NUL bytes: it is not a text."), _PASTE, code="page-no-text")
    return None if data.strip() else Problem(source, sentence("is empty."), _PASTE, code="page-empty")


def _is_utf16(data: bytes) -> bool:
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _encoding(data: bytes) -> str:
    """UTF-8, unless a byte-order mark or the page's head names another encoding of Russian pages."""
    if _is_utf16(data):
        return "utf-16"
    named = _CHARSET.search(data, 0, 4096) if data.lstrip()[:1] == b"<" else None
    try:
        name = codecs.lookup(named[1].decode("ascii")).name if named else "utf-8"
    except (LookupError, UnicodeDecodeError):
        name = "utf-8"
    return name if name in _ENCODINGS - {"utf-8"} else "utf-8-sig"
