"""An address over several lines, in whatever order people have it, to the one line that the book keeps.

The lines of a person, a prison and a place are told apart, and stand on the line in the order of published ones; their
words stay as they are.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from letters.intake.block_line import AUTHORITY, RANK, BlockLine, BlockPart, number_alone, parts_of
from letters.intake.label import is_card_line, read_label
from letters.intake.tables.headings import NAME_PARTS, PLACES
from letters.russian import names
from letters.russian.postal import ParsedLine, normalise, parse_line

_NEAR = 12  # lines around a postcode or a prison in which the rest of the address may stand
_MOST_LINES = 12  # of one address
_WRAPPED = 55  # characters; a line that long may go on in the next
_OPEN = re.compile(
    r"(?:^|[\s,(])(?:г|гор|ул|д|пос|стр|корп|им|по|при|фку|фбу|фкуз|№|уфсин|гуфсин|фсин|офсин)\.?$"
    r"|[-–—(«]$|(?:казенное|казённое) учреждение$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[а-яё]+(?![а-яё.\s-]*[А-ЯЁ0-9«])|(?:по|при|им\.|имени|област[ьи],?|края?|район)\s|г(?:\.\s?р|ода? рожд)"
)
_OF_PERSON = ("name", "dative", *NAME_PARTS)
_PERSONAL = frozenset({"recipient", "born", "note"})
_AGAIN = frozenset({"note"})  # of which an address may have several, not side by side


class AddressBlock(NamedTuple):
    """An address that was put together: the line, the page's lines [first, last), and whether their order changed."""

    first: int
    last: int
    parsed: ParsedLine
    is_reordered: bool


def find_blocks(lines: Sequence[str], seeds: Iterable[int], taken: Iterable[range]) -> Iterator[AddressBlock]:
    """The addresses around lines that hold a postcode or a prison, outside those that are taken already."""
    used = {place for some in taken for place in some}
    near = [at for at in _near(lines, {*seeds} - used) if at not in used]
    for segment in _segments(lines, near):
        yield from _blocks(segment)


def _near(lines: Sequence[str], seeds: set[int]) -> list[int]:
    """The lines around these, as many as an address may have; empty ones do not count."""
    filled = [at for at, line in enumerate(lines) if line]
    places = [place for place, at in enumerate(filled) if at in seeds]
    spans = [(filled[max(0, place - _NEAR)], filled[min(len(filled) - 1, place + _NEAR)]) for place in places]
    return sorted({at for first, last in spans for at in range(first, last + 1)})


def _segments(lines: Sequence[str], near: Sequence[int]) -> Iterator[list[BlockLine]]:
    """Stretches of lines that are all parts of addresses; empty lines and labels alone may stand between them."""
    segment: list[BlockLine] = []
    label: str | None = None
    is_sure, before = False, -1
    for at in near:
        field, text = read_label(lines[at])
        if segment and at > before + 1:
            yield segment
            segment = []
        before = at
        if field and not text:
            label, is_sure = field, lines[at].endswith(":")
        elif not text:
            label = label if is_sure or label not in _OF_PERSON else None  # «Политзаключённый» alone is none
        else:
            field, label = field or label, None
            pieces = number_alone(text, segment[-1]) if segment and field is None else ()
            pieces = pieces or parts_of(text, field)
            if segment and field is None and _is_of_card(text, pieces, segment[-1]):
                continue
            if segment and not pieces and field != "born":
                yield segment
                segment = []
            if pieces:
                segment.append(BlockLine(at, at + 1, text, pieces, bool(field)))
    if segment:
        yield segment


def _is_of_card(text: str, pieces: Sequence[BlockPart], before: BlockLine) -> bool:
    """Whether a line below one with a label has a label of something else: «Статья: …», «Срок: …»."""
    return before.is_labelled and is_card_line(text) and all(piece.kind == "bare" for piece in pieces)


