"""An address over several lines, in whatever order people have it, to the one line that the book keeps.

The lines of a person, a prison and a place are told apart, and stand on the line in the order of published ones; their
words stay as they are.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from letters.intake.label import read_label
from letters.intake.postcode import POSTCODE_FIRST
from letters.intake.tables.headings import NAME_PARTS, PLACES
from letters.model import Part
from letters.russian import names
from letters.russian.names.table import fold, given_names
from letters.russian.postal import ParsedLine, normalise, parse_line
from letters.russian.postal.places import classify

_NEAR = 12  # lines around a postcode or a prison in which the rest of the address may stand
_MOST_LINES = 12  # of one address
_LONGEST = 300  # characters of one of its lines
_WRAPPED = 55  # characters; a line that long may go on in the next
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_INDEX_LAST = re.compile(r"(.*?)[\s,;.(]*(?:[Ии]ндекс[\s:]+)?(?<![0-9])([0-9]{3} ?[0-9]{3})\)?[.;,]?")
_INDEX_INSIDE = re.compile(r"([^,].*?),\s*([0-9]{3} ?[0-9]{3})[\s,;]+(\D.*)")
_OPEN = re.compile(
    r"(?:^|[\s,(])(?:г|гор|ул|д|пос|стр|корп|им|по|при|фку|фбу|фкуз|№|уфсин|гуфсин|фсин|офсин)\.?$"
    r"|[-–—(«]$|(?:казенное|казённое) учреждение$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[а-яё]+(?![а-яё.\s-]*[А-ЯЁ0-9«])|(?:по|при|им\.|имени|област[ьи],?|края?|район)\s|г(?:\.\s?р|ода? рожд)"
)
_YEAR_ALONE = re.compile(
    r"(?:[0-3]?[0-9][./-][01]?[0-9][./-])?(?:19[2-9]|20[01])[0-9](?:\s?г(?:од|\.)?)?"
)  # «1990», «12.03.1990»
_HOUSE_ALONE = re.compile(r"[0-9]{1,4}\s?[А-Яа-я]?(?:/[0-9]{1,3})?")
_AUTHORITY = re.compile(r"(?:Г?УФСИН|О?ФСИН)(?![а-яё-])", re.IGNORECASE)
_TOWN = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -](?:(?:на|под|над|в|де|ла)[ -])?[А-ЯЁ][а-яё]+|[ -][0-9]+){0,2}")
# Around a line, these show the parser that it may be a part of an address.
_BEFORE, _BEHIND = "644009, г. Омск, ул. Мира, д. 1, ", ", ФКУ СИЗО-1, Зимину Дмитрию Сергеевичу, 1990 г. р."
_OF_BEFORE, _OF_BEHIND = 4, 3  # parts
_RANK = {kind: rank for rank, kind in enumerate((*PLACES[:3], "bare", *PLACES[3:], "note", "recipient", "born"))}
_OF_PERSON = ("name", "dative", *NAME_PARTS)
_PERSONAL = frozenset({"recipient", "born", "note"})
_AGAIN = frozenset({"note"})  # of which an address may have several, not side by side


class BlockPart(NamedTuple):
    """A part of a line, verbatim; `bare` = a name without a word that says whether it is a town."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One line of an address, or several that are one piece: the lines [first, last) of the page, and its parts."""

    first: int
    last: int
    text: str
    pieces: tuple[BlockPart, ...]
    is_labelled: bool = False

    def has(self, kind: str) -> bool:
        """Whether a part of the line is of that kind."""
        return any(piece.kind == kind for piece in self.pieces)


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
            pieces = _number_alone(text, segment[-1]) if segment and field is None else ()
            pieces = pieces or _pieces(text, field)
            if segment and not pieces and field != "born":
                yield segment
                segment = []
            if pieces:
                segment.append(BlockLine(at, at + 1, text, pieces, bool(field)))
    if segment:
        yield segment


def _number_alone(text: str, before: BlockLine) -> tuple[BlockPart, ...]:
    """A line of figures only: a year or a day of birth right below a name, a house right below a street."""
    if before.has("recipient") and _YEAR_ALONE.fullmatch(text):
        return (BlockPart("born", text),)
    is_house = before.pieces[-1].kind == "street" and _HOUSE_ALONE.fullmatch(text)
    return (BlockPart("house", text),) if is_house else ()


