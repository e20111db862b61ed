"""The way of a published line: anchors, comma parts, facility, recipient, places, the words around, warnings."""

import re
from collections.abc import Iterable, Iterator

from letters.model import Address, Facility, Part, PartKind
from letters.patterns import pattern
from letters.russian.postal.anchors import Anchors, find_anchors
from letters.russian.postal.arrival import find_faults
from letters.russian.postal.doubts import find_warnings
from letters.russian.postal.facility import CONTINUATION, LEAD, hard_end, is_attached, is_mark, no_comma, read_facility
from letters.russian.postal.line import LinePiece, LineText, ParsedLine, RecognisedLine, by_kind, read_text, tidied
from letters.russian.postal.outside import outside_pieces
from letters.russian.postal.placeholders import is_placeholder
from letters.russian.postal.places import classify, is_of_house, is_sentence, opens_as, settle
from letters.russian.postal.recipient import split_recipient
from letters.russian.postal.services import services_in
from letters.russian.postal.words import DOUBT, INNER, INSIDE, WARD_START
from letters.russian.tidy import fold_case

LONGEST = 10_000  # characters; published lines have 46-206, with their services sentences a few hundred

_SEPARATOR = pattern(lambda: rf"\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»|“[^“”„]*”|„[^“”„]*“|[,;](?! {no_comma()}) ?")
_DIGITS = pattern(r"[^0-9]")
_PART_ENDS = pattern(r"\s*(?:[,;.]|$)")
_ADDRESS_KINDS = frozenset(
    {"index", "region", "district", "settlement", "street", "house", "facility", "unknown", "recipient", "born", "note"}
)
_REST = ("rest", "unknown", "placeholder")
_PLACES = ("region", "district", "settlement", "street", "house", "facility")


def parse_line(line: str) -> ParsedLine:
    """The parts of a published Russian line; raises nothing, `error` says when there is no usable postal address."""
    if len(line) > LONGEST:
        return ParsedLine(line, error="no-address", rest=line, parts=(Part("rest", line),))
    text = read_text(line)
    anchors = find_anchors(text)
    pieces = _all_pieces(text, anchors) if anchors else []
    if anchors is None or not _is_address(text, anchors, pieces):
        return ParsedLine(line, error="no-address", rest=text.printed or None, parts=_whole(text))
    return _joined(line, text, anchors, pieces)


def _whole(text: LineText) -> tuple[Part, ...]:
    return (Part("rest", text.printed),) if text.printed else ()


def _all_pieces(text: LineText, anchors: Anchors) -> list[LinePiece]:
    before = outside_pieces(text, 0, anchors.start)
    after = outside_pieces(text, anchors.end, len(text.printed))
    return [*tidied(text.cased, before), *_address_pieces(text, anchors), *tidied(text.cased, after)]


def _address_pieces(text: LineText, anchors: Anchors) -> list[LinePiece]:
    pieces = tidied(text.cased, _comma_parts(text, anchors, _fixed(anchors)))
    pieces = [_marked(text, piece) for piece in pieces]
    pieces = _with_facility(text, anchors, pieces)
    pieces = _with_recipient(text, anchors, pieces)
    return settle(text.cased, pieces)


def _marked(text: LineText, piece: LinePiece) -> LinePiece:
    """A word of a form has its own kind, so that nothing takes it for a place or a name; «адрес:» is a label."""
    if piece.kind is None and is_placeholder(text.cased[piece.start : piece.end]):
        is_label = text.cased[piece.end : piece.end + 2].lstrip().startswith(":")
        return piece._replace(kind="label" if is_label else "placeholder")
    return piece


def _fixed(anchors: Anchors) -> Iterator[LinePiece]:
    if anchors.index:
        yield LinePiece("index", *anchors.index)
    if anchors.year:
        yield LinePiece("born", anchors.year.start, anchors.year.end)


