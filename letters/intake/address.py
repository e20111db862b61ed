"""Where on a page the postal addresses stand, and the published line of each, cut out verbatim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from letters.errors import DataError, Problem
from letters.intake.blocks import find_blocks
from letters.intake.postcode import POSTCODE
from letters.intake.words import says_nowhere
from letters.model import Part, PartKind
from letters.russian.postal import ParsedLine, normalise, parse_line
from letters.sentences import both, sentence

MOST_TRIED = 300  # lines; a case page has one or two that could be an address
LONGEST = 8000  # characters of a line: a whole page without line breaks
_SHOWN = 250  # characters of a line in a message
_SIGN = re.compile(rf"{POSTCODE.pattern}|ФКУ|СИЗО|ФСИН|(?:19|20)[0-9]{{2}}\s?г(?:\.?\s?р|ода? рожд)|[Аа]дрес|НА ЭТАПЕ")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_HINT = sentence("A complete line has postcode, place, institution, name and year of birth; compare the page.")
_AROUND: frozenset[PartKind] = frozenset({"label", "services", "english", "rest"})


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """One address on the page: its published line, the lines [first, last) it was read from, and all its parts."""

    published: str
    first: int
    last: int
    parsed: ParsedLine
    is_reordered: bool = False  # put together from lines in another order

    @property
    def key(self) -> tuple[str, ...]:
        """The same for one address printed twice with other commas or spaces, or in another order."""
        return tuple(sorted(re.findall(r"[^\W_]+", self.published.casefold())))


def find_addresses(lines: tuple[str, ...], source: str) -> tuple[FoundAddress, ...]:
    """Every address with a name on the page, each once; raises DataError when there is none, or too much to read."""
    signs = _signs(lines, source)
    alone = {first: address for first in signs if (address := _on_one_line(lines, first))}
    dated = {first: address for first, address in alone.items() if address.parsed.born}
    blocks = {
        block.first: FoundAddress(_cut(block.parsed), block.first, block.last, block.parsed, block.is_reordered)
        for block in find_blocks(lines, signs, (range(first, first + 1) for first in dated))
    }
    inside = {place for block in blocks.values() for place in range(block.first, block.last)}
    undated = {first: address for first, address in alone.items() if first not in inside}
    found: dict[tuple[str, ...], FoundAddress] = {}
    for _, address in sorted((dated | blocks | undated).items()):
        found.setdefault(address.key, address)
    if not found:
        raise DataError(*_nothing(lines, source))
    return tuple(found.values())


def _signs(lines: tuple[str, ...], source: str) -> tuple[int, ...]:
    """The lines that may hold an address."""
    signs = (place for place, line in enumerate(lines) if len(line) <= LONGEST and _is_sign(line))
    found = tuple(islice(signs, MOST_TRIED + 1))
    if len(found) > MOST_TRIED:
        what = sentence(
            "more than {most_tried} lines look like addresses: this is no case page.", most_tried=MOST_TRIED
        )
        raise DataError(
            Problem(source, what, sentence("Paste the page of one person."), code="page-too-many-addresses")
        )
    return found


def _is_sign(line: str) -> bool:
    return bool(_SIGN.search(line)) and bool(_CYRILLIC.search(line))


def _on_one_line(lines: tuple[str, ...], place: int) -> FoundAddress | None:
    parsed = parse_line(lines[place])
    is_whole = parsed.address and parsed.recipient_text
    return FoundAddress(_cut(parsed), place, place + 1, parsed) if is_whole else None


def _cut(parsed: ParsedLine) -> str:
    """The published line without labels, services, the English version and other words around it; doubts stay."""
    text = normalise(parsed.line)
    spans = list(_spans(text, parsed.parts))
    hard = [place for place, part in enumerate(parsed.parts) if part.kind not in _AROUND | {"note"}]
    first, last = hard[0], hard[-1]
    while first and parsed.parts[first - 1].kind == "note":
        first -= 1
    while last + 1 < len(spans) and parsed.parts[last + 1].kind == "note":
        last += 1
    start, end = spans[first][0], spans[last][1]
    return text[start - (text[start - 1 : start] == "(") : end + (text[end : end + 1] == ")")]


def _spans(text: str, parts: tuple[Part, ...]) -> Iterator[tuple[int, int]]:
    """Where each part stands in the tidied line; an index may have a space inside."""
    end = 0
    for part in parts:
        pattern = r"\s?".join(part.text) if part.kind == "index" else re.escape(part.text)
        if found := re.compile(pattern).search(text, end):
            end = found.end()
        yield (found.start(), found.end()) if found else (end, end)


def _nothing(lines: tuple[str, ...], source: str) -> Iterator[Problem]:
    """Why the page gives no address: what it says instead, or which line comes near and what it lacks."""
    said = [line for line in lines if _CYRILLIC.search(line) and _is_sign(line) and len(line) <= LONGEST]
    near = tuple(islice(_near(said), 3))
    what = (
        sentence("this page has no complete postal address.")
        if near
        else sentence("this page has no postal address (yet).")
    )
    hint = sentence("Without one nobody can write there; try again when the page has it.")
    yield Problem(source, what, hint, code="page-without-address")
    for line in [line for line in lines if len(line) <= LONGEST and says_nowhere(line)][:1]:
        yield Problem(source, sentence("the page says: «{line}».", line=line[:_SHOWN]), code="page-says-nowhere")
    for line, lacks in near:
        what = sentence("«{line}» lacks {lacks}.", line=line[:_SHOWN], lacks=both(lacks))
        yield Problem(source, what, _HINT, code="address-incomplete")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST:
            what, hint = (
                sentence("a line of {count} characters was not searched.", count=len(line)),
                sentence("Paste only the lines of the address."),
            )
            yield Problem(f"{source}:{number}", what, hint, code="line-not-searched")
            return


def _near(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    for line in lines:
        parsed = parse_line(line)
        lacks = [
            word
            for word, there in (
                (sentence("the postcode"), parsed.texts("index")),
                (sentence("the institution"), parsed.facility),
                (sentence("the name"), parsed.recipient_text),
            )
            if not there
        ]
        if parsed.error is None and lacks:
            yield line, lacks
