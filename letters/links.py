"""Where a link to a case page leads: parts that only track, shorteners, and hosts that nobody else can open."""

import re
from collections.abc import Iterator
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from unicodedata import name as character_name

from letters.errors import Problem
from letters.sentences import sentence
from letters.textfile import read_toml

_HOST = re.compile(r"https?://(?:[^/?#\\@]*@)?(\[[^\]]*\]|[^/?#\\:@]*)", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}\.?")  # 0x7f.1 and 2130706433 too
_SHOWN = 40  # characters of a host or of a list of names


@cache
def _table() -> dict[str, Any]:
    return read_toml(Path(__file__).parent / "links.toml")


@cache
def _tracking() -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\*", "[^=]*") for name in _table()["tracking"]["names"])
    return re.compile(rf"(?:amp;)*({names})(?:=.*)?", re.IGNORECASE | re.DOTALL)


def without_tracking(url: str) -> tuple[str, tuple[str, ...]]:
    """The link without the parts that only tell who opened it, and the names of these; all else as it stands."""
    rest, mark, fragment = url.partition("#")
    page, question, query = rest.partition("?")
    if not question and not fragment:
        return url, ()
    kept, names = _kept(query)
    parts, more = _kept(fragment)
    if not names and not more:
        return url, ()
    tail = (f"?{kept}" if kept else "") + (f"{mark}{parts}" if parts else "")
    return page + tail, (*names, *more)


def _kept(query: str) -> tuple[str, tuple[str, ...]]:
    """What remains of the parts between «&», and the names of those that do not."""
    found = [(part, _tracking().fullmatch(part)) for part in query.split("&")]
    kept = "&".join(part for part, tracking in found if not tracking)
    return kept, tuple(dict.fromkeys(tracking[1] for _, tracking in found if tracking))


def host(url: str) -> str:
    """Where the link leads, without the page there: «memopzk.org»; of what is no link of the web its beginning."""
    found = _HOST.match(url)
    return found[1].removeprefix("www.") if found else url[:_SHOWN]


def tracking_note(names: tuple[str, ...], where: str = "") -> Problem:
    """What to say of the parts that were cut off a link."""
    what = sentence(
        "the link of the case page has parts that only track who opens it ({names}).", names=", ".join(names)[:_SHOWN]
    )
    general = sentence("links of case pages have parts that only track who opens them.")
    hint = sentence("They are left out of the QR code; take them out of the link.")
    return Problem(where, what, hint, "warning", code="link-tracking", general=general)


def link_problems(url: str, where: str) -> Iterator[Problem]:
    """Why a link leads to no page that others can open, or to another one than it seems; and what it tells others."""
    found = _HOST.match(url)
    host = found[1].casefold().rstrip(".") if found else ""
    if not found or not host:
        return
    if what := _private(host):
        hint = sentence("Copy the address of the case page from the address bar of the browser.")
        yield Problem(where, what, hint, code="link-private")
    elif what := _lookalike(host):
        hint = sentence("Open the case page yourself, and copy its address from the address bar of the browser.")
        yield Problem(where, what, hint, code="link-lookalike")
    elif _passes_on(host.removeprefix("www."), url[found.end() :].casefold()):
        what = sentence(
            "the link goes through {host}, which sees everybody who opens it, and may lead elsewhere tomorrow.",
            host=host,
        )
        hint = sentence("Open it, and write the address of the page it leads to.")
        general = sentence(
            "links go through a shortener, which sees everybody who opens them, and may lead elsewhere tomorrow."
        )
        yield Problem(where, what, hint, "warning", code="link-shortener", general=general)


def _private(host: str) -> str:
    """What to say of a host that is no name of the public web."""
    private = _table()["private"]
    if host in private["hosts"] or host.endswith(tuple(private["ends"])) or host.isalpha():
        return sentence(
            "the link leads to this computer or its own network ({host}), where nobody else finds the case page.",
            host=host[:_SHOWN],
        )
    if _NUMBERS.fullmatch(host) or _is_address(host.strip("[]")):
        return sentence(
            "the link leads to a number in place of a name ({host}), where nobody else finds the case page.",
            host=host[:_SHOWN],
        )
    return ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _passes_on(host: str, behind: str) -> bool:
    """Whether a link goes through somebody who only passes readers on; `behind` = what follows the host."""
    through = _table()["shorteners"]
    return (
        host in through["hosts"]
        or host.endswith(tuple(through["ends"]))
        or f"{host}{behind}".startswith(tuple(through["pages"]))
    )


def _lookalike(host: str) -> str:
    """What to say of a host whose letters are of two alphabets, or all look like Latin ones."""
    for label in map(_readable, host.split(".")):
        foreign = [letter for letter in label if letter.isalpha() and not letter.isascii()]
        odd = [letter for letter in foreign if _alphabet(letter) != "LATIN"]
        if odd and (len(odd) < sum(map(str.isalpha, label)) or _is_all_alike(odd, host)):
            return _mixed(host, label, odd[0])
    return ""


def _mixed(host: str, label: str, letter: str) -> str:
    name = character_name(letter, "?").title()
    if label in host:
        return sentence(
            "the host of the link, {host}, is written with the letter «{letter}» ({name}): it is another page than it "
            "looks like.",
            host=host[:_SHOWN],
            letter=letter,
            name=name,
        )
    return sentence(
        "the host of the link, {host}, reads «{label}»: it is written with the letter «{letter}» ({name}): it is "
        "another page than it looks like.",
        host=host[:_SHOWN],
        label=label,
        letter=letter,
        name=name,
    )


def _readable(label: str) -> str:
    """A part of the host in letters: xn--mempzk-8nf -> memоpzk."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _is_all_alike(letters: list[str], host: str) -> bool:
    """Whether nobody can tell these letters from Latin ones; below .рф and the like nobody expects Latin ones."""
    is_latin_below = not host.rpartition(".")[2].startswith("xn--") and host.rpartition(".")[2].isascii()
    return is_latin_below and {*letters} <= {*_table()["lookalikes"]["cyrillic"]}


def _alphabet(letter: str) -> str:
    return character_name(letter, "?").partition(" ")[0]
