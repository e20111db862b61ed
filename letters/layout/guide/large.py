"""Guide and list in large print: one column over as many pages as it needs; what stands where, in mm."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from letters.errors import DataError, Problem
from letters.layout.guide.organiser import NAME as ROW_NAME
from letters.layout.guide.organiser import ListRow, ListText
from letters.layout.guide.page import (
    ABOUT,
    ADDRESS,
    BANNER_HEIGHT,
    GLOSS,
    HEADING,
    LATIN,
    LEAD,
    NAME,
    PHRASE,
    SAY,
    SMALL,
    SOURCES,
    GuideText,
    Section,
    banner,
    kept_area,
    named,
    set_flow,
    url_lines,
)
from letters.layout.large_print import large_guide
from letters.marks import CodeOnPage, Mark, Outline, Page, Paragraph, Rule, Setter, Text, plain
from letters.paper import Box, Paper
from letters.qr import CODE_WIDTH, QUIET_ZONE
from letters.russian.typography import keep_together
from letters.sentences import sentence

BELOW_BANNER = 8.0
GAP = 1.6  # between the paragraphs of a section
SECTION_GAP = 8.0
SIZE = 16.0  # points, of single lines
TICK = 7.0  # the side of a box to tick

Group = tuple[Paragraph, ...]  # what stays together on a page


def layout_large_guide(text: GuideText, setter: Setter, paper: Paper) -> tuple[Page, ...]:
    """The guide of one person in large print, the code on its first page; the sources give way to a page less."""
    pages, bare = (_laid_out(words, large_guide(setter), paper) for words in (text, replace(text, sources=None)))
    return bare if len(bare) < len(pages) else pages


def _laid_out(text: GuideText, setter: Setter, paper: Paper) -> tuple[Page, ...]:
    area = kept_area(paper)
    top = area.top + BANNER_HEIGHT + BELOW_BANNER
    bottom, marks = _head(text, top, setter, area)
    _check(bottom, area)
    pages: list[list[Mark]] = [marks]
    for gap, group in _groups(text, setter, area):
        end, flow = set_flow(group, area.left, bottom + gap, area.width, setter)
        if end > area.bottom:
            pages.append([])
            end, flow = set_flow(group, area.left, top, area.width, setter)
            _check(end, area)
        pages[-1].append(flow)
        bottom = end
    return tuple(Page(paper.width, paper.height, (banner(text.banner, paper), *page)) for page in pages)


def _check(bottom: float, area: Box) -> None:
    """Raise DataError for what is longer than a page."""
    if bottom > area.bottom:
        what = sentence(
            "a part of the guide is {number} mm too long for one page in large print.",
            number=math.ceil(bottom - area.bottom),
        )
        hint = sentence("Shorten `about`, `english` or the link of `case` in the book.")
        raise DataError(Problem("", what, hint, code="guide-too-long"))


def _head(text: GuideText, top: float, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    """Who this is on the left, the code on the right."""
    width = area.width - (CODE_WIDTH + 8 if text.code else 0)
    paragraphs = [named(text.name, NAME, width, setter), plain(text.latin, LATIN)]
    paragraphs += [plain(words, SAY) for words in text.small]
    paragraphs += [plain(text.about, ABOUT)] if text.about else []
    bottom, flow = set_flow(paragraphs, area.left, top, width, setter)
    if text.code is None:
        return bottom, [flow]
    code, low = _code(text.code, top, area.right)
    return max(bottom, low), [flow, code]


def _code(code: CodeOnPage, top: float, right: float) -> tuple[Mark, float]:
    """The code against the right edge, and the bottom of its quiet zone."""
    module = CODE_WIDTH / (code.size + 2 * QUIET_ZONE)
    quiet = QUIET_ZONE * module
    return code.at(right - CODE_WIDTH + quiet, top - 2, module), top - 2 + CODE_WIDTH - quiet


def _groups(text: GuideText, setter: Setter, area: Box) -> Iterator[tuple[float, Group]]:
    """All below the head in the order of reading, each with the room above it."""
    english = [(plain(text.english, SMALL),)] if text.english else []
    yield from _together(text.address_heading, [(plain(keep_together(text.address), ADDRESS),), *english])
    for section in (*text.columns[0], *text.columns[1], text.wide):
        yield from _together(section.heading, _parts(section))
    if text.code:
        link = "\n".join(url_lines(text.code.url, area.width - 2, setter, "sans", SIZE * 1.05))
        yield from _together(text.code_caption, [(plain(link, LEAD),)])
    yield SECTION_GAP, (plain(text.closing, LEAD), *((plain(text.sources, SOURCES),) if text.sources else ()))


def _together(heading: str, parts: Sequence[Group]) -> Iterator[tuple[float, Group]]:
    """A heading never stands at the foot of a page alone."""
    first, *rest = parts
    yield SECTION_GAP, (plain(heading, HEADING), *first)
    yield from ((GAP, group) for group in rest)


def _parts(section: Section) -> list[Group]:
    """The paragraphs of a section, a Russian sentence with its meaning."""
    parts: list[Group] = []
    for paragraph in section.paragraphs:
        if paragraph.style == GLOSS and parts and parts[-1][-1].style == PHRASE:
            parts[-1] = (*parts[-1], paragraph)
        else:
            parts.append((paragraph,))
    return parts


def layout_large_list(rows: Iterable[ListRow], text: ListText, setter: Setter, paper: Paper) -> Iterator[Page]:
    """The list in large print: the words of a person above the boxes, rows never broken."""
    setter = large_guide(setter)
    area = kept_area(paper)
    top = area.top + BANNER_HEIGHT + BELOW_BANNER
    bottom, heading = set_flow([plain(text.heading, NAME)], area.left, top, area.width, setter)
    marks: list[Mark] = [banner(text.banner, paper), heading]
    group = None
    for row in rows:
        words = _row_words(row, row.group != group)
        end, row_marks = _row(row, words, text.boxes, bottom + 4, setter, area)
        if end > area.bottom:
            yield Page(paper.width, paper.height, tuple(marks))
            marks = [banner(text.banner, paper)]
            end, row_marks = _row(row, _row_words(row, True), text.boxes, top, setter, area)
            _check(end, area)
        marks += row_marks
        bottom, group = end, row.group
    yield Page(paper.width, paper.height, tuple(marks))


def _row_words(row: ListRow, is_headed: bool) -> list[Paragraph]:
    heading = [plain(row.group, HEADING)] if row.group and is_headed else []
    more = [plain(text, LEAD) for text in (row.so_far, row.note) if text]
    return [
        *heading,
        plain(row.name, ROW_NAME),
        plain(f"{row.latin} · {row.index}", LEAD),
        plain(row.facility, LEAD),
        *more,
    ]


def _row(
    row: ListRow, words: Sequence[Paragraph], boxes: Sequence[str], top: float, setter: Setter, area: Box
) -> tuple[float, list[Mark]]:
    """The bottom of a row, and its marks: words, code, boxes with their captions, a line under all."""
    low, marks = top, list[Mark]()
    if row.code:
        code, low = _code(row.code, top + 2, area.right)
        marks.append(code)
    bottom, flow = set_flow(words, area.left, top, area.width - (CODE_WIDTH + 4 if row.code else 0), setter)
    below = max(bottom + 3, low + 4 if row.code else 0)
    marks += [flow, *_boxes(boxes, below, setter, area)]
    end = below + TICK + 4
    return end, [*marks, Rule(area.left, end, area.right, end, 0.3, 0.3)]


def _boxes(captions: Sequence[str], top: float, setter: Setter, area: Box) -> Iterator[Mark]:
    left = area.left
    for caption in captions:
        yield Outline(Box(left, top, TICK, TICK), 0.4)
        yield Text(left + TICK + 2, top + TICK - 1.2, caption, "sans", SIZE)
        left += TICK + 2 + setter.text_width(caption, "sans", SIZE) + 8
