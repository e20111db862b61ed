"""Some pages of a file, drawn: compressed contents, the blocks that they repeat, and the characters that they use.

Here only do millimetres become points and does the y axis turn. A part depends on its own pages alone, so parts can be
drawn by several processes and put together in order, and the file is the same.
"""

import hashlib
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, cast

from reportlab.lib.units import mm

from letters.draw.codes import shown
from letters.draw.flow import Piece
from letters.draw.fonts import glyph_problem, missing_glyphs, text_width
from letters.errors import DataError
from letters.marks import Code, Dots, Fill, Flow, Font, Mark, Outline, Page, Placed, Rule, Shared, Text, dark_runs

COMPRESSION = 4  # 6 takes half as long again and saves 4 % of a guide, nothing of an envelope or a letter
LARGEST = 14400.0  # points; no page is wider (ISO 32000-1, annex C.2)
_SHIFT = {"left": 0.0, "justify": 0.0, "center": 0.5, "right": 1.0}


Area = tuple[float, float, float, float]  # left, bottom, right, top in points


class Form(NamedTuple):
    """A block that pages repeat, a form XObject (ISO 32000-1, 8.10): its box in points, its operators compressed."""

    digest: bytes
    box: Area
    data: bytes


class Content(NamedTuple):
    """One page: its size in points and its compressed operators."""

    width: float
    height: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """Some pages in order; what they call /b0, /b1, … are `forms` in order."""

    pages: tuple[Content, ...]
    forms: tuple[Form, ...]
    used: dict[Font, frozenset[str]]


class Block(NamedTuple):
    """Operators that may come again, or blocks that together may, drawn from the point (x, y) on."""

    x: float
    y: float
    code: "Drawn"
    box: Area


Drawn = str | tuple[Block, ...]
Operators = str | Block
Pieces = tuple[Piece, ...]
Words = dict[Font, set[str]]  # each once, by face; words come again more often than lines
Names = dict[Drawn, str]  # of the forms, by what they draw


@dataclass(slots=True)
class _Ink:
    """What is being drawn: operators of the page, and all characters so far."""

    height: float  # of the page, points
    words: Words  # whose characters are used
    known: set[Pieces]  # whose words are in `words`
    operators: list[Operators] = field(default_factory=list)


class PartDrawing:
    """Draws pages one after the other; `finish` gives the part."""

    def __init__(self) -> None:
        self._words: Words = defaultdict(set)
        self._known: set[Pieces] = set()
        self._pages: list[tuple[float, float, list[Operators]]] = []

    def add(self, page: Page) -> None:
        """Draw one page; raises DataError for a character that no font has."""
        ink = _Ink(page.height * mm, self._words, self._known)
        _draw_marks(page.marks, ink)
        self._pages.append((page.width * mm, page.height * mm, ink.operators))

    def __len__(self) -> int:
        return len(self._pages)

    def finish(self) -> Part:
        """The part; what several pages have, or one has several times, is drawn once, in blocks as large as can be."""
        whole = Counter(block.code for _, _, operators in self._pages for block in _blocks(operators))
        pages = [(width, height, tuple(_opened(operators, whole))) for width, height, operators in self._pages]
        counts = Counter(block.code for _, _, operators in pages for block in _blocks(operators))
        names: Names = {}
        forms: list[Form] = []
        contents = []
        for width, height, operators in pages:
            for block in _blocks(operators):
                if counts[block.code] > 1 and block.code not in names:
                    names[block.code] = f"/b{len(forms)}"
                    forms.append(_form(block))
            data = _written(operators, names).encode("latin-1")
            contents.append(Content(width, height, zlib.compress(data, COMPRESSION)))
        used = {font: frozenset(chain.from_iterable(words)) for font, words in self._words.items()}
        return Part(tuple(contents), tuple(forms), used)


def draw_part(pages: Iterable[Page]) -> Part:
    """These pages, drawn."""
    drawing = PartDrawing()
    for page in pages:
        drawing.add(page)
    return drawing.finish()


def _blocks(operators: Sequence[Operators]) -> Iterator[Block]:
    return (one for one in operators if isinstance(one, Block))


