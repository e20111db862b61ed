"""The letter: greeting, text or ruled lines, closing, and the reply sheet; what stands where, in mm."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, repeat
from textwrap import wrap

from letters.errors import DataError, Problem
from letters.marks import Align, CodeOnPage, Flow, Mark, Page, Paragraph, Rule, Setter, Shared, Span, Style, Text
from letters.paper import A4, Box, Paper
from letters.qr import QUIET_ZONE
from letters.sentences import sentence
from letters.wording import Block, BlockKind

LEFT, TOP = 25.0, 28.0  # edges of the text area
RIGHT_MARGIN, BOTTOM_MARGIN = 20.0, 19.0
HEADER_BASELINE, HEADER_SIZE = 18.0, 9.0  # mm; points
RULING = 9.0  # mm between lines for handwriting
CLOSING_GAP = 4.0  # mm between a printed text and its closing
RULE_GREY = 0.6  # still there on a photocopy
RULE = 0.11  # mm: 0.3 points
SIGNATURE = 60.0  # mm of ruled line to sign on
REPLY_TOP = 30.0  # the first line of the sheet for the answer
BELOW_BASELINE = 2.0  # what hangs below the last line of print, mm
MOST_SHEETS = 20

STYLES: dict[BlockKind, Style] = {
    "right": Style("serif", 12, 17, "right", space_after=8),
    "greeting": Style("serif", 15, 20, "left", space_after=5),
    "text": Style("serif", 12.5, 17.5, "justify", indent=7.5, space_after=1.2),
}
CLOSING = Style("serif", 12.5, 17.5, "left")


@dataclass(frozen=True, slots=True)
class Foot:
    """Marks at the foot of a letter's last sheet and the height they need (a QR code or a stub)."""

    marks: tuple[Mark, ...] = ()
    height: float = 0


@dataclass(frozen=True, slots=True)
class Head:
    """Marks on a letter's first sheet (an address for a window), and where its text begins."""

    marks: tuple[Mark, ...] = ()
    top: float = TOP


def text_area(paper: Paper) -> Box:
    """Where the text of a letter stands."""
    return Box.between(LEFT, TOP, paper.width - RIGHT_MARGIN, paper.height - BOTTOM_MARGIN)


def layout_letter(
    blocks: Sequence[Block],
    header: str,
    setter: Setter,
    foot: Foot = Foot(),
    head: Head = Head(),
    ruling: float = RULING,
    paper: Paper = A4,
    align: Align = "justify",
) -> tuple[Page, ...]:
    """A letter over as many pages as it needs; `header` («Зимину Д. С., 2003 г. р.») stands on each.

    Blocks before the page-filling ruled block flow down; the rest stands at the foot of the last page.
    Raises DataError beyond twenty sheets.
    """
    area = text_area(paper)
    before, after, ruled = _parts(blocks)
    closing = _closing_rows(after, setter, ruling, area)
    closing_height = sum(height for _, height in closing)
    bottom = area.bottom - foot.height
    gap = ruling if ruled else CLOSING_GAP
    boxes = _boxes(_aligned(before, align), gap + closing_height, (head.top, bottom), ruled, setter, area)
    check_sheets(len(boxes))
    used = setter.content_height(boxes[-1], area.width)
    tops = [head.top, *repeat(TOP, len(boxes) - 1)]
    bodies: list[tuple[Mark, ...]] = [
        (_flow_mark(box, top, area),) if box else () for box, top in zip(boxes, tops, strict=True)
    ]
    closing_top = bottom - closing_height if ruled else tops[-1] + used + gap
    above = STYLES[before[-1].kind].space_after if before and boxes[-1] else 0
    first_rule = tops[-1] + used - above - BELOW_BASELINE + ruling
    lines = rules(first_rule, closing_top - 3, ruling, area) if ruled else ()
    bodies[0] += head.marks
    bodies[-1] += (*lines, *_closing_marks(closing, closing_top, setter, ruling, area), *foot.marks)
    return sheets_of(bodies, header, paper)


def check_sheets(count: int) -> None:
    """Raise DataError for a letter of more than twenty sheets."""
    if count > MOST_SHEETS:
        what = sentence(
            "the letter needs {count} sheets; {most_sheets} are the most.", count=count, most_sheets=MOST_SHEETS
        )
        raise DataError(Problem("", what, sentence("Shorten it."), code="letter-too-long"))


def sheets_of(bodies: Sequence[tuple[Mark, ...]], header: str, paper: Paper) -> tuple[Page, ...]:
    """The sheets of a letter: on each whose it is, and which of how many."""
    count, right = len(bodies), text_area(paper).right
    return tuple(
        Page(paper.width, paper.height, (*_sheet_header(header, number, count, right), *body))
        for number, body in enumerate(bodies, 1)
    )


def _parts(blocks: Sequence[Block]) -> tuple[list[Block], list[Block], bool]:
    """What stands before and after the block that fills the page with rules, and whether there is one."""
    fillers = [number for number, block in enumerate(blocks) if block.kind == "ruled" and block.lines is None]
    if len(fillers) > 1:
        what = sentence("the letter has two blocks «____» that fill a page.")
        raise DataError(Problem("", what, sentence("Keep one."), code="letter-two-rulings"))
    if fillers:
        return list(blocks[: fillers[0]]), list(blocks[fillers[0] + 1 :]), True
    counted = next((n for n, block in enumerate(blocks) if block.kind == "ruled"), len(blocks))
    return list(blocks[:counted]), list(blocks[counted:]), False


