"""A letter in other shapes: a form to fill in, a copy sheet with a line to write on under each, a tracing sheet."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, get_args

from letters.errors import DataError, Problem
from letters.layout.letter import (
    LEFT,
    RULE,
    RULE_GREY,
    SIGNATURE,
    TOP,
    Foot,
    Head,
    check_sheets,
    sheets_of,
    text_area,
)
from letters.marks import Align, Mark, Page, Rule, Setter, Text
from letters.paper import A4, Box, Paper
from letters.sentences import sentence
from letters.wording import Block

Shape = Literal["text", "form", "copy", "trace"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
LEAST_RULING, MOST_RULING = 8.0, 10.0  # mm
NUMBER_SIZE = 9.0
PARAGRAPH_GAP = 3.0


@dataclass(frozen=True, slots=True)
class Model:
    """How a model line stands over, or on, the line to write on; all but the size in mm."""

    font_size: float
    grey: float
    above: float  # room over the baseline of the model
    below: float  # from that baseline to the line to write on, as a part of the ruling
    free: float  # under the line to write on


COPY = Model(15, 0.4, 5.5, 1.06, 2.5)
TRACE = Model(24, 0.7, 9.5, 0.0, 4.0)
MODELS: dict[Shape, Model] = {"copy": COPY, "trace": TRACE}
LARGE: dict[Shape, Model] = {"copy": Model(18, 0, 6.6, 1.06, 2.8), "trace": TRACE}


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One line of a copy sheet; empty = a place to sign."""

    text: str
    align: Align
    gap: float  # mm above it


