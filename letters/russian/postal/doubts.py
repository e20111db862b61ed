"""What looks wrong or doubtful on a line that was read; nothing is corrected."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from letters.model import Address, Facility, Part
from letters.patterns import pattern
from letters.russian.postal.facility import has_authority
from letters.russian.postal.line import LinePiece, LineText, RecognisedLine
from letters.russian.postal.placeholders import examples_in
from letters.russian.postal.regions import index_fits
from letters.russian.postal.words import DOUBT
from letters.russian.tidy import fold_case, has_lookalike

_BETWEEN = frozenset({"note", "label"})
_PLACES = frozenset({"region", "district", "settlement", "street", "house", "facility"})
_PRINTED = _PLACES | {"unknown", "recipient"}
_EXTRA = frozenset({"rest", "unknown", "placeholder"})
_COMMAS = frozenset(",;")
_PAIRED = pattern(r"«[^«»]*»|[“„][^“”„]*[”“]|\"[^\"]*\"")
_OF_OTHERS = frozenset({"hospital", "police"})  # these have no authority of the penal service
_KIND_WORD = pattern(r"^(?:г|гор|город)(?:\.\s*|\s+)")
_QUOTE = pattern(r"[«»“”„\"]")


def find_warnings(found: RecognisedLine, facility: Facility | None) -> tuple[str, ...]:
    """The names of all warnings that the line deserves, in a fixed order."""
    address = _address_text(found)
    checks = {
        "index-missing": "index" not in found.kinds,
        "index-not-first": _index_is_late(found.pieces),
        "index-region-mismatch": not _index_fits(found, facility),
        "facility-unknown": facility is None,
        "year-missing": "born" not in found.kinds,
        "no-comma-before-name": not _has_comma(found.text, found.pieces),
        "lookalike-latin": has_lookalike(address),
        "unbalanced-quotes": bool(_QUOTE.search(_PAIRED.sub("", address))),
        "doubtful-address": any(DOUBT.search(fold_case(note)) for note in found.texts("note")),
        "extra-text": not _EXTRA.isdisjoint(found.kinds),
    }
    return tuple(name for name, is_so in checks.items() if is_so)


def address_doubts(address: Address) -> Iterator[str]:
    """What else to tell whoever keeps a book about an address that is well read."""
    facility = address.facility
    if facility.type not in _OF_OTHERS and facility.authority_region is None and not has_authority(facility.text):
        yield "authority-missing"
    if any(examples_in(address)):
        yield "example-address"
    towns = [_KIND_WORD.sub("", fold_case(town)) for town in (*address.settlements, *_texts(address.unknown))]
    if len({*towns}) < len(towns):
        yield "town-twice"
    elif address.unknown:
        yield "part-unknown"


def _texts(parts: Iterable[Part]) -> Iterator[str]:
    return (part.text for part in parts)


def _index_is_late(pieces: list[LinePiece]) -> bool:
    first = next((piece.kind for piece in pieces if piece.kind == "index" or piece.kind in _PLACES), None)
    return first != "index" and any(piece.kind == "index" for piece in pieces)


def _index_fits(found: RecognisedLine, facility: Facility | None) -> bool:
    index = found.texts("index")
    if not index:
        return True
    authority_region = facility.authority_region if facility else None
    return index_fits(index[0], found.joined("region"), found.texts("settlement"), authority_region)


def _has_comma(text: LineText, pieces: list[LinePiece]) -> bool:
    """Whether a comma (or semicolon) parts the name from what stands before it, notes and labels apart."""
    at = next((at for at, piece in enumerate(pieces) if piece.kind == "recipient"), 0)
    before = next((place for place in range(at - 1, -1, -1) if pieces[place].kind not in _BETWEEN), None)
    if before is None:
        return True
    gaps = pairwise(pieces[before : at + 1])
    return any(not _COMMAS.isdisjoint(text.cased[left.end : right.start]) for left, right in gaps)


def _address_text(found: RecognisedLine) -> str:
    """What is printed on an envelope, where a Latin letter or an open quote would stand."""
    printed = found.text.printed
    return " ".join(printed[start:end] for kind, start, end in found.pieces if kind in _PRINTED)