def _comma_parts(text: LineText, anchors: Anchors, fixed: Iterable[LinePiece]) -> Iterator[LinePiece]:
    """The stretch cut at its commas, not inside brackets and quotes; doubts and wards in brackets become notes."""
    start = anchors.start
    for piece in (*sorted(fixed, key=lambda piece: piece.start), LinePiece(None, anchors.end, anchors.end)):
        for found in _SEPARATOR.finditer(text.cased, start, piece.start):
            if found[0][0] in ",;":
                yield LinePiece(None, start, found.start())
                start = found.end()
            elif found[0][0] in "([" and (bracketed := _in_brackets(text, anchors, found, start)):
                yield LinePiece(None, start, found.start())
                yield bracketed
                start = found.end()
        yield LinePiece(None, start, piece.start)
        yield piece
        start = piece.end


def _in_brackets(text: LineText, anchors: Anchors, found: re.Match[str], start: int) -> LinePiece | None:
    """A doubt or ward as a note; another name of the prison, behind a house or alone, as what it is, with brackets."""
    inner = LinePiece("note", found.start() + 1, found.end() - 1)
    folded = text.folded[inner.start : inner.end]
    if DOUBT.search(folded) or WARD_START.match(folded):
        return inner
    before = text.folded[start : found.start()].strip()
    is_place = classify(text.cased[inner.start : inner.end]) not in (None, "facility", "rest")
    is_alone = classify(before) == "house" if before else not is_place
    is_ended = bool(_PART_ENDS.match(text.cased, found.end())) or bool(not before and 0 < (anchors.mark or 0) < start)
    if is_alone and is_ended and not is_of_house(folded):
        return LinePiece("unknown", found.start(), found.end())
    return None


def _with_facility(text: LineText, anchors: Anchors, pieces: list[LinePiece]) -> list[LinePiece]:
    """The pieces with the facility as one piece, cut free from a place before or behind it."""
    at = next((at for at, piece in enumerate(pieces) if _holds(piece, anchors.mark)), None)
    if at is None or anchors.mark is None:
        return pieces
    start = _facility_start(text, pieces[at], anchors.mark)
    end, following = _facility_end(text, pieces, at)
    whole = LinePiece("facility", start, _before_place(text, start, end))
    cut = (LinePiece(None, pieces[at].start, start), whole, LinePiece(None, whole.end, end))
    return [*pieces[:at], *tidied(text.cased, cut), *_behind_notes(text, pieces[following:])]


def _behind_notes(text: LineText, pieces: list[LinePiece]) -> list[LinePiece]:
    """The authority behind a note in brackets is the facility's too: «ФКУ ИК-5 (отряд 3) УФСИН России по …»."""
    at = next((at for at, piece in enumerate(pieces) if piece.kind != "note"), 0)
    if at and _continues(text, pieces[at]):
        return [*pieces[:at], pieces[at]._replace(kind="facility"), *pieces[at + 1 :]]
    return pieces


def _holds(piece: LinePiece, mark: int | None) -> bool:
    return mark is not None and piece.kind is None and piece.start <= mark < piece.end


def _facility_start(text: LineText, piece: LinePiece, mark: int) -> int:
    """Words before the facility word belong to it («Краевая …», «филиал …») unless they are a place."""
    before = text.folded[piece.start : mark]
    is_place = opens_as(before) or before[:1].isdigit() or any(words.search(before) for _, words in INSIDE[1:4])
    if LEAD.search(before) and not is_place:
        return piece.start
    return mark - 1 if before[-1:] in ("«", '"', "“", "„") else mark


def _facility_end(text: LineText, pieces: list[LinePiece], at: int) -> tuple[int, int]:
    """The end of the facility with the comma parts that continue it, and the number of the first piece behind."""
    end, following = pieces[at].end, at + 1
    while following < len(pieces) and _continues(text, pieces[following]):
        end, following = pieces[following].end, following + 1
    return end, following


def _continues(text: LineText, piece: LinePiece) -> bool:
    if piece.kind is not None:
        return False
    if CONTINUATION.match(text.folded, piece.start, piece.end) or is_attached(text.folded[piece.start : piece.end]):
        return True
    return is_mark(text.cased, text.folded, piece.start, piece.end)


def _before_place(text: LineText, start: int, end: int) -> int:
    """«ФКУ ИК-4 ул. Старицкая, 79»: a street or house without a comma before it ends the facility."""
    for found in INNER.finditer(text.cased, start + hard_end(text.folded[start:end]), end):
        if opens_as(text.folded, found.start()) in ("street", "house"):
            return found.start()
    return end


