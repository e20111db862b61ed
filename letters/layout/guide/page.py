"""The writer's guide: one page per person that stays on the table; what stands where, in mm."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from letters.errors import DataError, Problem
from letters.layout.large_print import Scaled
from letters.links import host
from letters.marks import (
    Code,
    CodeOnPage,
    Fill,
    Flow,
    KeptPage,
    ListEntry,
    Mark,
    Outline,
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
from letters.russian.postal.block import hold_together
from letters.russian.typography import NO_BREAK
from letters.sentences import sentence

LEFT, TOP = 16.0, 12.0
BOTTOM_MARGIN = 11.0
GAPS = (6.4, 5.6, 4.8, 4.0, 3.2, 2.4)  # mm between the parts; the narrower ones for a page that would be too long
SIZES, SMALLER = (1.0, 0.96), (0.92, 0.88, 0.84)  # of the type, tried in turn
LEAST = 9.0  # points; no type is set smaller
COLUMN_GAP = 9.0
STEP_GAP, STEP_INDENT = 5.0, 8.0  # between the three steps; from the figure of one to its words
STEP_PARTS = (0.36, 0.34, 0.3)  # of the width; the first one has the greeting
INSET, GROUND = 3.0, 0.92  # around what is to be left out, and the grey behind it
BANNER_HEIGHT = 9.0
HALF_A_CAPITAL = 0.132  # mm by the size in points

NAME = Style("serif-bold", 23, 26, space_after=1.4, role="title")
LATIN = Style("serif", 13, 16, space_after=0.6)
SAY = Style("sans", 10.5, 13.5, space_after=2.0)
ABOUT = Style("sans", 12.5, 16.5, space_after=2.2)
WELCOME = Style("serif-italic", 11.5, 15)
HEADING = Style("serif-bold", 12.5, 16, space_after=0.8, role="heading")
ABOUT_HEADING = replace(HEADING, space_after=0.2)
LEAD = Style("sans", 9.5, 12.2, space_after=0.9)
POINT = Style("sans", 9.5, 12.2, hanging=3.6, space_after=0.7)
STEP = Style("sans-bold", 10.5, 14, space_after=0.4)
ADDRESS = Style("sans", 12.5, 18, space_after=1.6)
CLOSING = replace(LEAD, space_after=0.2)
SMALL = Style("sans", 9, 11.8)
PHRASE = Style("sans", 12.5, 15.5)  # whatever is copied by hand
CAPTION = Style("sans", LEAST, 11, "right")
GLOSS = Style("sans", 9.5, 11.6, grey=0.2, space_after=0.9)
NAME_PARTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # of the size of a name that would be broken
LEAST_NAME = 16.0  # points, of a name in one line
SURELY_WHOLE = 16  # letters; a word as short fits a line in every size


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A heading with what stands under it; equal only to itself, for what many people read is set once."""

    heading: str
    paragraphs: tuple[Paragraph, ...]
    on_grey: bool = False  # found at a glance

    @property
    def inset(self) -> float:
        """Mm from the edge of what it covers to its words."""
        return INSET if self.on_grey else 0