@lru_cache(maxsize=2048)
def _pieces(text: str, field: str | None) -> tuple[BlockPart, ...]:
    """The parts of a line if it may be one of an address, else none."""
    if field == "other" or len(text) > _LONGEST or not (_CYRILLIC.search(text) or POSTCODE_FIRST.fullmatch(text)):
        return ()
    if field in NAME_PARTS and " " in text:
        field = "name"  # «Имя: Глеб Копытов»
    if field in NAME_PARTS:
        return (BlockPart(field, text),)
    if field not in (None, *PLACES, "name", "dative", "address", "whereabouts", "authority", "facility_kind"):
        return ()
    index, rest = _without_index(text)
    if index and field in ("name", "dative"):
        field = None
    pieces = tuple(_piece(part, field) for part in _parts(rest) if part.kind != "label") if rest else ()
    if any(piece.kind == "" for piece in pieces):
        return ()
    if not index:
        return pieces
    return (BlockPart("index", index), *pieces) if text.startswith(index) else (*pieces, BlockPart("index", index))


def _parts(text: str) -> tuple[Part, ...]:
    """The parts of a line where an address goes on, or in the middle of one."""
    if _AUTHORITY.match(text):
        return (Part("facility", text),)
    parts = tuple(map(_with_ward, parse_line(_BEFORE + text).parts[_OF_BEFORE:]))
    if any(part.kind == "rest" for part in parts):
        return parse_line(_BEFORE + text + _BEHIND).parts[_OF_BEFORE:-_OF_BEHIND]
    return parts


def _with_ward(part: Part) -> Part:
    """«…, 1990 г. р., отряд 5»: behind the year too a squad is a note."""
    return part._replace(kind="note") if part.kind == "rest" and classify(part.text) == "note" else part


def _without_index(text: str) -> tuple[str, str]:
    """The postcode at the beginning or end of a line, and the rest of it."""
    if first := POSTCODE_FIRST.fullmatch(text):
        return first[1], first[2]
    if last := _INDEX_LAST.fullmatch(text):
        return last[2], last[1]
    if inside := _INDEX_INSIDE.fullmatch(text):
        return inside[2], f"{inside[1]}, {inside[3]}"
    return "", text


def _piece(part: Part, field: str | None) -> BlockPart:
    """A part as the parser reads it; "" = it is none of an address."""
    kind: str = part.kind
    if kind == "recipient" and field not in ("name", "dative") and not is_person(part.text):
        kind = "settlement"
    if kind in ("settlement", "rest", "note", "district", "unknown") and classify(part.text) is None:
        kind = "bare" if _TOWN.fullmatch(part.text) or field in PLACES else ""
        if field in ("name", "dative"):
            kind = "recipient"
        elif field in PLACES and kind == "bare":
            kind = str(field)
    return BlockPart(kind if kind in _RANK else "", part.text)


def is_person(text: str) -> bool:
    """Whether words with capitals are a person's name: a patronymic, initials, or a given name that is known."""
    found = names.read_recipient(text)
    choices = (found.nominative, *found.choices)
    words = {fold(word) for name in choices if name for word in (name.first, name.last)}
    is_known = any(name and name.patronymic for name in choices) or not words.isdisjoint(given_names().every)
    return is_known or names.has_initials(text)


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
            whole = BlockLine(whole.first, line.last, text, _pieces(text, None) or whole.pieces, whole.is_labelled)
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
    is_ordered = all(_RANK.get(one.kind, 0) <= _RANK.get(other.kind, 0) for one, other in pairwise(pieces))
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
    for kind in _RANK:
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
        whole += f" {text}" if _AUTHORITY.match(text) else f", {text}"
    return whole


def _with_commas(texts: Iterable[str]) -> str:
    whole = ""
    for text in texts:
        bare = text.rstrip(" ,;:")
        is_authority = bool(_AUTHORITY.match(bare)) and bool(whole)
        whole += f"{' ' if is_authority else ', ' if whole else ''}{bare}"
    return normalise(whole)


def _says_the_same(parsed: ParsedLine, pieces: list[BlockPart]) -> bool:
    """Whether the line reads as its pieces did: no word of the address is lost, and none became one of the name."""
    name = {word for piece in pieces if piece.kind in ("recipient", *NAME_PARTS) for word in piece.text.split()}
    read = {*(parsed.recipient_text or "").split()}
    return name == read and parsed.rest is None and len(parsed.texts("index")) == 1