def _opened(operators: Iterable[Operators], counts: Counter[Drawn]) -> Iterator[Operators]:
    """The operators with each block of blocks that comes once replaced by those."""
    for one in operators:
        if isinstance(one, Block) and isinstance(one.code, tuple) and counts[one.code] == 1:
            x, y = one.x, one.y
            yield from (Block(x + inner.x, y + inner.y, inner.code, inner.box) for inner in one.code)
        else:
            yield one


def _form(block: Block) -> Form:
    code = _operators(block.code).encode("latin-1")
    digest = hashlib.blake2b(repr(block.box).encode() + code, digest_size=16).digest()
    return Form(digest, block.box, zlib.compress(code, COMPRESSION))


def _operators(code: Drawn) -> str:
    return code if isinstance(code, str) else _written(code, {})


def _written(operators: Iterable[Operators], names: Names) -> str:
    return "\n".join([one if isinstance(one, str) else _called(one, names) for one in operators])


def _called(block: Block, names: Names) -> str:
    """The block at its place: the name of its form, or what it draws."""
    move = f"1 0 0 1 {block.x:.5f} {block.y:.5f} cm " if block.x or block.y else ""
    name = names.get(block.code)
    return f"q {move}{f'{name} Do' if name else _operators(block.code)} Q"


# ---- marks


def _draw_marks(marks: Iterable[Mark], ink: _Ink) -> None:
    for mark in marks:
        _DRAWINGS[type(mark)](mark, ink)


def _draw_text(mark: Text, ink: _Ink) -> None:
    line = _line(mark.text, mark.font, mark.font_size)
    ink.words[mark.font].update(mark.text.split(" "))
    shift = _SHIFT[mark.align]
    left = mark.left - (shift * text_width(mark.text, mark.font, mark.font_size) if shift else 0)
    ink.operators.append(f"{mark.grey:g} g BT {left * mm:.5f} {ink.height - mark.baseline * mm:.5f} Td {line} ET")


@lru_cache(maxsize=4096)
def _line(text: str, font: Font, font_size: float) -> str:
    """Operators that show a line; most lines of an address come again for other people of the same prison."""
    if missing := missing_glyphs(text):
        raise DataError(glyph_problem("", text, missing[0]))
    return shown(text, font, font_size)


def _draw_rule(mark: Rule, ink: _Ink) -> None:
    dash = " ".join(f"{length * mm:.5f}" for length in mark.dash or ())
    ink.operators.append(
        f"{mark.grey:g} G {mark.thickness * mm:.6f} w {1 if mark.round_caps else 0} J [{dash}] 0 d "
        f"{mark.left * mm:.5f} {ink.height - mark.top * mm:.5f} m "
        f"{mark.right * mm:.5f} {ink.height - mark.bottom * mm:.5f} l S"
    )


def _draw_fill(mark: Fill, ink: _Ink) -> None:
    box = mark.box
    ink.operators.append(
        f"{mark.grey:g} g {box.left * mm:.5f} {ink.height - box.bottom * mm:.5f} "
        f"{box.width * mm:.5f} {box.height * mm:.5f} re f"
    )


def _draw_outline(mark: Outline, ink: _Ink) -> None:
    box, inset = mark.box, mark.thickness / 2
    ink.operators.append(
        f"{mark.grey:g} G {mark.thickness * mm:.6f} w [] 0 d "
        f"{(box.left + inset) * mm:.5f} {ink.height - (box.bottom - inset) * mm:.5f} "
        f"{(box.width - mark.thickness) * mm:.5f} {(box.height - mark.thickness) * mm:.5f} re S"
    )


def _draw_dots(mark: Dots, ink: _Ink) -> None:
    """A dot is a line of no length with round caps (ISO 32000-1, 8.4.3.3)."""
    points = ((f"{left * mm:.5f}", f"{ink.height - top * mm:.5f}") for left, top in mark.centres)
    lines = " ".join(f"{x} {y} m {x} {y} l" for x, y in points)
    ink.operators.append(f"0 G {mark.diameter * mm:.6f} w 1 J [] 0 d {lines} S")


