"""The writer's guide: one page per person that stays on the table; what stands where, in mm."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from letters.errors import DataError, Problem
from letters.layout.large_print import Scaled
from letters.marks import (
    CodeOnPage,
    Fill,
    Flow,
    Font,
    Mark,
    Outline,
    Page,
    Paragraph,
    Rule,
    Setter,
    Shared,
    Span,
    Style,
    Text,
    plain,
)
from letters.paper import A4, Box, Paper
from letters.qr import CODE_WIDTH, QUIET_ZONE
from letters.russian.typography import NO_BREAK, keep_together
from letters.sentences import sentence

LEFT, TOP = 16.0, 12.0
BOTTOM_MARGIN = 11.0
GAPS = (5.6, 4.8, 4.0, 3.2, 2.8)  # mm between the sections; the narrower ones for a page that would be too long
SIZES = (1.0, 0.96, 0.92)  # of the type, tried in turn; the smallest sets ordinary text in 8.7 points
COLUMN_GAP = 9.0
BANNER_HEIGHT = 9.0

NAME = Style("serif-bold", 23, 26, space_after=1.4)
LATIN = Style("serif", 13, 16, space_after=0.6)
SAY = Style("sans", 9.5, 13, grey=0.25, space_after=2.2)
ABOUT = Style("serif-italic", 11.5, 15.5)
HEADING = Style("serif-bold", 12.5, 16, space_after=0.8)
LEAD = Style("sans", 9.5, 12.6, space_after=1.0)
POINT = Style("sans", 9.5, 12.6, hanging=3.6, space_after=0.75)
ADDRESS = Style("sans", 12.5, 18, space_after=1.6)
CLOSING = replace(LEAD, space_after=0.2)
SMALL = Style("sans", 8.5, 11.2, grey=0.25)
PHRASE = Style("serif", 11.5, 15)
GLOSS = Style("sans", 8.5, 11, grey=0.3, space_after=0.9)
SOURCES = Style("sans", 7.5, 9.5, grey=0.3)
URL_SIZE = 7.5
NAME_PARTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # of the size of a name that would be broken
SURELY_WHOLE = 16  # letters; a word as short fits a line in every size


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A heading with what stands under it; equal only to itself, for what many people read is set once."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class GuideText:
    """All words of one guide, already in the writer's language and filled in for one person."""

    banner: str
    name: str
    latin: str
    small: tuple[str, ...]  # how to say it, year of birth
    about: str | None
    address_heading: str
    address: str  # as published
    english: str | None
    columns: tuple[tuple[Section, ...], tuple[Section, ...]]
    wide: Section  # across both columns
    closing: str
    code_caption: str
    code: CodeOnPage | None
    sources: str | None = None  # of the rules; gives way first where the page is full
    made: bool = False  # the English line is this program's: it gives way where the page is full


def points(texts: Sequence[tuple[Span, ...]]) -> tuple[Paragraph, ...]:
    """Texts as a list with bullets."""
    return tuple(Paragraph(spans, POINT, "•") for spans in texts)


def phrase_rows(rows: Sequence[tuple[str, str]]) -> tuple[Paragraph, ...]:
    """Russian sentences, each with its meaning under it."""
    return tuple(paragraph for russian, gloss in rows for paragraph in (plain(russian, PHRASE), plain(gloss, GLOSS)))


def kept_area(paper: Paper) -> Box:
    """Where the words of a kept page stand, the banner on top."""
    return Box.between(LEFT, TOP, paper.width - LEFT, paper.height - BOTTOM_MARGIN)


def layout_guide(text: GuideText, setter: Setter, paper: Paper = A4) -> Page:
    """The guide of one person; raises DataError when its words do not fit one page."""
    area = kept_area(paper)
    bottom = area.bottom
    for size, words, gap in ((size, words, gap) for size in SIZES for words in _shorter(text) for gap in GAPS):
        bottom, marks = _sections(words, setter if size == 1 else Scaled(setter, size), gap, area)
        if bottom <= area.bottom:
            return Page(paper.width, paper.height, (banner(text.banner, paper), *marks))
    what = sentence("the guide is {number} mm too long for one page.", number=math.ceil(bottom - area.bottom))
    hint = sentence("Shorten `about`, `english` or the link of `case` in the book.")
    raise DataError(Problem("", what, hint, code="guide-too-long"))


def _shorter(text: GuideText) -> Iterator[GuideText]:
    """The text, then what may give way in turn."""
    yield text
    yield (bare := replace(text, sources=None))
    if text.made:
        yield replace(bare, english=None)


def _sections(text: GuideText, setter: Setter, gap: float, area: Box) -> tuple[float, list[Mark]]:
    """All that stands below the banner, and the bottom it reaches in mm."""
    marks: list[Mark] = []
    top = TOP + BANNER_HEIGHT + 8
    for part in (_head, _address, partial(_columns, gap=gap), _wide, _closing):
        bottom, part_marks = part(text, top, setter, area)
        marks += part_marks
        top = bottom + gap
    return top - gap, marks


def banner(words: str, paper: Paper = A4) -> Mark:
    """The black strip that says this page is not for the post."""
    box = Box.between(LEFT, TOP, paper.width - LEFT, TOP + BANNER_HEIGHT)
    middle = paper.width / 2
    return Shared((Fill(box), Text(middle, TOP + 6.1, words, "sans-bold", 12, 1, "center")))


