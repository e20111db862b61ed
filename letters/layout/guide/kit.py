"""The kit of an evening: a folded card for the table per person, and pages of rows for the host; kept, in mm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from letters.errors import DataError, Problem
from letters.layout.guide.page import BANNER_HEIGHT, TOP, banner, set_flow
from letters.marks import Mark, Outline, Page, Paragraph, Placed, Rule, Setter, Span, Style, plain
from letters.paper import Box, Paper
from letters.sentences import sentence

MARGIN = 16.0
BOTTOM_MARGIN = 14.0
BOX = 5.5
BOX_PITCH = 11.0
ROW_GAP = 3.8
WIDEST_LABEL = 1.35  # times as wide: in large print
LARGEST_NAME, LEAST_NAME = 40.0, 20.0  # points, on a table card

HEADING = Style("serif-bold", 21, 25, space_after=2.5)
LEAD = Style("sans", 13, 17.5)
ROW = Style("sans", 15, 20)
LABEL = Style("sans-bold", 15, 20, "right")  # on the line of ROW
NAME = Style("serif-bold", LARGEST_NAME, LARGEST_NAME * 1.15, "center", space_after=3)
LATIN = Style("serif", 19, 24, "center", space_after=3)
SMALL = Style("sans", 13, 18, "center", space_after=4, grey=0.2)
ABOUT = Style("serif-italic", 15, 20, "center")


@dataclass(frozen=True, slots=True)
class TableCard:
    """What stands on the table for one person: neutral, nothing of the case."""

    name: str
    latin: str
    small: tuple[str, ...]  # year of birth, how to say it
    about: str | None


@dataclass(frozen=True, slots=True)
class KitRow:
    """One row of a page for the host: a box to tick, a number in front, or neither."""

    spans: tuple[Span, ...]
    label: str | None = None
    box: bool = False


@dataclass(frozen=True, slots=True)
class KitPage:
    """A page for the host: the talk, the shopping list, the checklist."""

    heading: str
    lead: str | None
    rows: tuple[KitRow, ...]


def layout_card(card: TableCard, words: str, setter: Setter, paper: Paper) -> Page:
    """A card that is folded along the middle of the sheet and stands on the table, the same on both sides.

    Raises DataError when its words do not fit.
    """
    face = Page(paper.width, paper.height / 2, _face(card, words, setter, paper))
    middle = paper.height / 2
    fold = (Rule(10, middle, 16, middle), Rule(paper.width - 16, middle, paper.width - 10, middle))
    return Page(paper.width, paper.height, (Placed(face, paper.width, middle, 180), Placed(face, 0, middle), *fold))


def _face(card: TableCard, words: str, setter: Setter, paper: Paper) -> tuple[Mark, ...]:
    """One side of the card: the words half way between the black strip and the edge on which it stands."""
    width, top = paper.width - 2 * MARGIN, TOP + BANNER_HEIGHT + 6
    room = paper.height / 2 - BOTTOM_MARGIN - top
    paragraphs = _card_words(card, width, setter)
    height = setter.height(paragraphs, width)
    if height > room:
        what = sentence("the table card is {number:.0f} mm too long.", number=height - room)
        raise DataError(Problem("", what, sentence("Shorten `about` in the book."), code="card-too-long"))
    return banner(words, paper), set_flow(paragraphs, MARGIN, top + (room - height) / 2, width, setter)[1]


def _card_words(card: TableCard, width: float, setter: Setter) -> list[Paragraph]:
    size = min(LARGEST_NAME, max(LEAST_NAME, width / setter.text_width(card.name, "serif-bold", 1)) - 0.5)
    name = replace(NAME, font_size=size, leading=size * 1.15)
    about = [plain(card.about, ABOUT)] if card.about else []
    return [plain(card.name, name), plain(card.latin, LATIN), *(plain(text, SMALL) for text in card.small), *about]


def layout_kit(page: KitPage, words: str, setter: Setter, paper: Paper) -> Iterator[Page]:
    """A page of rows for the host, or several where the rows need them."""
    head = [plain(page.heading, HEADING), *([plain(page.lead, LEAD)] if page.lead else ())]
    top = TOP + BANNER_HEIGHT + 9
    bottom, flow = set_flow(head, MARGIN, top, paper.width - 2 * MARGIN, setter)
    marks: list[Mark] = [banner(words, paper), flow]
    bottom += 6
    for row in page.rows:
        end, row_marks = _row(row, page.rows, bottom, setter, paper)
        if end > paper.height - BOTTOM_MARGIN:
            yield Page(paper.width, paper.height, tuple(marks))
            marks = [banner(words, paper)]
            end, row_marks = _row(row, page.rows, top, setter, paper)
        marks += row_marks
        bottom = end + ROW_GAP
    yield Page(paper.width, paper.height, tuple(marks))


def _row(
    row: KitRow, rows: Sequence[KitRow], top: float, setter: Setter, paper: Paper
) -> tuple[float, tuple[Mark, ...]]:
    """The bottom of a row, and its marks; boxes and numbers stand in columns of their own."""
    boxes = BOX_PITCH if any(row.box for row in rows) else 0
    left = MARGIN + boxes + (_label_width(rows, setter) if any(row.label for row in rows) else 0)
    bottom, flow = set_flow([Paragraph(row.spans, ROW)], left, top, paper.width - MARGIN - left, setter)
    marks: list[Mark] = [flow]
    if row.box:
        marks.append(Outline(Box(MARGIN, top + 0.9, BOX, BOX), 0.35))
    if row.label:
        marks.append(set_flow([plain(row.label, LABEL)], MARGIN, top, left - MARGIN - 4, setter)[1])
    return bottom, tuple(marks)


def _label_width(rows: Sequence[KitRow], setter: Setter) -> float:
    return 4 + WIDEST_LABEL * max(setter.text_width(row.label or "", LABEL.font, LABEL.font_size) for row in rows)