def _with_recipient(text: LineText, anchors: Anchors, pieces: list[LinePiece]) -> list[LinePiece]:
    """The pieces with the name found: before the year, else at the end."""
    at = _last_before(pieces, anchors.year.start if anchors.year else anchors.end)
    if at is None:
        return pieces
    split = split_recipient(text, pieces[at], anchors.year is not None)
    return [*pieces[:at], *tidied(text.cased, split), *pieces[at + 1 :]]


def _last_before(pieces: list[LinePiece], end: int) -> int | None:
    places = [place for place, piece in enumerate(pieces) if piece.end <= end and piece.kind in (None, "facility")]
    return places[-1] if places else None


def _is_address(text: LineText, anchors: Anchors, pieces: list[LinePiece]) -> bool:
    """An index with a facility or a street; without an index a facility, a street and a name, and no prose."""
    kinds = {piece.kind for piece in pieces}
    is_housed = bool(kinds & {"street", "house"})
    is_placed = is_housed or bool(kinds & {"settlement", "region", "district"})
    if "index" in kinds:
        return is_housed or ("facility" in kinds and bool(is_placed or kinds & {"recipient", "born"}))
    return {"facility", "recipient"} <= kinds and is_housed and not _holds_prose(text, anchors, pieces)


def _holds_prose(text: LineText, anchors: Anchors, pieces: list[LinePiece]) -> bool:
    """«Он живёт в г. Омск, ул. …, работал в больнице»: small words that are no address."""
    inside = [piece for piece in pieces if anchors.start <= piece.start < anchors.end]
    names = (text.cased[start:end] for kind, start, end in inside if kind == "settlement")
    return any(piece.kind in ("rest", "unknown") for piece in inside) or any(is_sentence(name) for name in names)


def _joined(line: str, text: LineText, anchors: Anchors, pieces: list[LinePiece]) -> ParsedLine:
    parts = tuple(_part(text, piece) for piece in pieces)
    found = RecognisedLine(text, pieces, by_kind(parts))
    facility = _facility(found)
    year = anchors.year
    return ParsedLine(
        line,
        address=_address(found, facility, parts),
        facility=facility,
        recipient_text=found.joined("recipient", " "),
        born=year.born if year else None,
        birth_date=year.birth_date if year else None,
        notes=found.texts("note"),
        services=services_in(" ".join(found.texts("services"))) if "services" in found.kinds else (),
        warnings=find_warnings(found, facility),
        faults=tuple(find_faults(found, facility)),
        rest=" ".join(part.text for part in parts if part.kind in _REST) or None,
        parts=parts,
    )


def _part(text: LineText, piece: LinePiece) -> Part:
    printed = text.printed[piece.start : piece.end]
    if piece.kind == "index":
        return Part("index", _DIGITS.sub("", printed))
    return Part(piece.kind or "rest", printed)


def _facility(found: RecognisedLine) -> Facility | None:
    texts = found.texts("facility")
    spaced = (f"{' ' if CONTINUATION.match(fold_case(text)) else ', '}{text}" for text in texts)
    return read_facility("".join(spaced).lstrip(", ")) if texts else None


def _address(found: RecognisedLine, facility: Facility | None, parts: tuple[Part, ...]) -> Address | None:
    index = found.texts("index")
    if not index or facility is None:
        return None
    return Address(
        index=index[0],
        facility=facility,
        region=found.joined("region"),
        district=found.joined("district"),
        settlements=found.texts("settlement"),
        street=found.joined("street"),
        house=found.joined("house"),
        unknown=tuple(_unknown(parts)),
        parts=tuple(part for part in parts if part.kind in _ADDRESS_KINDS),
    )


def _unknown(parts: tuple[Part, ...]) -> Iterator[Part]:
    """The parts of no known kind, each under the kind of the place behind which it stands."""
    behind: PartKind = "settlement"
    for part in parts:
        if part.kind in _PLACES:
            behind = part.kind
        elif part.kind == "unknown":
            yield Part(behind, part.text)
