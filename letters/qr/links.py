"""Which links may be coded: what a browser would open, and nothing that a reader of the code could stumble over."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote, urlsplit

from letters.errors import DataError, Problem
from letters.qr.codewords import version_of
from letters.qr.sizes import MAX_BYTES, MIN_MODULE, side_of, size_of


def check_payload(url: str, where: str = "", width: float | None = None) -> None:
    """Raises `DataError` with every reason why a link cannot be coded, or not within `width` mm."""
    problems = find_problems(url, where, width)
    if problems:
        raise DataError(*problems)


def find_problems(url: str, where: str = "", width: float | None = None) -> tuple[Problem, ...]:
    """Every reason why a link cannot be coded, or not within `width` mm with its quiet zone."""
    if not url:
        hint = "Copy it from the address bar of the browser."
        return (Problem(where, "the link is empty.", hint, code="link-empty"),)
    faults = [] if _is_plain(url) else [fault for check in _CHECKS if (fault := check(url))]
    if width is not None and not faults:
        faults = [fault for fault in (_too_wide(url, width),) if fault]
    return tuple(replace(fault, where=where, what=f'link "{_shown(url)}" {fault.what}') for fault in faults)


_SPACE = re.compile(r"\s")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NOT_IN_URLS = re.compile(r'["<>\\^`{|}]')  # RFC 3986 leaves these out; browsers read a backslash as a slash
_SECRET = re.compile(r"//[^/?#\\]*@")
_AFTER_HOST = re.compile(r"[/?#\\]")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?|[0-9a-f:.]+", re.IGNORECASE)
_HOST_LENGTH = 253
_PLAIN = re.compile(rf"https?://{_LABEL}(?:\.{_LABEL})*(?:/[\w.~/%?=&+-]*)?", re.ASCII)


def _is_plain(url: str) -> bool:
    """Whether it is a link as nearly all are, in which no check finds a fault."""
    return len(url) <= _HOST_LENGTH and _PLAIN.fullmatch(url) is not None


def _space(url: str) -> Problem | None:
    found = _SPACE.search(url)
    if found is None:
        return None
    kind = "a line break" if found[0] in "\n\r" else "a space"
    what = f"has {kind} at character {found.start() + 1}."
    return Problem("", what, "Remove it, or write %20 if it belongs to the link.", code="link-space")


def _control(url: str) -> Problem | None:
    found = _CONTROL.search(url)
    if found is None:
        return None
    what = f"has an invisible character (U+{ord(found[0]):04X}) at character {found.start() + 1}."
    return Problem("", what, "Type the link anew.", code="link-invisible-character")


def _forbidden(url: str) -> Problem | None:
    found = _NOT_IN_URLS.search(url)
    if found is None:
        return None
    what = f"has {found[0]} at character {found.start() + 1}, which may not stand in a link."
    return Problem("", what, f"Write {quote(found[0])} if it belongs to the link.", code="link-character")


def _scheme(url: str) -> Problem | None:
    if url.lstrip().lower().startswith(("https://", "http://")):
        return None
    hint = "Copy the whole link from the address bar of the browser."
    return Problem("", "does not begin with https:// or http://.", hint, code="link-scheme")


def _host(url: str) -> Problem | None:
    if _scheme(url) or _invisible(url):
        return None  # said already
    host = _authority(url).rpartition("@")[2]
    name = host.removeprefix("[").partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    if not name:
        return Problem("", "names no host.", "Write it as https://host/page.", code="link-host")
    if not name.isascii():
        hint = f"Write the host in punycode{_punycode(name)}."
        return Problem("", "has letters outside a-z in its host.", hint, code="link-letters")
    if _is_host(url, name):
        return None
    return Problem("", f"has no proper host: {_shown(host)}.", "Write it as https://host/page.", code="link-host")


def _path(url: str) -> Problem | None:
    rest = url.partition("://")[2][len(_authority(url)) :]
    if rest.isascii() or _scheme(url) or _invisible(url):
        return None
    coded = quote(rest, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")
    hint = f"Percent-encode them: {_shown(coded, 200)}."
    return Problem("", "has letters outside a-z after its host.", hint, code="link-letters")


def _credentials(url: str) -> Problem | None:
    if "@" not in _authority(url):
        return None
    hint = "Remove everything between // and @."
    return Problem("", "holds a user name or password before @.", hint, code="link-password")


def _length(url: str) -> Problem | None:
    size = len(url.encode("utf-8", "replace"))
    if size <= MAX_BYTES:
        return None
    what = f"is {size} bytes long, a QR code holds {MAX_BYTES}."
    return Problem("", what, "Use the plain link of the page, without tracking.", code="link-too-long")


_CHECKS: tuple[Callable[[str], Problem | None], ...] = (
    _space,
    _control,
    _forbidden,
    _scheme,
    _host,
    _path,
    _credentials,
    _length,
)


def _too_wide(url: str, width: float) -> Problem | None:
    needed = size_of(side_of(version_of(url)), MIN_MODULE)
    if needed <= width:
        return None
    what = f"is too long for a code {width:g} mm wide: it needs {needed:g} mm."
    hint = f"Use a shorter link to the same page, or give the code {needed:g} mm."
    return Problem("", what, hint, code="link-too-long")


def _invisible(url: str) -> bool:
    return bool(_SPACE.search(url) or _CONTROL.search(url))


def _authority(url: str) -> str:
    """What stands between // and the next slash, with user name and port."""
    return _AFTER_HOST.split(url.partition("://")[2], maxsplit=1)[0]


def _is_host(url: str, name: str) -> bool:
    """Whether the host and its port are well formed; the library looks at brackets and port numbers."""
    try:
        port = urlsplit(url).port
    except ValueError:
        return False
    return port != 0 and len(name) <= _HOST_LENGTH and _HOST.fullmatch(name) is not None


def _punycode(name: str) -> str:
    try:
        return f": {name[:_HOST_LENGTH].encode('idna').decode('ascii')}"
    except UnicodeError:
        return ""


def _shown(url: str, most: int = 60) -> str:
    """The link for a message: no password, what is invisible escaped, a long one cut in its middle."""
    half = (most - 1) // 2
    public = _SECRET.sub("//…@", url)
    short = public if len(public) <= most else f"{public[:half]}…{public[-half:]}"
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in short)
