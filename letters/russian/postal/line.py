"""What a published line holds when it has been read, and the pieces it is cut into on the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

from letters.model import Address, Facility, Part, PartKind
from letters.russian.postal.words import without_stray_dot
from letters.russian.tidy import fold_case, fold_latin, normalise

LineError = Literal["no-address"]
_MOST_ROWS = 20  # an address has a dozen at most
_EDGES = " ,;:–—-‑(•*|"  # around a piece
_BEFORE = _EDGES + ".)"


class LinePiece(NamedTuple):
    """A stretch of the tidied line: [start, end); `kind` is `None` until the piece is recognised."""

    kind: PartKind | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LineText:
    """One line in three forms of the same length: tidied, without Latin look-alikes, and that in lower case."""

    printed: str
    cased: str
    folded: str


class AddressFault(NamedTuple):
    """Why a letter could not arrive, and the words of the line that say so."""

    code: str  # "no-place", "index-not-russian", …
    value: str


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """A published line and all that was found in it; what could not be found is `None` or empty."""

    line: str  # as it was given
    address: Address | None = None  # `None` when the index or the facility is missing: nothing to print on an envelope
    facility: Facility | None = None
    recipient_text: str | None = None  # the name as it stands on the line
    born: int | None = None  # year
    birth_date: str | None = None  # ISO 8601
    notes: tuple[str, ...] = ()  # doubts, squads, wards, as printed
    services: tuple[str, ...] = ()  # ids of services.toml
    warnings: tuple[str, ...] = ()
    faults: tuple[AddressFault, ...] = ()  # with one of these no envelope may be made
    rest: str | None = None  # words that are no address, label, doubt or services sentence, or of no known kind
    error: LineError | None = None
    parts: tuple[Part, ...] = ()  # the whole line in its order: each letter and digit is in one part

    def texts(self, kind: PartKind) -> tuple[str, ...]:
        """The texts of all parts of a kind, in the order of the line."""
        return tuple(part.text for part in self.parts if part.kind == kind)


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A line whose pieces all have a kind, with their texts by kind."""

    text: LineText
    pieces: list[LinePiece]
    kinds: dict[str, tuple[str, ...]]

    def texts(self, kind: PartKind) -> tuple[str, ...]:
        """The texts of a kind, in the order of the line."""
        return self.kinds.get(kind, ())

    def joined(self, kind: PartKind, between: str = ", ") -> str | None:
        """The texts of a kind as one, or `None`."""
        return between.join(self.kinds[kind]) if kind in self.kinds else None


def by_kind(parts: Iterable[Part]) -> dict[str, tuple[str, ...]]:
    """The texts of the parts under their kinds."""
    kinds: dict[str, tuple[str, ...]] = {}
    for part in parts:
        kinds[part.kind] = (*kinds.get(part.kind, ()), part.text)
    return kinds


def read_text(line: str) -> LineText:
    """The line tidied and folded; a line break between two parts of an address is matched as a comma."""
    printed = normalise(line)
    cased = fold_latin(printed)
    rows = [row for row in map(normalise, line.splitlines()) if row] if "\n" in line else []
    if _is_list(rows) and " ".join(rows) == printed:
        ends = accumulate(len(row) + 1 for row in rows[:-1])
        for end in ends:
            cased = f"{cased[: end - 1]},{cased[end:]}"
    return LineText(printed, cased, fold_case(cased))


def _is_list(rows: list[str]) -> bool:
    """Whether each row is a part of an address, and not a line of print that went on."""
    return 2 < len(rows) < _MOST_ROWS and all(row.count(",") < 2 and row[-1] not in ",;" for row in rows[:-1])


def tidied(content: str, pieces: Iterable[LinePiece]) -> list[LinePiece]:
    """The pieces without separators and stray full stops at their ends; those without letter or digit left out."""
    done = []
    for piece in pieces:
        _, start, end = piece
        if start < end and content[start].isalnum() and content[end - 1].isalnum():
            done.append(piece)
        elif start < end and (tidy := _tidied(content, piece)):
            done.append(tidy)
    return done


def _tidied(content: str, piece: LinePiece) -> LinePiece | None:
    """One such piece, or `None` if nothing is left of it."""
    kind, start, end = piece
    inner = content[start:end].lstrip(_BEFORE)
    start = end - len(inner)
    inner = without_stray_dot(inner.rstrip(_EDGES))
    if inner.count(")") > inner.count("(") and start and content[start - 1] == "(":
        start, inner = start - 1, f"({inner}"  # «(Кремлёвский централ)» keeps both brackets
    return LinePiece(kind, start, start + len(inner)) if any(map(str.isalnum, inner)) else None