def set_flow(
    paragraphs: Sequence[Paragraph], left: float, top: float, width: float, setter: Setter
) -> tuple[float, Flow]:
    """Paragraphs set downwards from a point, with the bottom they reach in mm."""
    height, content = setter.stack(paragraphs, width)
    return top + height, Flow(Box(left, top, width, height), content)


def named(name: str, style: Style, width: float, setter: Setter) -> Paragraph:
    """A name as a heading, in smaller type where a word of it would be broken in a box `width` mm wide."""
    words = [word for word in name.split() if len(word) > SURELY_WHOLE]
    if not words:
        return plain(name, style)
    for part in NAME_PARTS:
        smaller = replace(style, font_size=style.font_size * part, leading=style.leading * part)
        line, *heights = (setter.height([plain(word, smaller)], width) for word in ("А", *words))
        if all(height <= line for height in heights):
            break
    return plain(name, smaller)


def _head(text: GuideText, top: float, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    """Who this is, on the left; the QR code, on the right."""
    width = area.width - (CODE_WIDTH + 8 if text.code else 0)
    paragraphs = [named(text.name, NAME, width, setter), plain(text.latin, LATIN)]
    paragraphs += [plain(words, SAY) for words in (f" ·{NO_BREAK}".join(text.small),) if words]
    if text.about:
        paragraphs.append(plain(text.about, ABOUT))
    bottom, flow = set_flow(paragraphs, LEFT, top, width, setter)
    marks: list[Mark] = [flow]
    if text.code:
        marks += _code(text.code, text.code_caption, top, setter, area.right)
        lowest = max(mark.baseline for mark in marks if isinstance(mark, Text))
        bottom = max(bottom, lowest + 1)
    return bottom, marks


def _code(code: CodeOnPage, caption: str, top: float, setter: Setter, right: float) -> Iterator[Mark]:
    module = CODE_WIDTH / (code.size + 2 * QUIET_ZONE)
    left = right - CODE_WIDTH
    yield code.at(left + QUIET_ZONE * module, top - 2, module)
    below = top - 2 + (code.size + QUIET_ZONE) * module + 2.2
    yield Text(right - QUIET_ZONE * module, below, caption, "sans-bold", 8, align="right")
    width = CODE_WIDTH + 3
    for number, line in enumerate(url_lines(code.url, width, setter), 1):
        yield Text(right - QUIET_ZONE * module, below + number * 3.1, line, "sans", URL_SIZE, 0.15, "right")


def url_lines(url: str, width: float, setter: Setter, font: Font = "sans", size: float = URL_SIZE) -> list[str]:
    """The address broken after a slash or hyphen where possible, so that it can be typed from paper."""
    lines = [""]
    for piece in _url_pieces(url):
        for bit in (piece,) if setter.text_width(piece, font, size) <= width else piece:
            if lines[-1] and setter.text_width(lines[-1] + bit, font, size) > width:
                lines.append("")
            lines[-1] += bit
    return lines


def _url_pieces(url: str) -> Iterator[str]:
    piece = ""
    for character in url:
        piece += character
        if character in "/-_&?=" or len(piece) >= 24:
            yield piece
            piece = ""
    if piece:
        yield piece


def _address(text: GuideText, top: float, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    """The published address in a frame, large enough to copy from."""
    paragraphs = [plain(text.address_heading, HEADING), plain(keep_together(text.address), ADDRESS)]
    if text.english:
        paragraphs.append(plain(text.english, SMALL))
    inset = 4.0
    bottom, flow = set_flow(paragraphs, LEFT + inset, top + 3, area.width - 2 * inset, setter)
    frame = Outline(Box.between(LEFT, top, area.right, bottom + 4), 0.35, 0.2)
    return bottom + 4, [frame, flow]


def _columns(text: GuideText, top: float, setter: Setter, area: Box, gap: float) -> tuple[float, list[Mark]]:
    width = (area.width - COLUMN_GAP) / 2
    marks: list[Mark] = []
    bottoms = []
    for number, sections in enumerate(text.columns):
        left = LEFT + number * (width + COLUMN_GAP)
        column_top = top
        for section in sections:
            height, content = _set_section(section, width, setter)
            marks.append(Flow(Box(left, column_top, width, height), content))
            bottom = column_top + height
            column_top = bottom + gap
        bottoms.append(column_top - gap)
    return max(bottoms), marks


def _wide(text: GuideText, top: float, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    height, content = _set_section(text.wide, area.width, setter)
    return top + height, [Flow(Box(LEFT, top, area.width, height), content)]


@lru_cache(maxsize=512)
def _set_section(section: Section, width: float, setter: Setter) -> tuple[float, tuple[object, ...]]:
    """Its height in mm, and what draws it."""
    return setter.stack((plain(section.heading, HEADING), *section.paragraphs), width)


def _closing(text: GuideText, top: float, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    paragraphs = [
        plain(text.closing, CLOSING),
        *((plain(text.sources, SOURCES),) if text.sources else ()),
    ]
    bottom, flow = set_flow(paragraphs, LEFT, top + 3, area.width, setter)
    return bottom, [Rule(LEFT, top, area.right, top, 0.25, 0.4), flow]
