"""Links as QR codes: which links may be coded, the modules of the code, the rectangles that draw it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from letters.errors import DataError, Problem

QUIET_ZONE = 4  # modules kept light on each side, ISO/IEC 18004; not part of a Matrix
CODE_WIDTH = 36.0  # mm, quiet zone included: what a page has for a code; a longer link is refused
MIN_MODULE = 0.5  # mm; smaller modules suffer from household printers and old telephones
MAX_BYTES = 2331  # what version 40 holds at level M, ISO/IEC 18004


@dataclass(frozen=True, slots=True)
class Matrix:
    """The modules of one code from the top left, `True` = dark, without the quiet zone."""

    rows: tuple[tuple[bool, ...], ...]
    version: int
    mask: int

    @property
    def side(self) -> int:
        """Modules along one side, without the quiet zone."""
        return len(self.rows)

    def __str__(self) -> str:
        """The code as text: `#` is dark, `.` is light."""
        return "\n".join("".join("#" if dark else "." for dark in row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Run:
    """A rectangle of dark modules, in modules from the top left of the matrix."""

    x: int
    y: int
    width: int
    height: int


@lru_cache(maxsize=512)
def matrix(payload: str) -> Matrix:
    """The code of a link at level M in the smallest version; raises `DataError` for a link it must refuse."""
    check_payload(payload)
    code = _encode(payload)
    code.makeImpl(True, 0)
    unmasked = _bits(code.modules)
    mask = _best_mask(code.version, unmasked)
    dark = unmasked ^ _finishing_changes(code.version)[mask]
    return Matrix(_rows(dark, code.version * 4 + 17), code.version, mask)


def _rows(dark: int, side: int) -> tuple[tuple[bool, ...], ...]:
    flat = f"{dark:0{side * side}b}"[::-1]
    return tuple(tuple(bit == "1" for bit in flat[at : at + side]) for at in range(0, side * side, side))


def runs(code: Matrix) -> tuple[Run, ...]:
    """The dark modules as rectangles that do not overlap: runs along a row, repeated rows joined."""
    done: list[Run] = []
    begun: dict[tuple[int, int], int] = {}
    for y, row in enumerate((*code.rows, ())):
        found = dict.fromkeys(_row_runs(row), y)
        ended = [(x, top, width) for (x, width), top in begun.items() if (x, width) not in found]
        done += [Run(x, top, width, y - top) for x, top, width in ended]
        begun = {place: begun.get(place, y) for place in found}
    return tuple(sorted(done, key=lambda run: (run.y, run.x)))


def size_needed(code: Matrix, module: float = MIN_MODULE) -> float:
    """Width and height in mm that the code takes with its quiet zone when a module is `module` mm wide."""
    return (code.side + 2 * QUIET_ZONE) * module


def check_payload(url: str, where: str = "", width: float | None = None) -> None:
    """Raises `DataError` with every reason why a link cannot be coded, or not within `width` mm."""
    problems = find_problems(url, where, width)
    if problems:
        raise DataError(*problems)


def find_problems(url: str, where: str = "", width: float | None = None) -> tuple[Problem, ...]:
    """Every reason why a link cannot be coded, or not within `width` mm with its quiet zone."""
    if not url:
        return (Problem(where, "the link is empty.", "Copy it from the address bar of the browser."),)
    faults = [fault for check in _CHECKS if (fault := check(url))]
    if width is not None and not faults:
        faults = [fault for fault in (_too_wide(url, width),) if fault]
    return tuple(Problem(where, f'link "{_shown(url)}" {what}.', hint) for what, hint in faults)


# --- links ---

_Fault = tuple[str, str]  # what is wrong, what to do

_SPACE = re.compile(r"\s")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NOT_IN_URLS = re.compile(r'["<>\\^`{|}]')  # RFC 3986 leaves these out; browsers read a backslash as a slash
_SECRET = re.compile(r"//[^/?#\\]*@")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?|[0-9a-f:.]+", re.IGNORECASE)
_HOST_LENGTH = 253


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
    needed = (_encode(url).version * 4 + 17 + 2 * QUIET_ZONE) * MIN_MODULE
    if needed <= width:
        return None
    what = f"is too long for a code {width:g} mm wide: it needs {needed:g} mm"
    return what, f"Use a shorter link to the same page, or give the code {needed:g} mm."


def _invisible(url: str) -> bool:
    return bool(_SPACE.search(url) or _CONTROL.search(url))


def _authority(url: str) -> str:
    """What stands between // and the next slash, with user name and port."""
    return re.split(r"[/?#\\]", url.partition("://")[2], maxsplit=1)[0]


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