def _draw_code(mark: Code, ink: _Ink) -> None:
    """The modules as whole numbers under one change of the axes: a module is the unit, y runs down."""
    side = mark.module * mm
    found = zip(_places(len(mark.rows)), _PIECE.findall("\n".join(mark.rows)), strict=True)
    modules = "".join([place[piece] for place, piece in found])
    ink.operators.append(
        f"q 0 g {side:.5f} 0 0 {-side:.5f} {mark.left * mm:.5f} {ink.height - mark.top * mm:.5f} cm{modules} f Q"
    )


class _Pieces(dict[str, str]):
    """The modules that may stand at one place, as rectangles of a path: codes have many such pieces in common."""

    def __init__(self, left: int, top: int) -> None:
        super().__init__()
        self._left, self._top = left, top

    def __missing__(self, piece: str) -> str:
        runs = dark_runs(piece)
        text = self[piece] = "".join(f" {self._left + first} {self._top} {count} 1 re" for first, count in runs)
        return text


_WIDE = 7  # modules of a piece; of wider ones there are too many to keep, narrower ones take longer
_PIECE = re.compile(f".{{1,{_WIDE}}}")  # does not run over the end of a row


@lru_cache(maxsize=6)
def _places(side: int) -> tuple[_Pieces, ...]:
    """What each piece of each row may be."""
    return tuple(_Pieces(left, top) for top in range(side) for left in range(0, side, _WIDE))


def _draw_flow(mark: Flow, ink: _Ink) -> None:
    content = cast(Pieces, mark.content)
    if content not in ink.known:
        ink.known.add(content)
        for piece in content:
            for font, text in piece.texts:
                ink.words[font].update(text.split(" "))
    x, y = mark.box.left * mm, ink.height - mark.box.top * mm
    ink.operators.append(Block(x, y, *_flow_code(content, mark.box.width * mm)))


@lru_cache(maxsize=1024)
def _flow_code(content: Pieces, width: float) -> tuple[Drawn, Area]:
    """Paragraphs below each other, from the top left corner of their box on, and what they cover."""
    inner, top = [], 0.0
    for piece in content:
        inner.append(Block(0, top, piece.code, (-20.0, -piece.height - 10, width + 20, 20.0)))
        top -= piece.height + piece.space_after
    return tuple(inner), (-20.0, top - 10, width + 20, 20.0)


def _draw_shared(mark: Shared, ink: _Ink) -> None:
    code, words = _shared_code(mark, ink.height)
    for font, some in words.items():
        ink.words[font] |= some
    ink.operators.append(Block(0, 0, code, (0.0, 0.0, LARGEST, ink.height)))


@lru_cache(maxsize=1024)
def _shared_code(mark: Shared, height: float) -> tuple[str, Words]:
    """Marks that many pages repeat as one block, and the words in it."""
    ink = _Ink(height, defaultdict(set), set())
    _draw_marks(mark.marks, ink)
    return _written(ink.operators, {}), ink.words


def _draw_placed(mark: Placed, ink: _Ink) -> None:
    """A page on a page: the content is turned (ISO 32000-1, 8.4.4, cm), because drivers ignore a page's /Rotate."""
    page = mark.page
    (x, y), (x_right, y_right), (x_up, y_up) = (
        mark.at(*point) for point in ((0, page.height), (1, page.height), (0, page.height - 1))
    )
    turn = " ".join(f"{number:.6f}" for number in (x_right - x, y - y_right, x_up - x, y - y_up))
    ink.operators.append(f"q {turn} {x * mm:.5f} {ink.height - y * mm:.5f} cm")
    _draw_marks(page.marks, _Ink(page.height * mm, ink.words, ink.known, ink.operators))
    ink.operators.append("Q")


_DRAWINGS: dict[type, Callable[..., None]] = {
    Text: _draw_text,
    Rule: _draw_rule,
    Fill: _draw_fill,
    Outline: _draw_outline,
    Dots: _draw_dots,
    Code: _draw_code,
    Flow: _draw_flow,
    Shared: _draw_shared,
    Placed: _draw_placed,
}
