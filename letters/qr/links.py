"""Which links may be coded: what a browser would open, and nothing that a reader of the code could stumble over."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, urlsplit

from letters.errors import DataError, Problem
from letters.qr.code import MAX_BYTES, encoded, size_needed
from letters.sentences import sentence


@lru_cache(maxsize=512)
def matrix(link: str) -> tuple[str, ...]:
    """The rows of the code of a link, without the quiet zone; raises DataError with every reason why there is none."""
    if problems := (*find_problems(link), *find_size_problems(link)):
        raise DataError(*problems)
    return encoded(link)


def find_problems(url: str, where: str = "") -> tuple[Problem, ...]:
    """Every reason why a text is no link that may be coded; whether its code has room is another question."""
    if not url:
        hint = sentence("Copy it from the address bar of the browser.")
        return (Problem(where, sentence("the link is empty."), hint, code="link-empty"),)
    return _of_link(url, where, (*_character_faults(url), *_part_faults(url)))


def find_size_problems(url: str, where: str = "", width: float | None = None) -> tuple[Problem, ...]:
    """Why a link is too long for any code, or for one of `width` mm with its quiet zone."""
    faults = tuple(_length_faults(url))
    if width is not None and not faults:
        faults = tuple(_width_faults(url, width))
    return _of_link(url, where, faults)


def _of_link(url: str, where: str, faults: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(
        replace(fault, where=where, what=sentence('link "{link}" {fault}.', link=_shown(url), fault=fault.what))
        for fault in faults
    )


_SPACE = re.compile(r"\s")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NOT_IN_URLS = re.compile(r'["<>\\^`{|}]')  # RFC 3986 leaves these out; browsers read a backslash as a slash
_SECRET = re.compile(r"//[^/?#\\]*@")
_AFTER_HOST = re.compile(r"[/?#\\]")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?|[0-9a-f:.]+", re.IGNORECASE)
_HOST_LENGTH = 253


def _character_faults(url: str) -> Iterator[Problem]:
    """What may not stand anywhere in a link, the first of each kind."""
    if found := _SPACE.search(url):
        number = found.start() + 1
        what = (
            sentence("has a line break at character {number}", number=number)
            if found[0] in "\n\r"
            else sentence("has a space at character {number}", number=number)
        )
        yield Problem("", what, sentence("Remove it, or write %20 if it belongs to the link."), code="link-space")
    if found := _CONTROL.search(url):
        what = sentence(
            "has an invisible character (U+{found:04X}) at character {number}",
            found=ord(found[0]),
            number=found.start() + 1,
        )
        yield Problem("", what, sentence("Type the link anew."), code="link-invisible-character")
    if found := _NOT_IN_URLS.search(url):
        what = sentence(
            "has {found} at character {number}, which may not stand in a link", found=found[0], number=found.start() + 1
        )
        yield Problem(
            "", what, sentence("Write {found} if it belongs to the link.", found=quote(found[0])), code="link-character"
        )


def _part_faults(url: str) -> Iterator[Problem]:
    """What is wrong with the scheme, host, user name or path; of host and path only when one can tell them."""
    begins_well = url.lstrip().lower().startswith(("https://", "http://"))
    authority = _AFTER_HOST.split(url.partition("://")[2], maxsplit=1)[0]
    if not begins_well:
        hint = sentence("Copy the whole link from the address bar of the browser.")
        yield Problem("", sentence("does not begin with https:// or http://"), hint, code="link-scheme")
    elif not (_SPACE.search(url) or _CONTROL.search(url)):
        yield from _host_faults(url, authority.rpartition("@")[2])
        rest = url.partition("://")[2][len(authority) :]
        if not rest.isascii():
            coded = quote(rest, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")
            hint = sentence("Percent-encode them: {shown}.", shown=_shown(coded, 200))
            yield Problem("", sentence("has letters outside a-z after its host"), hint, code="link-letters")
    if "@" in authority:
        hint = sentence("Remove everything between // and @.")
        yield Problem("", sentence("holds a user name or password before @"), hint, code="link-password")


def _host_faults(url: str, host: str) -> Iterator[Problem]:
    name = host.removeprefix("[").partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    if not name:
        yield Problem("", sentence("names no host"), sentence("Write it as https://host/page."), code="link-host")
    elif not name.isascii():
        hint = _punycode(name)
        yield Problem("", sentence("has letters outside a-z in its host"), hint, code="link-letters")
    elif len(name) > _HOST_LENGTH or not _HOST.fullmatch(name) or not _is_port(url):
        yield Problem(
            "",
            sentence("has no proper host: {host}", host=_shown(host)),
            sentence("Write it as https://host/page."),
            code="link-host",
        )


def _is_port(url: str) -> bool:
    """Whether the port, if there is one, is a number that can be called; brackets are looked at on the way."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _punycode(name: str) -> str:
    try:
        host = name[:_HOST_LENGTH].encode("idna").decode("ascii")
    except UnicodeError:
        return sentence("Write the host in punycode.")
    return sentence("Write the host in punycode: {host}.", host=host)


def _length_faults(url: str) -> Iterator[Problem]:
    size = len(url.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        what = sentence("is {size} bytes long, a QR code holds {most}", size=size, most=MAX_BYTES)
        yield Problem("", what, _SHORTER, code="link-too-long")


def _width_faults(url: str, width: float) -> Iterator[Problem]:
    needed = size_needed(url)
    if needed > width:
        what = sentence("is too long for a code {width:g} mm wide: it needs {needed:g} mm", width=width, needed=needed)
        yield Problem("", what, _SHORTER, code="link-too-long")


_SHORTER = sentence("Use a shorter link, or ‹qr=none›; envelopes and letters have no code: ‹only=envelopes,letters›.")


def _shown(url: str, most: int = 60) -> str:
    """The link for a message: no password, what is invisible escaped, a long one cut in its middle."""
    half = (most - 1) // 2
    public = _SECRET.sub("//…@", url)
    short = public if len(public) <= most else f"{public[:half]}…{public[-half:]}"
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in short)