def _blocks(segment: list[BlockLine]) -> Iterator[AddressBlock]:
    """Every address in a stretch of lines, paragraph by paragraph, else over empty lines."""
    paragraphs = [list(_joined(part)) for part in _paragraphs(segment)]
    found = [block for part in paragraphs for block in _in_paragraph(part)]
    yield from found or _in_paragraph([line for part in paragraphs for line in part])


def _paragraphs(segment: list[BlockLine]) -> Iterator[list[BlockLine]]:
    part = segment[:1]
    for before, line in pairwise(segment):
        if line.first > before.last:
            yield part
            part = []
        part.append(line)
    yield part


def _joined(lines: list[BlockLine]) -> Iterator[BlockLine]:
    """Lines that were only broken because they are long are one again."""
    is_wrapped = any(_breaks_a_part(one, other) for one, other in pairwise(lines))
    whole = lines[0]
    for line in lines[1:]:
        if not line.is_labelled and (is_wrapped or _breaks_a_part(whole, line)):
            text = f"{whole.text} {line.text}"
            whole = BlockLine(whole.first, line.last, text, parts_of(text, None) or whole.pieces, whole.is_labelled)
        else:
            yield whole
            whole = line
    yield whole


def _breaks_a_part(line: BlockLine, following: BlockLine) -> bool:
    """Whether a part of the address goes on in the next line."""
    is_year = all(piece.kind == "born" for piece in following.pieces)
    if following.is_labelled or is_year or line.text.endswith((",", ";")):
        return False
    last, first = line.pieces[-1], following.pieces[0]
    is_cut_name = last.kind == "bare" and any(piece.kind == "facility" for piece in line.pieces)
    is_cut_place = first.kind in ("bare", "house") and len(line.text) >= _WRAPPED and last.kind != "house"
    is_street = last.kind == "street" and first.kind == "bare" and len(following.pieces) > 1
    is_name = last.kind == "recipient" and first.kind in ("bare", "recipient") and following.has("born")
    goes_on = is_name or bool(_OPEN.search(line.text) or _GOES_ON.match(following.text))
    return is_cut_name or is_cut_place or is_street or goes_on


def _in_paragraph(lines: list[BlockLine]) -> Iterator[AddressBlock]:
    """The best address among these lines, then those before and behind it; none where postcodes and prisons differ."""
    if _runs(lines).count("index") != _runs(lines).count("facility"):
        return
    windows = [
        (first, last)
        for first in range(len(lines))
        for last in range(first + 1, min(len(lines), first + _MOST_LINES) + 1)
        if _is_whole(lines[first:last])
    ]
    tried = ((*window, _put_together(lines[slice(*window)])) for window in sorted(windows, key=_worth(lines)))
    best = next(((first, last, block) for first, last, block in tried if block), None)
    if best:
        first, last, block = best
        yield from _in_paragraph(lines[:first])
        yield block
        yield from _others_there(lines[first:last], lines[last:])
        yield from _in_paragraph(lines[last:])


def _others_there(lines: list[BlockLine], behind: list[BlockLine]) -> Iterator[AddressBlock]:
    """Further people of one prison: below its address each on a line of their own, in the dative, with the year."""
    place = [piece for line in lines for piece in line.pieces if piece.kind not in _PERSONAL]
    if any(line.has("index") or line.has("facility") for line in behind):
        return
    for line in behind:
        kinds = {piece.kind for piece in line.pieces}
        is_person_alone = {"recipient", "born"} <= kinds <= _PERSONAL
        if is_person_alone and names.read_recipient(_recipient_of(line)).case == "dative":
            parsed = parse_line(_with_commas(_in_order([*place, *line.pieces])))
            yield AddressBlock(line.first, line.last, parsed, True)


def _recipient_of(line: BlockLine) -> str:
    return " ".join(piece.text for piece in line.pieces if piece.kind == "recipient")


def _runs(lines: list[BlockLine]) -> list[str]:
    """The kinds of the parts, one for several of a kind that stand together."""
    return [kind for kind, _ in groupby(piece.kind for line in lines for piece in line.pieces)]


