"""Guide and list in large print: one column over as many pages as it needs; what stands where, in mm."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from letters.errors import DataError, Problem
from letters.layout.guide.organiser import NAME as ROW_NAME
from letters.layout.guide.organiser import ListRow, ListText, total
from letters.layout.guide.page import (
    ABOUT,
    ABOUT_HEADING,
    ADDRESS,
    GLOSS,
    HEADING,
    LATIN,
    LEAD,
    NAME,
    PHRASE,
    SAY,
    SMALL,
    STEP,
    WELCOME,
    GuideText,
    Section,
    banner,
    code_at,
    dotted,
    kept_area,
    kept_text,
    listed,
    named,
    set_flow,
)
from letters.layout.large_print import large_guide
from letters.links import host
from letters.marks import Fill, KeptPage, ListEntry, Mark, Outline, Paragraph, Rule, Setter, Text, plain
from letters.paper import Box, Paper
from letters.qr import CODE_WIDTH
from letters.russian.postal.block import hold_together
from letters.sentences import sentence

BANNER_HEIGHT = 11.0
BELOW_BANNER = 7.0
FOOT = 8.0  # for the number of the page
GAP = 1.6  # between the paragraphs of a section
SECTION_GAPS = (8.0, 6.0, 4.5)  # between sections; a narrower one where it saves a page
WELCOME_GAP = 3.0
SIZE = 16.0  # points, of single lines
TICK = 8.0  # the side of a box to tick
WRITING_LINE = 13.0  # mm above a line to write on
INSET, GROUND = 4.0, 0.92  # around what is to be left out, and the grey behind it

Group = tuple[Paragraph, ...]  # what stays together on a page
Part = tuple[float, Group, bool]  # the room above a group, the group, whether it stands on grey


def large_area(paper: Paper) -> Box:
    """Where the words of a kept page in large print stand, the number of the page below them."""
    area = kept_area(paper)
    return Box(area.left, area.top, area.width, area.height - FOOT)


def large_banner(words: str, setter: Setter, paper: Paper) -> Mark:
    """The black strip with type as large as its width allows, up to that of the page."""
    widest = (kept_area(paper).width - 6) / setter.text_width(words, "sans-bold", 1)
    return banner(words, paper, min(SIZE, math.floor(2 * widest) / 2), BANNER_HEIGHT)


def number_pages(pages: Sequence[KeptPage], name: str) -> tuple[KeptPage, ...]:
    """The pages with whose they are and «2/5» at the foot, so that a set can be put together again."""
    return tuple(_with_foot(page, f"{name} · {number}/{len(pages)}") for number, page in enumerate(pages, 1))


def _with_foot(page: KeptPage, words: str) -> KeptPage:
    foot = Text(page.width / 2, page.height - 12.5, words, "sans", SIZE, align="center")
    return replace(page, marks=(*page.marks, foot))


def layout_large_guide(text: GuideText, setter: Setter, paper: Paper) -> tuple[KeptPage, ...]:
    """The guide of one person in large print, the code on its first page."""
    strip, setter, area = large_banner(text.banner, setter, paper), large_guide(setter), large_area(paper)
    pages = min((_pages(text, gap, setter, area) for gap in SECTION_GAPS), key=len)
    return tuple(KeptPage(paper.width, paper.height, (strip, *page)) for page in pages)


def _pages(text: GuideText, section_gap: float, setter: Setter, area: Box) -> list[list[Mark]]:
    """What stands below the strip of each page."""
    top = area.top + BANNER_HEIGHT + BELOW_BANNER
    bottom, marks = _head(text, top, setter, area)
    _check(bottom, area)
    pages: list[list[Mark]] = [marks]
    for gap, group, on_grey in _parts(text, section_gap):
        end, some = _group_marks(group, on_grey, bottom + gap, setter, area)
        if end > area.bottom:
            pages.append([])
            end, some = _group_marks(group, on_grey, top, setter, area)
            _check(end, area)
        pages[-1] += some
        bottom = end
    return pages


def _group_marks(group: Group, on_grey: bool, top: float, setter: Setter, area: Box) -> tuple[float, list[Mark]]:
    inset = INSET if on_grey else 0
    end, flow = set_flow(group, area.left + inset, top + inset, area.width - 2 * inset, setter)
    ground = [Fill(Box.between(area.left, top, area.right, end + inset), GROUND)] if on_grey else []
    return end + inset, [*ground, flow]


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
    paragraphs += listed(text.small, SAY)
    if text.about:
        paragraphs += [plain(text.about_heading, ABOUT_HEADING), plain(kept_text(text.about), ABOUT)]
    bottom, flow = set_flow(paragraphs, area.left, top, width, setter)
    if text.code is None:
        return bottom, [flow]
    low, code = code_at(text.code, top, area.right)
    return max(bottom, low), [flow, code]


def _parts(text: GuideText, gap: float) -> Iterator[Part]:
    """All below the head in the order of reading."""
    if text.welcome:
        yield WELCOME_GAP, (plain(text.welcome, WELCOME),), False
    yield from _together(text.steps_heading or "", list(_steps(text)), gap)
    for section in (*text.columns[0], *text.columns[1], text.enclose):
        if section.on_grey:
            yield gap, (plain(section.heading, HEADING), *section.paragraphs), True
        else:
            yield from _together(section.heading, _kept_together(section), gap)
    address = plain(hold_together(text.address), LEAD if text.is_printed else ADDRESS)
    english = [(plain(text.english, SMALL),)] if text.english else []
    yield from _together(text.address_heading, [(address,), *english], gap)
    if text.code:
        yield from _together(text.code_caption, [(plain(host(text.code.url), LEAD),)], gap)
    yield gap, (plain(text.closing, LEAD),), False


def _steps(text: GuideText) -> Iterator[Group]:
    for number, step in enumerate(text.steps, 1):
        _, *rest = step.paragraphs
        yield (plain(f"{number}. {step.title}", STEP), *rest)


def _together(heading: str, parts: Sequence[Group], gap: float) -> Iterator[Part]:
    """A heading never stands at the foot of a page alone."""
    first, *rest = parts
    yield gap, (plain(heading, HEADING), *first), False
    yield from ((GAP, group, False) for group in rest)


def _kept_together(section: Section) -> list[Group]:
    """The paragraphs of a section: a Russian sentence with its meaning, what leads to a list with its first point."""
    parts: list[Group] = []
    for paragraph in section.paragraphs:
        before = parts[-1][-1] if parts else paragraph
        is_meaning = paragraph.style == GLOSS and before.style == PHRASE
        if is_meaning or (paragraph.bullet and not before.bullet):
            parts[-1] = (*parts[-1], paragraph)
        else:
            parts.append((paragraph,))
    return parts


def layout_large_list(rows: Sequence[ListRow], text: ListText, setter: Setter, paper: Paper) -> Iterator[KeptPage]:
    """The list in large print: the words of a person above the boxes, rows never broken, pages numbered."""
    strip, setter, area = large_banner(text.banner, setter, paper), large_guide(setter), large_area(paper)
    top = area.top + BANNER_HEIGHT + BELOW_BANNER
    head = [plain(text.heading, NAME), plain(total(rows, text), LEAD)]
    bottom, heading = set_flow(head, area.left, top, area.width, setter)
    marks: list[Mark] = [strip, heading]
    page, group = 1, None
    for number, row in enumerate(rows, 1):
        words = _row_words(number, row, row.group != group, setter, area)
        end, row_marks = _row(row, words, text, bottom + 4, setter, area)
        if end > area.bottom:
            yield _with_foot(KeptPage(paper.width, paper.height, tuple(marks)), text.page.format(page))
            page, marks = page + 1, [strip]
            end, row_marks = _row(row, _row_words(number, row, True, setter, area), text, top, setter, area)
            _check(end, area)
        marks.append(ListEntry(tuple(row_marks)))
        bottom, group = end, row.group
    yield _with_foot(KeptPage(paper.width, paper.height, tuple(marks)), text.page.format(page))


def _row_words(number: int, row: ListRow, is_headed: bool, setter: Setter, area: Box) -> list[Paragraph]:
    width = _words_width(row, area)
    heading = [plain(row.group, HEADING)] if row.group and is_headed else []
    so_far = [plain(row.so_far, LEAD)] if row.so_far else []
    note = [plain(row.note, STEP)] if row.note else []
    return [
        *heading,
        plain(f"{number}. {row.name}", ROW_NAME),
        *dotted((row.latin, row.index), LEAD, width, setter),
        plain(row.facility, LEAD),
        *so_far,
        *note,
    ]


def _words_width(row: ListRow, area: Box) -> float:
    return area.width - (CODE_WIDTH + 4 if row.code else 0)


def _row(
    row: ListRow, words: Sequence[Paragraph], text: ListText, top: float, setter: Setter, area: Box
) -> tuple[float, list[Mark]]:
    """The bottom of a row, and its marks: words, code, boxes with their captions, lines to write on, a line below."""
    low, marks = top, list[Mark]()
    if row.code:
        low, code = code_at(row.code, top + 2, area.right)
        marks.append(code)
    bottom, flow = set_flow(words, area.left, top, _words_width(row, area), setter)
    below = max(bottom + 3, low + 4 if row.code else 0)
    line = below + TICK + WRITING_LINE
    marks += [flow, *_boxes(text.boxes, below, setter, area), *_writing_lines(text, line, setter, area)]
    return line + 5, [*marks, Rule(area.left, line + 5, area.right, line + 5, 0.2, 0.5)]


def _boxes(captions: Sequence[str], top: float, setter: Setter, area: Box) -> Iterator[Mark]:
    left = area.left
    for caption in captions:
        yield Outline(Box(left, top, TICK, TICK), 0.4)
        yield Text(left + TICK + 2, top + TICK - 1.8, caption, "sans", SIZE)
        left += TICK + 2 + setter.text_width(caption, "sans", SIZE) + 8


def _writing_lines(text: ListText, line: float, setter: Setter, area: Box) -> Iterator[Mark]:
    """Who writes, on two thirds of the width, and the date."""
    middle = area.left + area.width * 2 / 3
    for caption, left, right in ((text.writer, area.left, middle - 5), (text.date, middle, area.right)):
        yield Text(left, line, caption, "sans", SIZE)
        yield Rule(left + setter.text_width(caption, "sans", SIZE) + 2, line, right, line, 0.2, 0.3)
