"""Which words before the year of birth are the name, also where the comma before it was forgotten."""

from collections.abc import Iterator

from letters.russian.postal.anchors import boundaries
from letters.russian.postal.facility import hard_end
from letters.russian.postal.line import LinePiece, LineText
from letters.russian.postal.places import classify, opens_as
from letters.russian.postal.words import FULL_NAME_AT_END, HOUSE_NUMBER, NAME, PATRONYMIC, PERSON, WARD_START


def split_recipient(text: LineText, piece: LinePiece, has_year: bool) -> Iterator[LinePiece]:
    """The last piece before the year, or of the line, cut into what stands before the name, and the name."""
    start = _name_start(text, piece, has_year)
    yield LinePiece(piece.kind, piece.start, start)
    if start < piece.end:
        yield from _introduced(text, LinePiece("recipient", start, piece.end))


def _introduced(text: LineText, name: LinePiece) -> Iterator[LinePiece]:
    """«осужденному Иванову», «отряд 11 Иванову»: the words before the name are no part of it."""
    if ward := WARD_START.match(text.folded, name.start, name.end):
        yield LinePiece("note", name.start, ward.end())
        name = name._replace(start=ward.end())
    while text.cased[name.start : name.start + 1] in (" ", ",", ".", ":"):
        name = name._replace(start=name.start + 1)
    if person := PERSON.match(text.folded, name.start, name.end):
        yield LinePiece("label", name.start, person.end())
        name = name._replace(start=person.end())
    yield name


def _name_start(text: LineText, piece: LinePiece, has_year: bool) -> int:
    """Where the name begins; the end of the piece if it holds none."""
    if piece.kind == "facility":
        return _behind_facility(text, piece)
    start = max((found.end() for found in boundaries(text, piece.start, piece.end)), default=piece.start)
    last = piece._replace(start=start)
    if _is_name(text, last, has_year):
        return start
    return _behind_place(text, last)


def _is_name(text: LineText, piece: LinePiece, has_year: bool) -> bool:
    """Before a year anything may be a name that is no place; without one it must be written like a full name."""
    content = text.cased[piece.start : piece.end]
    is_full = bool(NAME.fullmatch(content))
    if is_full and PATRONYMIC.search(text.folded, piece.start, piece.end):
        return True
    kind = classify(content)
    if is_full:
        # «Г. Петрову», «Вал Анне»: type words of places are written small.
        return kind is None or (has_year and kind in ("settlement", "street"))
    return has_year and kind in (None, "rest", "note") and not opens_as(text.folded, piece.start)


def _behind_facility(text: LineText, piece: LinePiece) -> int:
    start = piece.start + hard_end(text.folded[piece.start : piece.end])
    return _name_from(text, start, piece.end) or _full_name(text, piece)


def _behind_place(text: LineText, piece: LinePiece) -> int:
    if number := HOUSE_NUMBER.match(text.folded, piece.start, piece.end):
        return _name_from(text, number.end(), piece.end) or _full_name(text, piece)
    return _full_name(text, piece)


def _name_from(text: LineText, start: int, end: int) -> int | None:
    """Where a name begins that takes up a whole stretch, with the words that introduce it: «(для Копытова Глеба»."""
    around = " .,:" if ")" in text.cased[start:end] else " .,:("  # «(Ветров) Белову Петру» keeps both brackets
    while start < end and text.cased[start] in around:
        start += 1
    introduced = PERSON.match(text.folded, start, end)
    return start if NAME.fullmatch(text.cased, introduced.end() if introduced else start, end) else None


def _full_name(text: LineText, piece: LinePiece) -> int:
    found = FULL_NAME_AT_END.search(text.cased[piece.start : piece.end])
    return piece.start + found.start() if found else piece.end
