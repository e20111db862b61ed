"""A page with everything marked that was understood of it, so that somebody can compare at a glance."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from letters.intake.markup import read_page
from letters.intake.record import Draft
from letters.intake.services import find_offers
from letters.intake.words import split_sentences
from letters.messages import one_line

AROUND_ADDRESS = 12  # lines behind an address that speak of the same person
AROUND = 1  # line before and behind a marked one that is shown with it
MOST_SHOWN = 400  # lines
LONGEST = 2000  # characters of a line that are shown
_BETWEEN = r"[\s,;:.|/]*"  # what stands between two words of a part that goes over several lines


class MarkedPart(NamedTuple):
    """A stretch of a line and what it was taken for, "" = nothing: a kind of the parser, or a field of the book."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of the page, in stretches; `left_out` = how many lines that were not used stand above it."""

    parts: tuple[MarkedPart, ...]
    left_out: int = 0


class _Span(NamedTuple):
    first: int  # in the text of all lines
    end: int
    kind: str


def mark_page(text: str, drafts: Sequence[Draft]) -> tuple[MarkedLine, ...]:
    """The lines from which these drafts were read, with some around them."""
    lines = tuple(one_line(line[:LONGEST]) for line in read_page(text).lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    whole, spans = "\n".join(lines), list[_Span]()
    for draft in drafts:
        inside = starts[draft.lines.start], starts[min(draft.lines.stop, len(lines))]
        for kind, part in (*_pieces(draft), *_offers(draft, lines)):
            if found := _find(whole, part, kind, inside, spans):
                spans.append(found)
    return tuple(_shown(lines, starts, sorted(spans)))


def _pieces(draft: Draft) -> Iterator[tuple[str, str]]:
    """Everything that was understood, each text with what it is; the parts of the address first."""
    yield from ((part.kind, part.text) for part in draft.parts if part.kind not in ("services", "english"))
    texts = {"english": draft.english, "case": draft.case, "title": draft.title, "subtitle": draft.subtitle}
    yield from ((kind, text) for kind, text in texts.items() if text)
    yield from (("tip", text) for text in draft.tip.values())
    yield from (("about", said) for text in draft.about.values() for said in split_sentences(text))
    yield from (("rest", text) for text in draft.not_understood)


def _offers(draft: Draft, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The sentences near the address that name electronic services."""
    for line in lines[draft.lines.start : draft.lines.stop + AROUND_ADDRESS] if draft.offers else ():
        yield from (("services", said) for said in split_sentences(line) if find_offers([said]))


def _find(whole: str, text: str, kind: str, inside: tuple[int, int], taken: Iterable[_Span]) -> _Span | None:
    """Where a text stands that nothing else was taken for: in the lines of the address, else anywhere."""
    pattern = _pattern(text, kind)
    if pattern is None:
        return None
    for first, end in (inside, (0, len(whole))):
        for found in pattern.finditer(whole, first, end):
            if all(found.end() <= span.first or found.start() >= span.end for span in taken):
                return _Span(found.start(), found.end(), kind)
    return None


def _pattern(text: str, kind: str) -> re.Pattern[str] | None:
    words = list(text) if kind == "index" else re.findall(r"[^\s,;:.|/]+[.]?", one_line(text))
    if not words or len(words) > 400:
        return None
    return re.compile(rf"(?<!\w){_BETWEEN.join(map(re.escape, words))}(?!\w)")


def _shown(lines: Sequence[str], starts: Sequence[int], spans: Sequence[_Span]) -> Iterator[MarkedLine]:
    """The lines that hold a mark, and those around them."""
    marked = {place for span in spans for place in _places(span, starts)}
    near = sorted({at for place in marked for at in range(place - AROUND, place + AROUND + 1) if 0 <= at < len(lines)})
    before = -1
    for place in [at for at in near if lines[at]][:MOST_SHOWN]:
        skipped = sum(map(bool, lines[before + 1 : place]))
        yield MarkedLine(tuple(_parts(lines[place], starts[place], spans)), skipped)
        before = place


def _places(span: _Span, starts: Sequence[int]) -> range:
    """The lines over which a mark goes."""
    return range(bisect_right(starts, span.first) - 1, bisect_left(starts, span.end))


def _parts(line: str, start: int, spans: Iterable[_Span]) -> Iterator[MarkedPart]:
    at = 0
    for span in spans:
        first, end = max(span.first - start, 0), min(span.end - start, len(line))
        if end <= first or first < at:
            continue
        if first > at:
            yield MarkedPart(line[at:first])
        yield MarkedPart(line[first:end], span.kind)
        at = end
    if at < len(line):
        yield MarkedPart(line[at:])