def ruled_form(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The letter as a form: date, greeting and the last words stay, ruled lines take the place of the rest."""
    if any(block.kind == "ruled" and block.lines is None for block in blocks):
        return tuple(blocks)
    texts = [block for block in blocks if block.kind == "text"]
    head = [block for block in blocks if block.kind in ("right", "greeting")]
    foot = [block for block in blocks if block.kind == "ruled"]
    is_signed = len(texts) > 1 and texts[-2].spans[-1].text.endswith(",")
    last = texts[-2:] if is_signed else [*texts[-1:], *(foot or [Block("ruled", lines=1)])]
    return (*head, Block("ruled"), *last)


def layout_copy(
    blocks: Sequence[Block],
    header: str,
    setter: Setter,
    shape: Shape,
    ruling: float,
    foot: Foot,
    head: Head,
    paper: Paper = A4,
    large: bool = False,
) -> tuple[Page, ...]:
    """The letter line by line, never hyphenated, each numbered at the margin, with a line to write on below it.

    Raises DataError for a word wider than the sheet, and beyond twenty sheets.
    """
    model, area = (LARGE if large else MODELS)[shape], text_area(paper)
    rows = [row for block in blocks for row in _rows(block, model, setter, area)]
    sheets = _deal(rows, model, ruling, (head.top, area.bottom), foot.height)
    check_sheets(len(sheets))
    firsts = [0, *accumulate(sum(bool(row.text) for row, _ in sheet) for sheet in sheets)]
    bodies = [
        tuple(_marks(sheet, first, model, ruling, setter, area)) for sheet, first in zip(sheets, firsts, strict=False)
    ]
    bodies[0] += head.marks
    bodies[-1] += foot.marks
    return sheets_of(bodies, header, paper)


def copied_lines(
    blocks: Sequence[Block], setter: Setter, shape: Shape, paper: Paper = A4, large: bool = False
) -> tuple[str, ...]:
    """The lines of the copy sheet in the order of their numbers, the first one being number 1."""
    model, area = (LARGE if large else MODELS)[shape], text_area(paper)
    return tuple(row.text for block in blocks for row in _rows(block, model, setter, area) if row.text)


def line_numbers(sentences: Iterable[str], lines: Sequence[str]) -> Iterator[str | None]:
    """On which lines each sentence stands, one sentence after the other: «3», «3–4»; `None` = on none."""
    letters = [_NO_LETTER.sub("", line) for line in lines]
    ends = [*accumulate(map(len, letters))]
    whole, place = "".join(letters), 0
    for text in sentences:
        words = _NO_LETTER.sub("", text)
        found = whole.find(words, place)
        if found < 0:
            yield None
            continue
        place = found + len(words)
        first, last = bisect_right(ends, found) + 1, bisect_left(ends, place) + 1
        yield f"{first}" if first == last else f"{first}–{last}"


_NO_LETTER = re.compile(r"[\W_]+")


def _rows(block: Block, model: Model, setter: Setter, area: Box) -> Iterator[CopyRow]:
    """The lines of one block; the lines that fill a page are left out, a place to sign is one."""
    if block.kind == "ruled":
        yield from [CopyRow("", "left", 0)] * (block.lines is not None)
        return
    align: Align = "right" if block.kind == "right" else "left"
    gap = PARAGRAPH_GAP
    for part in "".join(span.text for span in block.spans).split("\n"):
        for line in _lines(part.split(" "), model, setter, area.width):
            yield CopyRow(line, align, gap)
            gap = 0


def _lines(words: Iterable[str], model: Model, setter: Setter, width: float) -> Sequence[str]:
    """The lines of a paragraph; a last one of a single word takes the word before it along, where both have room."""
    *others, last = lines = tuple(_filled(words, model, setter, width)) or ("",)
    if not others or " " in last or others[-1].count(" ") < 2:
        return lines
    rest, _, word = others[-1].rpartition(" ")
    if setter.text_width(f"{word} {last}", "sans", model.font_size) > width:
        return lines
    return (*others[:-1], rest, f"{word} {last}")


def _filled(words: Iterable[str], model: Model, setter: Setter, width: float) -> Iterator[str]:
    line = ""
    for word in filter(None, words):
        if setter.text_width(word, "sans", model.font_size) > width:
            what = sentence(
                "«{word}…» is wider than a line of the sheet, and what is copied is never hyphenated.", word=word[:30]
            )
            raise DataError(Problem("", what, sentence("Shorten it, or take ‹shape=text›."), code="word-too-wide"))
        longer = f"{line} {word}" if line else word
        if setter.text_width(longer, "sans", model.font_size) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line


Placed = tuple[CopyRow, float]  # a line, and the top of its place in mm


def _deal(
    rows: Iterable[CopyRow], model: Model, ruling: float, edges: tuple[float, float], kept: float
) -> list[list[Placed]]:
    """The lines on their sheets; `edges` = top of the first, bottom of all, `kept` mm at the last foot are taken."""
    sheets: list[list[Placed]] = [[]]
    height = model.above + model.below * ruling + model.free
    place, bottom = edges
    for row in rows:
        gap = row.gap if sheets[-1] else 0
        if place + gap + height - model.free > bottom:
            taken = [] if row.text else sheets[-1][1:][-1:]  # no sheet holds a place to sign alone
            sheets[-1] = sheets[-1][: len(sheets[-1]) - len(taken)]
            sheets.append([(earlier, TOP) for earlier, _ in taken])
            place, gap = TOP + height * len(taken), 0
        sheets[-1].append((row, place + gap))
        place += gap + height
    if place - model.free > bottom - kept:
        sheets.append([])
    return sheets


def _marks(
    sheet: Iterable[Placed], number: int, model: Model, ruling: float, setter: Setter, area: Box
) -> Iterator[Mark]:
    for row, top in sheet:
        baseline = top + model.above
        line = baseline + model.below * ruling
        yield Rule(LEFT, line, area.right if row.text else LEFT + SIGNATURE, line, RULE, RULE_GREY)
        if row.text:
            number += 1
            left = area.right if row.align == "right" else LEFT
            yield Text(LEFT - 5, baseline, str(number), "sans", NUMBER_SIZE, 0.2, "right")
            yield Text(left, baseline, row.text, "sans", model.font_size, model.grey, row.align)
