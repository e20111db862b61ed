"""Which links may be coded: what a browser would open, and nothing that a reader of the code could stumble over."""

import re
from collections.abc import Callable
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
        return (Problem(where, "the link is empty.", "Copy it from the address bar of the browser."),)
    faults = [] if _is_plain(url) else [fault for check in _CHECKS if (fault := check(url))]
    if width is not None and not faults:
        faults = [fault for fault in (_too_wide(url, width),) if fault]
    return tuple(Problem(where, f'link "{_shown(url)}" {what}.', hint) for what, hint in faults)


_Fault = tuple[str, str]  # what is wrong, what to do

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


def _space(url: str) -> _Fault | None:
    found = _SPACE.search(url)
    if found is None:
        return None
    kind = "a line break" if found[0] in "\n\r" else "a space"
    return (
        f"has {kind} at character {found.start() + 1}",
        "Remove it, or write %20 if it belongs to the link.",
    )


def _control(url: str) -> _Fault | None:
    found = _CONTROL.search(url)
    if found is None:
        return None
    name = f"U+{ord(found[0]):04X}"
    return f"has an invisible character ({name}) at character {found.start() + 1}", "Type the link anew."


def _forbidden(url: str) -> _Fault | None:
    found = _NOT_IN_URLS.search(url)
    if found is None:
        return None
    what = f"has {found[0]} at character {found.start() + 1}, which may not stand in a link"
    return what, f"Write {quote(found[0])} if it belongs to the link."


def _scheme(url: str) -> _Fault | None:
    if url.lstrip().lower().startswith(("https://", "http://")):
        return None
    return (
        "does not begin with https:// or http://",
        "Copy the whole link from the address bar of the browser.",
    )


def _host(url: str) -> _Fault | None:
    if _scheme(url) or _invisible(url):
        return None  # said already
    host = _authority(url).rpartition("@")[2]
    name = host.removeprefix("[").partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    if not name:
        return "names no host", "Write it as https://host/page."
    if not name.isascii():
        return "has letters outside a-z in its host", f"Write the host in punycode{_punycode(name)}."
    return None if _is_host(url, name) else (f"has no proper host: {_shown(host)}", "Write it as https://host/page.")


def _path(url: str) -> _Fault | None:
    rest = url.partition("://")[2][len(_authority(url)) :]
    if rest.isascii() or _scheme(url) or _invisible(url):
        return None
    coded = quote(rest, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")
    return "has letters outside a-z after its host", f"Percent-encode them: {_shown(coded, 200)}."


def _credentials(url: str) -> _Fault | None:
    if "@" not in _authority(url):
        return None
    return "holds a user name or password before @", "Remove everything between // and @."


def _length(url: str) -> _Fault | None:
    size = len(url.encode("utf-8", "replace"))
    if size <= MAX_BYTES:
        return None
    return (
        f"is {size} bytes long, a QR code holds {MAX_BYTES}",
        "Use the plain link of the page, without tracking.",
    )


_CHECKS: tuple[Callable[[str], _Fault | None], ...] = (
    _space,
    _control,
    _forbidden,
    _scheme,
    _host,
    _path,
    _credentials,
    _length,
)


def _too_wide(url: str, width: float) -> _Fault | None:
    needed = size_of(side_of(version_of(url)), MIN_MODULE)
    if needed <= width:
        return None
    what = f"is too long for a code {width:g} mm wide: it needs {needed:g} mm"
    return what, f"Use a shorter link to the same page, or give the code {needed:g} mm."


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