def _worth(lines: list[BlockLine]) -> Callable[[tuple[int, int]], tuple[bool, int, int]]:
    """First those with a year of birth, then the longest, then the first on the page."""

    def worth(window: tuple[int, int]) -> tuple[bool, int, int]:
        some = lines[slice(*window)]
        return not any(line.has("born") for line in some), -len(some), window[0]

    return worth


def _is_whole(lines: list[BlockLine]) -> bool:
    """One postcode, one prison, one person."""
    if any(_is_bare(line) for line in (lines[0], lines[-1])) and any(map(_is_placed, lines)):
        return False  # «Политзаключённый» above the address is no town
    is_by_itself = any(line.has("index") and line.has("facility") and line.has("recipient") for line in lines)
    if is_by_itself and len(lines) > 1:
        return len(lines) == 2 and [piece.kind for piece in lines[1].pieces] == ["born"]
    kinds = _runs(lines)
    is_named = "recipient" in kinds or "last_name" in kinds
    return {"index", "facility"} <= {*kinds} and is_named and all(kinds.count(kind) == 1 for kind in {*kinds} - _AGAIN)


def _is_bare(line: BlockLine) -> bool:
    return not line.is_labelled and all(piece.kind == "bare" for piece in line.pieces)


def _is_placed(line: BlockLine) -> bool:
    return not _is_bare(line) and any(piece.kind in ("region", "settlement", "bare") for piece in line.pieces)


def _put_together(lines: list[BlockLine]) -> AddressBlock | None:
    """The lines as one, in the order of a published line; `None` when it does not read as what they say."""
    pieces = [piece for line in lines for piece in line.pieces]
    texts = [line.text for line in lines]
    is_ordered = all(RANK.get(one.kind, 0) <= RANK.get(other.kind, 0) for one, other in pairwise(pieces))
    is_plain = is_ordered and not any(piece.kind in NAME_PARTS for piece in pieces)
    text = _with_commas(texts) if is_plain else _with_commas(_in_order(pieces))
    parsed = parse_line(text)
    is_read = bool(parsed.address and parsed.recipient_text) and _says_the_same(parsed, pieces)
    return AddressBlock(lines[0].first, lines[-1].last, parsed, not is_plain) if is_read else None


def _in_order(pieces: list[BlockPart]) -> list[str]:
    """The parts from the postcode to the year; of several towns, the larger first."""
    by_part = {piece.kind: piece.text for piece in pieces}
    name = " ".join(by_part[part] for part in NAME_PARTS if part in by_part)
    kinds = [piece.kind for piece in pieces]
    is_small_first = "index" in kinds and kinds.index("index") > min(
        map(kinds.index, {*kinds} & {*PLACES[1:6], "bare"}), default=99
    )
    texts: list[str] = []
    for kind in RANK:
        found = [piece.text for piece in pieces if piece.kind == kind]
        if kind == "settlement" and is_small_first:
            found.reverse()
        if kind == "facility":
            found = [_institution(found)]
        texts += [name] if kind == "recipient" and name else found
    return texts


def _institution(texts: list[str]) -> str:
    """«ФКУ СИЗО-1», «УФСИН России по Алтайскому краю» are one name."""
    whole = texts[0]
    for text in texts[1:]:
        whole += f" {text}" if AUTHORITY.match(text) else f", {text}"
    return whole


def _with_commas(texts: Iterable[str]) -> str:
    whole = ""
    for text in texts:
        bare = text.rstrip(" ,;:")
        is_authority = bool(AUTHORITY.match(bare)) and bool(whole)
        whole += f"{' ' if is_authority else ', ' if whole else ''}{bare}"
    return normalise(whole)


def _says_the_same(parsed: ParsedLine, pieces: list[BlockPart]) -> bool:
    """Whether the line reads as its pieces did: no word of the address is lost, and none became one of the name."""
    name = {word for piece in pieces if piece.kind in ("recipient", *NAME_PARTS) for word in piece.text.split()}
    read = {*(parsed.recipient_text or "").split()}
    return name == read and parsed.rest is None and len(parsed.texts("index")) == 1