# --- modules ---


def _encode(payload: str) -> "qrcode.QRCode[object]":
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(payload)
    return code


def _bits(modules: list[list[bool]]) -> int:
    """The modules as one number, row after row, the top left module in the lowest bit."""
    flat = "".join("1" if dark else "0" for row in modules for dark in row)
    return int(flat[::-1], 2)


def _best_mask(version: int, unmasked: int) -> int:
    """The mask that costs least, the first of equals, ISO/IEC 18004: what qrcode chooses, but sooner."""
    side = version * 4 + 17
    costs = [_penalty(unmasked ^ change, side) for change in _mask_changes(version)]
    return costs.index(min(costs))


def _mask_changes(version: int) -> tuple[int, ...]:
    """For each mask the modules that differ from the same code under mask 0 while its format is left blank."""
    return _learnt_changes(version, True)


def _finishing_changes(version: int) -> tuple[int, ...]:
    """For each mask the modules in which the finished code differs from the one under mask 0 with a blank format."""
    return _learnt_changes(version, False)


@lru_cache(maxsize=80)
def _learnt_changes(version: int, blank: bool) -> tuple[int, ...]:
    """Learnt from qrcode itself: masks and formats change the same modules whatever a code says."""
    code = qrcode.QRCode(version=version, error_correction=ERROR_CORRECT_M, border=0)
    code.add_data("A")
    code.makeImpl(True, 0)
    first = _bits(code.modules)
    changes = []
    for mask in range(8):
        code.makeImpl(blank, mask)
        changes.append(_bits(code.modules) ^ first)
    return tuple(changes)


def _penalty(dark: int, side: int) -> int:
    """What ISO/IEC 18004 charges for a masked symbol: long runs, blocks, finder look-alikes, imbalance."""
    across, down = _same_neighbours(dark, side)
    blocks = across & (across >> side) & down & _fields(side).block
    lines = _long_runs(across, 1) + _long_runs(down, side)
    return lines + 3 * blocks.bit_count() + 40 * _look_alikes(dark, side) + _imbalance(dark, side)


@dataclass(frozen=True, slots=True)
class _Fields:
    """Where a pattern may begin so that it does not run over the edge: sets of modules as numbers."""

    all: int
    across: int  # not in the last column
    down: int  # not in the last row
    block: int
    eleven_across: int
    eleven_down: int


@lru_cache(maxsize=40)
def _fields(side: int) -> _Fields:
    def field(width: int, height: int) -> int:
        return sum(((1 << width) - 1) << (row * side) for row in range(height))

    return _Fields(
        all=field(side, side),
        across=field(side - 1, side),
        down=field(side, side - 1),
        block=field(side - 1, side - 1),
        eleven_across=field(side - 10, side),
        eleven_down=field(side, side - 10),
    )


def _same_neighbours(dark: int, side: int) -> tuple[int, int]:
    """The modules that look like their right neighbour, and those that look like the one below."""
    fields = _fields(side)
    return ~(dark ^ (dark >> 1)) & fields.across, ~(dark ^ (dark >> side)) & fields.down


def _long_runs(same: int, step: int) -> int:
    """Each run of n >= 5 equal modules costs n - 2."""
    four = same & (same >> step)
    four &= four >> (2 * step)
    starts = four & ~(four << step)
    return four.bit_count() + 2 * starts.bit_count()


def _look_alikes(dark: int, side: int) -> int:
    """How often 1:1:3:1:1 stands beside four light modules, along rows and columns."""
    fields = _fields(side)
    light = ~dark & fields.all
    along = (_finders(dark, light, 1, fields.eleven_across), _finders(dark, light, side, fields.eleven_down))
    return sum(along)


def _finders(dark: int, light: int, step: int, field: int) -> int:
    finder = dark & (light >> step) & (dark >> 2 * step) & (dark >> 3 * step)
    finder &= (dark >> 4 * step) & (light >> 5 * step) & (dark >> 6 * step)
    margin = light & (light >> step)
    margin &= margin >> 2 * step
    after, before = finder & (margin >> 7 * step), margin & (finder >> 4 * step)
    return (after & field).bit_count() + (before & field).bit_count()


def _imbalance(dark: int, side: int) -> int:
    """Ten for each full 5 % that the dark share is away from one half."""
    percent = float(dark.bit_count()) / (side**2)
    return int(abs(percent * 100 - 50) / 5) * 10


# --- rectangles ---


def _row_runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """Start and width of each dark run in a row."""
    text = "".join("#" if dark else "." for dark in row)
    return ((found.start(), len(found[0])) for found in re.finditer("#+", text))
