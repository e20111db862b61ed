"""HTML to lines: blocks become lines, scripts and styles go, entities are decoded; nothing is run or fetched.

The page is cut at its tags first, because the standard library's parser takes time that grows with the square of
the length on some broken pages; it sees one tag at a time.
"""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from letters.intake.page import URL, PastedPage, is_markup, read_text, tidy_line
from letters.russian.postal import normalise

_LONGEST_TAG = 5000  # characters; longer ones hold pictures
_TAG = re.compile(r"<[a-zA-Z/](?:[^\"'<>]++|\"[^\"]*+\"|'[^']*+')*+>")
_BARE_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*+>")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]{0,30})")
_HIDDEN = re.compile(r"<(script|style|noscript|template|iframe|textarea|select)(?![\w-])", re.IGNORECASE)
_BLOCKS = re.compile(
    r"/?(?:h[1-6r]|p|br|div|li|[uod]l|d[dt]|t[drh]|t(?:able|body|head|foot)|caption|section|article|aside|main|nav|header|footer"
    r"|figure|figcaption|blockquote|address|pre|form|fieldset|legend|label|button|option|details|summary|head|body|title)"
)
_SPACE = re.compile(r"\s+")
_SAVED = re.compile(r"<!-- saved from url=\([0-9]{1,5}\)(\S{1,2000}) -->")


def read_page(text: str) -> PastedPage:
    """The page of a text, HTML or not."""
    return read_markup(text) if is_markup(text) else read_text(text)


def read_markup(text: str) -> PastedPage:
    """The page of an HTML text."""
    pieces: list[str] = []
    places: dict[str, int] = {}  # where title and h1 begin and end: the first of each counts
    metas: dict[str, str] = {}
    for is_tag, piece in _pieces(text):
        if not is_tag:
            pieces.append(piece if "pre" in places and "/pre" not in places else _SPACE.sub(" ", piece))
        elif name := _name(piece):
            pieces.append("\n" if _BLOCKS.fullmatch(name) else "")
            places.setdefault(name, len(pieces))
            metas = _metas(name, piece) | metas
    return _page(text, [unescape(piece) for piece in pieces], places, metas)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The tags and the texts between them, in order; hidden elements and comments are left out."""
    place = 0
    while (start := text.find("<", place)) >= 0:
        yield False, text[place:start]
        tag = _tag_end(text, start)
        yield (True, text[start:tag]) if tag else (False, "<")
        place = _hidden_end(text, start, tag) if tag else start + 1
    yield False, text[place:]


def _tag_end(text: str, start: int) -> int | None:
    if text.startswith("<!--", start):
        return _past("-->", text, start)
    found = _TAG.match(text, start, start + _LONGEST_TAG) or _BARE_TAG.match(text, start)
    return found.end() if found else None


def _hidden_end(text: str, start: int, tag: int) -> int:
    """Behind the end tag of an element that nobody sees; behind the tag itself for all others."""
    hidden = _HIDDEN.match(text, start)
    if not hidden or text[tag - 2] == "/":
        return tag
    closing = re.compile(f"</{hidden[1]}", re.IGNORECASE).search(text, tag)
    return _past(">", text, closing.start()) if closing else len(text)


def _past(mark: str, text: str, start: int) -> int:
    found = text.find(mark, start)
    return found + len(mark) if found >= 0 else len(text)


def _name(tag: str) -> str | None:
    found = _NAME.match(tag)
    return ("/" if tag.startswith("</") else "") + found[1].lower() if found else None


class _Attributes(HTMLParser):
    """The attributes of one start tag."""

    found: dict[str, str | None]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = dict(attrs)


def _metas(name: str, tag: str) -> dict[str, str]:
    """What a meta or link tag says of the page: «og:title», «canonical»."""
    if name not in ("meta", "link"):
        return {}
    reader = _Attributes()
    reader.found = {}
    reader.feed(tag)
    key = reader.found.get("property") or reader.found.get("name") or reader.found.get("rel")
    value = reader.found.get("content") or reader.found.get("href")
    return {key.lower(): value} if key and value else {}


def _page(text: str, pieces: list[str], places: dict[str, int], metas: dict[str, str]) -> PastedPage:
    title = _between(pieces, places, "h1") or _meta(metas, "og:title") or _between(pieces, places, "title")
    after = "".join(pieces[places["/h1"] :][:400]).split("\n") if "/h1" in places else []
    subtitle = _meta(metas, "og:description") or next(filter(None, map(normalise, after)), None)
    saved = _SAVED.search(text, 0, 5000)
    addresses = (metas.get("canonical"), metas.get("og:url"), saved and saved[1])
    case = next((address.strip() for address in addresses if address and URL.fullmatch(address.strip())), None)
    return PastedPage(tuple(map(tidy_line, "".join(pieces).split("\n"))), title, subtitle, case)


def _meta(metas: dict[str, str], name: str) -> str | None:
    return normalise(metas.get(name, "")) or None


def _between(pieces: list[str], places: dict[str, int], name: str) -> str | None:
    if name not in places:
        return None
    return normalise("".join(pieces[places[name] : places.get(f"/{name}", len(pieces))])[:2000]) or None
