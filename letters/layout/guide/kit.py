"""The kit of an evening: a folded card for the table per person, and pages of rows for the host; kept, in mm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from letters.errors import DataError, Problem
from letters.layout.guide.page import BANNER_HEIGHT, TOP, banner, in_one_line, kept_text, set_flow
from letters.layout.large_print import Scaled
from letters.marks import (
    POINT,
    KeptPage,
    ListEntry,
    Mark,
    Outline,
    Page,
    Paragraph,
    Placed,
    Rule,
    Setter,
    Span,
    Style,
    plain,
)
from letters.paper import Box, Paper
from letters.sentences import sentence

MARGIN = 16.0
BOTTOM_MARGIN = 14.0
BOX = 5.5
BOX_PITCH = 10.0
ROW_GAP = 3.8
WIDEST_LABEL = 1.5  # times as wide: in large print, and on a page with few rows
PRICE = 26.0  # mm for a price by hand, at the right
SIZES = (1.3, 1.2, 1.1, 1.0, 0.92, 0.85)  # of the type: the largest with which a page for the host is one page
FOLD_GAP, STRIP, STRIP_SIZE = 1.5, 5.0, 9.0  # from the fold of a card to its strip; its height; its type
LARGEST_FIRST, LARGEST_NAME, LEAST_NAME = 60.0, 26.0, 16.0  # points, on a table card

HEADING = Style("serif-bold", 21, 25, space_after=2.5, role="title")
LEAD = Style("sans", 13, 17.5)
PART = Style("sans-bold", 13, 17.5, role="heading")
PRICE_CAPTION = Style("sans", 13, 17.5, "right")
ROW = Style("sans", 15, 20)
LABEL = Style("sans-bold", 15, 20, "right", role="label")  # on the line of ROW
CARD = Style("serif-bold", LARGEST_FIRST, LARGEST_FIRST * 1.15, "center", space_after=3, role="title")
NAME = Style("serif-bold", LARGEST_NAME, LARGEST_NAME * 1.2, "center", space_after=2)
SMALL = Style("sans", 15, 20, "center", space_after=2)
GREETING = Style("sans", 19, 25, "center", space_after=2)
ABOUT = Style("serif-italic", 15, 20, "center")


@dataclass(frozen=True, slots=True)
class TableCard:
    """What stands on the table for one person: neutral, nothing of the case."""

    first: str  # the given name, as people at the table can say it
    name: str
    small: tuple[str, ...]  # how to say it, year of birth
    greeting: str  # in Russian, to be copied
    about: str | None


@dataclass(frozen=True, slots=True)
class KitRow:
    """One row of a page for the host: a box to tick, a number in front, room for a price, or a heading."""

    spans: tuple[Span, ...]
    label: str | None = None
    box: bool = False
    price: str | None = None  # room for one; over the column the word for it
    style: Style = ROW


@dataclass(frozen=True, slots=True)
class KitPage:
    """A page for the host: the talk, the shopping list, the checklist."""

    heading: str
    lead: str | None
    rows: tuple[KitRow, ...]


def layout_card(card: TableCard, words: str, setter: Setter, paper: Paper) -> KeptPage:
    """A card that is folded along the middle of the sheet and stands on the table, the same on both sides.

    Raises DataError when its words do not fit.
    """
    face = Page(paper.width, paper.height / 2, _face(card, words, setter, paper))
    middle = paper.height / 2
    fold = (Rule(10, middle, 16, middle), Rule(paper.width - 16, middle, paper.width - 10, middle))
    other_side = Placed(face, paper.width, middle, 180, again=True)
    return KeptPage(paper.width, paper.height, (other_side, Placed(face, 0, middle), *fold))


def _face(card: TableCard, words: str, setter: Setter, paper: Paper) -> tuple[Mark, ...]:
    """One side of the card: the words half way between the black strip and the edge on which it stands."""
    width, top = paper.width - 2 * MARGIN, FOLD_GAP + STRIP + 6
    room = paper.height / 2 - BOTTOM_MARGIN - top
    for size in SIZES[3:]:
        smaller = setter if size == 1 else Scaled(setter, size)
        paragraphs = _card_words(card, width, smaller)
        height = smaller.height(paragraphs, width)
        if height <= room:
            strip = banner(words, paper, STRIP_SIZE, STRIP, FOLD_GAP)  # low: the person is what the card shows
            return strip, set_flow(paragraphs, MARGIN, top + (room - height) / 2, width, smaller)[1]
    what = sentence("the table card is {number:.0f} mm too long.", number=height - room)
    raise DataError(Problem("", what, sentence("Shorten `about` in the book."), code="card-too-long"))


def _card_words(card: TableCard, width: float, setter: Setter) -> list[Paragraph]:
    about = [Paragraph((Span(_balanced(kept_text(card.about), ABOUT, width, setter)),), ABOUT)] if card.about else []
    return [
        _fitted(card.first, CARD, LARGEST_FIRST / 2, width, setter),
        *(plain(text, SMALL) for text in card.small[:1]),
        _fitted(card.name, NAME, LEAST_NAME, width, setter),
        *(plain(text, SMALL) for text in card.small[1:]),
        plain(card.greeting, GREETING),
        *about,
    ]


def _fitted(text: str, style: Style, least: float, width: float, setter: Setter) -> Paragraph:
    """A name as large as one line of nine tenths of the width takes it, in no smaller type than `least`."""
    one_line = setter.height([plain("А", style)], width)
    size = style.font_size
    while (
        size > least
        and setter.height([plain(text, _sized(style, size))], 0.9 * width) > one_line * size / style.font_size + 0.1
    ):
        size -= 1
    return plain(text, _sized(style, size))


def _sized(style: Style, size: float) -> Style:
    return replace(style, font_size=size, leading=style.leading * size / style.font_size)


def _balanced(text: str, style: Style, width: float, setter: Setter) -> str:
    """The text with its lines, no more of them than it needs, about as long as each other."""
    height = setter.height([plain(text, style)], width)
    narrow = width
    while narrow > width / 2 and setter.height([plain(text, style)], narrow - 3) <= height:
        narrow -= 3
    return "\n".join(_lines(text, style, narrow, setter))


def _lines(text: str, style: Style, width: float, setter: Setter) -> Iterator[str]:
    one = setter.height([plain("А", style)], width)
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and setter.height([plain(longer, style)], width) > one * 1.5:
            yield line
            longer = word
        line = longer
    yield line


def layout_kit(page: KitPage, strip: Mark, setter: Setter, paper: Paper) -> Sequence[KeptPage]:
    """A page of rows for the host in type as large as it may be; several where the rows need them."""
    for size in SIZES:
        pages = list(_pages(page, strip, Scaled(setter, size) if size != 1 else setter, paper))
        if len(pages) == 1:
            return pages
    return list(_pages(page, strip, setter, paper))


def _pages(page: KitPage, strip: Mark, setter: Setter, paper: Paper) -> Iterator[KeptPage]:
    width, top = paper.width - 2 * MARGIN, TOP + BANNER_HEIGHT + 9
    lead = [plain(page.lead, LEAD)] if page.lead else []
    bottom, flow = set_flow([in_one_line(page.heading, HEADING, width, setter), *lead], MARGIN, top, width, setter)
    marks: list[Mark] = [strip, flow]
    bottom += 6
    for row in page.rows:
        end, row_marks = _row(row, page.rows, bottom, setter, paper)
        if end > paper.height - BOTTOM_MARGIN:
            yield KeptPage(paper.width, paper.height, tuple(marks))
            marks = [strip]
            end, row_marks = _row(row, page.rows, top, setter, paper)
        marks += row_marks
        bottom = end + ROW_GAP
    yield KeptPage(paper.width, paper.height, tuple(marks))


def _row(
    row: KitRow, rows: Sequence[KitRow], top: float, setter: Setter, paper: Paper
) -> tuple[float, tuple[Mark, ...]]:
    """The bottom of a row, and its marks; boxes, numbers and prices stand in columns of their own."""
    right = paper.width - MARGIN
    if not (row.box or row.label):
        bottom, flow = set_flow([Paragraph(row.spans, row.style)], MARGIN, top, right - MARGIN, setter)
        caption = (
            set_flow([plain(row.price, PRICE_CAPTION)], MARGIN, top, right - MARGIN, setter)[1:] if row.price else ()
        )
        return bottom, (flow, *caption)
    line = setter.height([plain("А", ROW)], right)
    box = BOX * max(1, line / (ROW.leading * POINT))
    boxes = box + BOX_PITCH - BOX if any(row.box for row in rows) else 0
    left = MARGIN + boxes + (_label_width(rows, setter) if any(row.label for row in rows) else 0)
    prices = PRICE if any(row.price is not None for row in rows) else 0
    bottom, flow = set_flow([Paragraph(row.spans, row.style)], left, top, right - prices - left, setter)
    marks: list[Mark] = []
    if row.box:
        marks.append(Outline(Box(MARGIN, top + (line - box) / 2 + 0.3, box, box), 0.35))
    if row.label:
        marks.append(set_flow([plain(row.label, LABEL)], MARGIN, top, left - MARGIN - 3, setter)[1])
    marks.append(flow)
    if row.price is not None:
        marks.append(Rule(right - PRICE + 5, top + 0.85 * line, right, top + 0.85 * line, 0.2, 0.4))
    return bottom, (ListEntry(tuple(marks)),)


def _label_width(rows: Sequence[KitRow], setter: Setter) -> float:
    return 3 + WIDEST_LABEL * max(setter.text_width(row.label or "", LABEL.font, LABEL.font_size) for row in rows)