@dataclass(frozen=True, slots=True)
class Step:
    """One of the three steps of a letter; `copied` is Russian that is written down as it stands."""

    title: str
    copied: str | None
    text: tuple[Span, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What stands beside the figure."""
        copied = (plain(self.copied, PHRASE),) if self.copied else ()
        return plain(self.title, STEP), *copied, Paragraph(self.text, LEAD)


@dataclass(frozen=True, slots=True)
class GuideText:
    """All words of one guide, already in the writer's language and filled in for one person."""

    banner: str
    name: str
    latin: str
    small: tuple[str, ...]  # how to say it, year of birth
    about_heading: str
    about: str | None
    welcome: str | None
    steps_heading: str | None
    steps: tuple[Step, ...]
    columns: tuple[tuple[Section, ...], tuple[Section, ...]]
    enclose: Section  # what goes into the envelope
    address_heading: str
    address: str  # as published
    is_printed: bool  # the address, on envelopes of the run: nobody copies it by hand
    english: str | None
    closing: str
    code_caption: str
    code: CodeOnPage | None
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


def layout_guide(text: GuideText, setter: Setter, paper: Paper = A4) -> KeptPage:
    """The guide of one person; raises DataError when its words do not fit one page."""
    area = kept_area(paper)
    bottom = area.bottom
    for words, size in _tries(text):
        scaled = setter if size == 1 else Scaled(setter, size, LEAST)
        bottom, marks = _widest(words, scaled, area)
        if bottom <= area.bottom:
            return KeptPage(paper.width, paper.height, (banner(text.banner, paper), *marks))
    what = sentence("the guide is {number} mm too long for one page.", number=math.ceil(bottom - area.bottom))
    hint = sentence("Shorten `about`, `english` or the link of `case` in the book.")
    raise DataError(Problem("", what, hint, code="guide-too-long"))


def _tries(text: GuideText) -> Iterator[tuple[GuideText, float]]:
    """The text and the size of its type, as long as a page is too long; in small type some of it gives way in turn."""
    whole = (text, replace(text, english=None)) if text.is_printed else (text,)
    bare = replace(whole[-1], welcome=None, steps_heading=None)
    shorter = (whole[-1], bare, replace(bare, english=None)) if text.made else (whole[-1], bare)
    yield from ((words, size) for size in SIZES for words in whole)
    yield from ((words, size) for size in SMALLER for words in shorter)


def _widest(text: GuideText, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    """All that stands below the banner, with the widest gaps that leave it on the page; and its bottom in mm.

    A bottom below the area says that even the narrowest gaps are too wide.
    """
    tried = _parts(text, setter, GAPS[0], area)
    if tried[0] <= area.bottom:
        return tried
    narrowest = _parts(text, setter, GAPS[-1], area)
    if narrowest[0] > area.bottom:
        return narrowest
    between = (_parts(text, setter, gap, area) for gap in GAPS[1:-1])
    return next((tried for tried in between if tried[0] <= area.bottom), narrowest)


def _parts(text: GuideText, setter: Setter, gap: float, area: Box) -> tuple[float, list[Mark]]:
    """All that stands below the banner, and the bottom it reaches in mm."""
    marks: list[Mark] = []
    top = TOP + BANNER_HEIGHT + 7
    for part in (_head, _steps, partial(_columns, gap=gap), _address, _closing):
        bottom, part_marks = part(text, top, setter, area)
        marks += part_marks
        top = bottom + gap
    return top - gap, marks


def banner(
    words: str, paper: Paper = A4, font_size: float = 12, height: float = BANNER_HEIGHT, top: float = TOP
) -> Mark:
    """The black strip that says this page is not for the post."""
    box = Box.between(LEFT, top, paper.width - LEFT, top + height)
    baseline = top + height / 2 + font_size * HALF_A_CAPITAL
    return Shared((Fill(box), Text(paper.width / 2, baseline, words, "sans-bold", font_size, 1, "center")))


def set_flow(
    paragraphs: Sequence[Paragraph], left: float, top: float, width: float, setter: Setter
) -> tuple[float, Flow]:
    """Paragraphs set downwards from a point, with the bottom they reach in mm."""
    height, content = _stacked(tuple(paragraphs), width, setter)
    return top + height, Flow(Box(left, top, width, height), content)


@lru_cache(maxsize=1024)
def _stacked(paragraphs: tuple[Paragraph, ...], width: float, setter: Setter) -> tuple[float, tuple[object, ...]]:
    """Their height in mm, and what draws them; much is the same for many people, and for a page that is tried again."""
    return setter.stack(paragraphs, width)


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


def _name_style(name: str, width: float, setter: Setter) -> Style:
    """The style of a name, smaller where that saves a line."""
    needed = 0.98 * width / setter.text_width(name, NAME.font, 1)
    size = min(NAME.font_size, needed) if needed >= LEAST_NAME else NAME.font_size
    return replace(NAME, font_size=size, leading=NAME.leading * size / NAME.font_size)


def dotted(words: Sequence[str], style: Style, width: float, setter: Setter) -> list[Paragraph]:
    """Short texts with a dot between them where one line holds them all, else each on lines of its own."""
    line = plain(f"{NO_BREAK}· ".join(words), style)
    return [line] if words and _is_one_line(line, width, setter) else listed(words, style)


@lru_cache(maxsize=1024)
def kept_text(text: str) -> str:
    """A text of a kept page whose lines end well, in any language.

    None ends with «в», «w», «a» or with a number alone, none begins with a dash, and the last one is no short word.
    """
    return _HELD.sub(NO_BREAK, text)


_HELD = re.compile(r"(?<=(?<![\w’'-])[^\W\d_]) (?=\w)|(?<=\d) (?=[^\W\d_])| (?=[—–] )| (?=\S{1,6}$)")


def listed(words: Sequence[str], style: Style) -> list[Paragraph]:
    """Short texts one below the other, with no more room between them than between lines."""
    return [plain(text, replace(style, space_after=0)) for text in words[:-1]] + [
        plain(text, style) for text in words[-1:]
    ]


def in_one_line(text: str, style: Style, width: float, setter: Setter) -> Paragraph:
    """A heading or a caption; where one line does not hold it, it is broken behind its colon or question mark."""
    line = plain(text, style)
    return line if _is_one_line(line, width, setter) else plain(_SENTENCE_SIGN.sub("\n", text, count=1), style)


def _is_one_line(text: Paragraph, width: float, setter: Setter) -> bool:
    return setter.height([text], width) <= setter.height([plain("А", text.style)], width)


_SENTENCE_SIGN = re.compile(r"(?<=[:?]) ")


def _head(text: GuideText, top: float, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    """Who this is, on the left; the QR code, on the right."""
    width = area.width - (CODE_WIDTH + 8 if text.code else 0)
    paragraphs = [named(text.name, _name_style(text.name, width, setter), width, setter), plain(text.latin, LATIN)]
    paragraphs += dotted(text.small, SAY, width, setter)
    if text.about:
        paragraphs += [plain(text.about_heading, ABOUT_HEADING), plain(kept_text(text.about), ABOUT)]
    paragraphs += [plain(text.welcome, WELCOME)] if text.welcome else []
    bottom, flow = set_flow(paragraphs, LEFT, top, width, setter)
    marks: list[Mark] = [flow]
    if text.code:
        lowest, code_marks = _code(text.code, text.code_caption, top, setter, area.right)
        marks += code_marks
        bottom = max(bottom, lowest)
    return bottom, marks


def _code(code: CodeOnPage, caption: str, top: float, setter: Setter, right: float) -> tuple[float, tuple[Mark, ...]]:
    """The code, what it is, and where it leads: the host alone, for nobody types the rest."""
    below, mark = code_at(code, top, right)
    left, width = right - CODE_WIDTH, CODE_WIDTH + 3 - QUIET_ZONE * mark.module
    words = [in_one_line(caption, replace(CAPTION, font="sans-bold"), width, setter), plain(host(code.url), CAPTION)]
    bottom, flow = set_flow(words, left - 3, below, width, setter)
    return bottom, (mark, flow)


def code_at(code: CodeOnPage, top: float, right: float) -> tuple[float, Code]:
    """The bottom of the code, without its quiet zone, and the code, its quiet zone against the right edge."""
    module = CODE_WIDTH / (code.size + 2 * QUIET_ZONE)
    left = right - CODE_WIDTH + QUIET_ZONE * module
    return top - 2 + (code.size + QUIET_ZONE) * module, code.at(left, top - 2, module)


def _steps(text: GuideText, top: float, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    """Three steps side by side, each with its figure."""
    marks: list[Mark] = []
    if text.steps_heading:
        top, heading = set_flow([plain(text.steps_heading, HEADING)], LEFT, top, area.width, setter)
        marks.append(heading)
    left, bottoms = LEFT, []
    for number, (step, part) in enumerate(zip(text.steps, STEP_PARTS, strict=True), 1):
        width = part * (area.width + STEP_GAP) - STEP_GAP
        bottom, flow = set_flow(step.paragraphs, left + STEP_INDENT, top + 1, width - STEP_INDENT, setter)
        figure = Text(left, top + 7.8, str(number), "serif-bold", 26, role="label")
        marks.append(ListEntry((figure, flow)))
        bottoms.append(bottom)
        left += width + STEP_GAP
    return max(bottoms), marks


def _address(text: GuideText, top: float, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    """The published address: in a frame, large enough to copy from, or small where it is printed on the envelope."""
    address = hold_together(text.address)
    if text.is_printed:
        spans = (Span(text.address_heading, "sans-bold"), Span(f" {address}"))
        english = [plain(text.english, SMALL)] if text.english else []
        bottom, flow = set_flow([Paragraph(spans, SMALL), *english], LEFT, top, area.width, setter)
        return bottom, [flow]
    paragraphs = [plain(text.address_heading, HEADING), plain(address, ADDRESS)]
    if text.english:
        paragraphs.append(plain(text.english, SMALL))
    inset = 4.0
    bottom, flow = set_flow(paragraphs, LEFT + inset, top + 2, area.width - 2 * inset, setter)
    frame = Outline(Box.between(LEFT, top, area.right, bottom + 3), 0.35, 0.2)
    return bottom + 3, [frame, flow]


def _columns(text: GuideText, top: float, setter: Setter, area: Box, gap: float) -> tuple[float, list[Mark]]:
    """Both columns, and what goes into the envelope: below one of them or across both, whichever is lowest."""
    width, (left, right) = (area.width - COLUMN_GAP) / 2, text.columns
    bottom_of = partial(_bottom, top=top, width=width, setter=setter, gap=gap)
    below_right, below_left = (*right, text.enclose), (*left, text.enclose)
    lowest = max(bottom_of(left), bottom_of(right)) + gap
    bottom, columns = min(
        (max(bottom_of(left), bottom_of(below_right)), (left, below_right)),
        (max(bottom_of(below_left), bottom_of(right)), (below_left, right)),
        (_bottom((text.enclose,), lowest, area.width, setter, gap), text.columns),
        key=lambda tried: tried[0],
    )
    marks: list[Mark] = []
    for number, sections in enumerate(columns):
        marks += _column(sections, LEFT + number * (width + COLUMN_GAP), top, width, setter, gap)
    if columns is text.columns:
        marks += _column((text.enclose,), LEFT, lowest, area.width, setter, gap)
    return bottom, marks


def _bottom(sections: tuple[Section, ...], top: float, width: float, setter: Setter, gap: float) -> float:
    """What sections below each other reach in mm."""
    bottom = top - gap
    for section in sections:
        bottom += gap + _set_section(section, width, setter)[0]
    return bottom


def _column(
    sections: tuple[Section, ...], left: float, top: float, width: float, setter: Setter, gap: float
) -> Iterator[Mark]:
    """Sections below each other."""
    for section in sections:
        height, content = _set_section(section, width, setter)
        inset = section.inset
        if section.on_grey:
            yield Fill(Box(left, top, width, height), GROUND)
        yield Flow(Box(left + inset, top + inset, width - 2 * inset, height - 2 * inset), content)
        top += height + gap


@lru_cache(maxsize=512)
def _set_section(section: Section, width: float, setter: Setter) -> tuple[float, tuple[object, ...]]:
    """Its height in mm, its ground included, and what draws it."""
    words = (plain(section.heading, HEADING), *section.paragraphs)
    height, content = setter.stack(words, width - 2 * section.inset)
    return height + 2 * section.inset, content


def _closing(text: GuideText, top: float, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    bottom, flow = set_flow((plain(text.closing, CLOSING),), LEFT, top + 2.5, area.width, setter)
    return bottom, [Rule(LEFT, top, area.right, top, 0.2, 0.5), flow]