def _paragraph(block: Block, style: Style) -> Paragraph:
    return Paragraph(block.spans or (Span(""),), style)


def _aligned(blocks: Sequence[Block], align: Align) -> list[Paragraph]:
    """The paragraphs of a letter, its text flush left and right or flush left only."""
    styles = STYLES | {"text": replace(STYLES["text"], align=align)}
    return [_paragraph(block, styles[block.kind]) for block in blocks]


def _boxes(
    before: Sequence[Paragraph], below: float, edges: tuple[float, float], ruled: bool, setter: Setter, area: Box
) -> list[tuple[object, ...]]:
    """What stands on each sheet above the closing, which needs `below`; `edges` = top of the first, bottom of the last.

    A printed text takes its last lines along when the closing does not fit under them: no sheet holds a closing alone.
    """
    first, bottom = edges
    if below > bottom - TOP:
        what = sentence(
            "the ruled lines and the closing need {below:.0f} mm of one sheet, which has {number:.0f}.",
            below=below,
            number=bottom - TOP,
        )
        raise DataError(Problem("", what, sentence("Write a smaller number after «____»."), code="ruling-too-high"))
    boxes = _flow(before, chain([area.bottom - first], repeat(area.height)), setter, area)
    used = setter.content_height(boxes[-1], area.width)
    room = bottom - (first if len(boxes) == 1 else TOP)
    if used + below <= room:
        return boxes
    if ruled or used < room / 2:
        return [*boxes, ()]
    shorter = used - STYLES["text"].space_after - 1
    above = [area.bottom - first, *repeat(area.height, len(boxes) - 1)][: len(boxes) - 1]
    return _flow(before, chain(above, [shorter], repeat(area.height)), setter, area)


def _flow(
    paragraphs: Sequence[Paragraph], heights: Iterable[float], setter: Setter, area: Box
) -> list[tuple[object, ...]]:
    return list(setter.fill(paragraphs, area.width, heights)) or [()]


def _flow_mark(content: tuple[object, ...], top: float, area: Box) -> Flow:
    return Flow(Box.between(LEFT, top, area.right, area.bottom), content)


def _closing_rows(blocks: Sequence[Block], setter: Setter, ruling: float, area: Box) -> tuple[tuple[Block, float], ...]:
    """The blocks at the foot of the letter, words and counted ruled lines, each with its height in mm."""
    return tuple((block, _row_height(block, setter, ruling, area)) for block in blocks)


def _row_height(block: Block, setter: Setter, ruling: float, area: Box) -> float:
    if block.kind == "ruled":
        return ruling * (block.lines or 1)
    return setter.height([_paragraph(block, CLOSING)], area.width) + 2


def _closing_marks(
    rows: Sequence[tuple[Block, float]], top: float, setter: Setter, ruling: float, area: Box
) -> Iterator[Mark]:
    for block, height in rows:
        if block.kind == "ruled":
            width = SIGNATURE if block.lines == 1 else area.width
            yield from rules(top + ruling, top + height, ruling, Box(area.left, area.top, width, area.height))
        else:
            content = setter.fill([_paragraph(block, CLOSING)], area.width, [height + 5])
            yield _flow_mark(content[0], top, area)
        top += height


def rules(first: float, last: float, ruling: float, area: Box) -> Iterator[Rule]:
    """Ruled lines for handwriting from `first` to `last` mm, `ruling` mm apart."""
    count = int((last - first) / ruling + 1.001)
    for number in range(count):
        top = round(first + number * ruling, 3)
        yield Rule(LEFT, top, area.right, top, RULE, RULE_GREY)


def _sheet_header(header: str, number: int, count: int, right: float) -> Iterator[Mark]:
    yield Text(LEFT, HEADER_BASELINE, header, "sans", HEADER_SIZE)
    if count > 1:
        words = f"Лист {number} из {count}"
        yield Text(right, HEADER_BASELINE, words, "sans", HEADER_SIZE, align="right")


@lru_cache(maxsize=16)
def layout_reply_sheet(ruling: float = RULING, paper: Paper = A4) -> Page:
    """A blank ruled page for the answer, with nothing written on it."""
    area = text_area(paper)
    return Page(paper.width, paper.height, (Shared(tuple(rules(REPLY_TOP, area.bottom, ruling, area))),))


CODE_MODULE = 0.55  # mm
URL_LETTERS = 60  # on a line beside the code, even if all were as wide as «w»
STUB_GAP = 10.0  # mm of empty paper on either side of the tear line


def layout_stub(code: CodeOnPage, banner: str | None, paper: Paper = A4) -> Foot:
    """The foot of a letter that carries a QR code: a strip to tear off if there is a `banner`, else the code alone."""
    side = (code.size + 2 * QUIET_ZONE) * CODE_MODULE
    area = text_area(paper)
    top = paper.height - 12 - side
    left = area.right - side + QUIET_ZONE * CODE_MODULE
    mark = code.at(left, top + QUIET_ZONE * CODE_MODULE, CODE_MODULE)
    if banner is None:
        return Foot((mark,), area.bottom - top + 2)
    tear_line = mark.top - STUB_GAP
    words = Text(LEFT, top + side / 2, banner, "sans-bold", 9)
    url = [
        Text(LEFT, top + side / 2 + 5 + number * 3, line, "sans", 7, 0.2)
        for number, line in enumerate(wrap(code.url, URL_LETTERS))
    ]
    tear = Rule(8, tear_line, paper.width - 8, tear_line, 0.25, 0.3, dash=(2, 1.5))
    return Foot((tear, words, *url, mark), area.bottom - tear_line + STUB_GAP)
