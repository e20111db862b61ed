"""Knows how to read a printed page back with foreign parsers: what stands where, in mm from the top-left corner."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image

MM = 25.4 / 72
# Parts of the font size: what stands further apart is another line of text.
LETTER_GAP, WORD_GAP = 0.4, 1.6
BROKEN_AT_HYPHEN = "\x02"  # what pdfium makes of a hyphen at the end of a line


@dataclass(frozen=True)
class Ink:
    """What a mark covers."""

    left: float
    top: float
    right: float
    bottom: float

    def inside(self, other: "Ink | Any", slack: float = 0.05) -> bool:
        """Whether it lies in a box that has left, top, right and bottom."""
        return (
            self.left >= other.left - slack
            and self.top >= other.top - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )

    def touches(self, other: "Ink | Any", slack: float = 0.0) -> bool:
        """Whether it has common ground with a box, `slack` mm around it included."""
        return (
            self.left < other.right + slack
            and other.left < self.right + slack
            and self.top < other.bottom + slack
            and other.top < self.bottom + slack
        )


@dataclass(frozen=True)
class Line(Ink):
    """One line of text: its ink, the baseline, the size in pt."""

    text: str
    baseline: float
    size: float
    start: float  # where the first letter's pen stands


@dataclass(frozen=True)
class Area(Ink):
    """A filled rectangle."""

    grey: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Stroke(Ink):
    """A straight stroke between two ends; its ink is half the thickness wider on each side."""

    ends: tuple[tuple[float, float], tuple[float, float]]
    thickness: float
    grey: float
    dashed: bool
    round_caps: bool

    @property
    def is_dot(self) -> bool:
        return self.ends[0] == self.ends[1]

    @property
    def is_rule(self) -> bool:
        return self.ends[0][1] == self.ends[1][1] and not self.is_dot


@dataclass(frozen=True, eq=False)
class Sheet:
    """One page: its size, its text, its areas and strokes, and its picture, each read when it is asked for."""

    width: float
    height: float
    rendered: pypdfium2.PdfDocument
    file: bytes
    number: int

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(_lines(self.rendered[self.number], self.height / MM))

    @cached_property
    def painter(self) -> "_Painter":
        painter = _Painter(self.height)
        with pikepdf.open(BytesIO(self.file)) as parsed:
            page = parsed.pages[self.number]
            painter.paint(page, page.resources, _State())
        return painter

    @property
    def areas(self) -> tuple[Area, ...]:
        return tuple(self.painter.areas)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        return tuple(self.painter.strokes)

    @cached_property
    def picture(self) -> Image.Image:
        """Grey, 150 dpi."""
        return self.rendered[self.number].render(scale=150 / 72, grayscale=True).to_pil()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]

    @property
    def dots(self) -> list[Stroke]:
        return [stroke for stroke in self.strokes if stroke.is_dot]

    @property
    def rules(self) -> list[Stroke]:
        return [stroke for stroke in self.strokes if stroke.is_rule]

    @property
    def ink(self) -> list[Ink]:
        return [*self.lines, *self.areas, *self.strokes]

    @cached_property
    def codes(self) -> list[str]:
        """What a foreign reader makes of the QR codes on the picture, from top to bottom."""
        found = zxingcpp.read_barcodes(self.picture)
        return [code.text for code in sorted(found, key=lambda code: code.position.top_left.y)]

    def line(self, text: str) -> Line:
        """The one line that reads so."""
        [found] = [line for line in self.lines if line.text == text]
        return found

    def modules(self) -> list[Area]:
        """The black rectangles of the QR code (a banner is wider than any run of modules)."""
        return [area for area in self.areas if area.grey == 0 and area.width < 30]


def box(edges: list[float]) -> Ink:
    """Left, top, right and bottom as a table has them."""
    return Ink(*map(float, edges))


def covered(marks: list[Any]) -> Ink:
    """The box around some marks."""
    return Ink(
        min(mark.left for mark in marks),
        min(mark.top for mark in marks),
        max(mark.right for mark in marks),
        max(mark.bottom for mark in marks),
    )


def read(path: Path) -> list[Sheet]:
    """Every page of a file, as the file is now."""
    file = path.read_bytes()
    rendered, sheets = pypdfium2.PdfDocument(file), []
    for number, view in enumerate(rendered):
        left, bottom, right, top = view.get_mediabox()
        assert (left, bottom) == (0, 0)
        sheets.append(Sheet(right * MM, top * MM, rendered, file, number))
    return sheets


# ---- text, by pdfium


class Letter(NamedTuple):
    """One letter: where its pen stands, and where the pen moves on from if nothing is kerned."""

    text: str
    pen: float
    end: float
    baseline: float
    size: float
    ink: Ink


def letters_of(path: Path, number: int = 0) -> list[Letter]:
    """The letters of one page."""
    with pypdfium2.PdfDocument(path) as document:
        return list(_letters(document[number], document[number].get_height()))


def _lines(view: pypdfium2.PdfPage, height: float) -> Iterator[Line]:
    row: list[Letter] = []
    for letter in _letters(view, height):
        if row and not _continues(row, letter):
            yield from _line(row)
            row = []
        row.append(letter)
    yield from _line(row)


def _continues(row: list[Letter], letter: Letter) -> bool:
    last = row[-1]
    gap = (letter.pen - last.ink.right) / (last.size * MM)
    widest = WORD_GAP if last.text == " " else LETTER_GAP
    return abs(letter.baseline - last.baseline) < 0.1 and -1 < gap < widest


def _line(row: list[Letter]) -> Iterator[Line]:
    text = "".join(letter.text for letter in row).strip()
    if text:
        box = covered([letter.ink for letter in row if letter.text.strip()])
        first = next(letter for letter in row if letter.text.strip())
        yield Line(box.left, box.top, box.right, box.bottom, text, first.baseline, first.size, first.pen)


def _letters(view: pypdfium2.PdfPage, height: float) -> Iterator[Letter]:
    page = view.get_textpage()
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    loose = pdfium.FS_RECTF()
    for number in range(page.count_chars()):
        if pdfium.FPDFText_IsGenerated(page, number) == 1:
            continue
        assert pdfium.FPDFText_GetCharOrigin(page, number, x, y)
        assert pdfium.FPDFText_GetCharBox(page, number, left, right, bottom, top)
        assert pdfium.FPDFText_GetLooseCharBox(page, number, loose)
        yield Letter(
            chr(pdfium.FPDFText_GetUnicode(page, number)).replace(BROKEN_AT_HYPHEN, "-"),
            x.value * MM,
            loose.right * MM,
            (height - y.value) * MM,
            pdfium.FPDFText_GetFontSize(page, number),
            Ink(left.value * MM, (height - top.value) * MM, right.value * MM, (height - bottom.value) * MM),
        )


# ---- areas and strokes, from the content streams

_Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class _State:
    """What `q` keeps and `Q` brings back (ISO 32000-1, 8.4)."""

    matrix: _Matrix = (1, 0, 0, 1, 0, 0)
    width: float = 1
    fill: float = 0
    stroke: float = 0
    dashed: bool = False
    caps: int = 0


# Operators that only change the state, each with what it changes.
_SETTINGS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "w": lambda operands: {"width": float(operands[0])},
    "J": lambda operands: {"caps": int(operands[0])},
    "d": lambda operands: {"dashed": len(operands[0]) > 0},
    "g": lambda operands: {"fill": float(operands[0])},
    "rg": lambda operands: {"fill": _grey(operands)},
    "G": lambda operands: {"stroke": float(operands[0])},
    "RG": lambda operands: {"stroke": _grey(operands)},
}
# What a program that draws text, rules and rectangles in grey may use besides: text, line joins, clips, marked content.
_PASSED = frozenset(
    {"BT", "ET", "Tf", "Td", "TL", "Tm", "Tj", "TJ", "T*", "Tw", "Tc", "Tz", "Ts", "Tr", "'", '"'}
    | {"j", "M", "i", "W", "W*", "BMC", "BDC", "EMC"}
)


class _Painter:
    """Walks the operators of a page and of the forms it draws."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.areas: list[Area] = []
        self.strokes: list[Stroke] = []

    def paint(self, content: Any, resources: Any, state: _State) -> None:
        kept: list[_State] = []
        path: list[tuple[str, list[float]]] = []
        for operands, operator in pikepdf.parse_content_stream(content):
            name = str(operator)
            if name in ("q", "Q"):
                state = self._keep(name, kept, state)
            elif name in ("re", "m", "l"):
                path.append((name, list(map(float, operands))))
            elif name in ("f", "f*", "S", "n"):
                self._finish(name, state, path)
                path = []
            elif name == "Do":
                self._form(resources.XObject[str(operands[0])], resources, state)
            else:
                state = _set(state, name, operands)

    def _keep(self, name: str, kept: list[_State], state: _State) -> _State:
        if name == "Q":
            return kept.pop()
        kept.append(state)
        return state

    def _form(self, form: Any, resources: Any, state: _State) -> None:
        matrix = _product(tuple(map(float, form.get("/Matrix", (1, 0, 0, 1, 0, 0)))), state.matrix)
        self.paint(form, form.get("/Resources", resources), replace(state, matrix=matrix))

    def _finish(self, name: str, state: _State, path: list[tuple[str, list[float]]]) -> None:
        pen = (0.0, 0.0)
        for step, numbers in path:
            if step == "re":
                self._rectangle(name, state, *numbers)
            elif step == "l":
                assert name == "S", "a filled outline that is no rectangle"
                self._stroke(state, self._place(state, *pen), self._place(state, *numbers))
            pen = (numbers[0], numbers[1])

    def _rectangle(self, name: str, state: _State, left: float, bottom: float, width: float, height: float) -> None:
        corners = [self._place(state, left, bottom), self._place(state, left + width, bottom + height)]
        if name in ("f", "f*"):
            self.areas.append(Area(*_around(corners), state.fill))
        if name == "S":
            x1, y1, x2, y2 = _around(corners)
            for start, end in (((x1, y1), (x2, y1)), ((x1, y2), (x2, y2)), ((x1, y1), (x1, y2)), ((x2, y1), (x2, y2))):
                self._stroke(state, start, end)

    def _stroke(self, state: _State, start: tuple[float, float], end: tuple[float, float]) -> None:
        half = state.width * MM / 2
        left, top, right, bottom = _around([start, end])
        box = (left - half, top - half, right + half, bottom + half)
        self.strokes.append(Stroke(*box, (start, end), state.width * MM, state.stroke, state.dashed, state.caps == 1))

    def _place(self, state: _State, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = state.matrix
        return round((a * x + c * y + e) * MM, 4), round(self.height - (b * x + d * y + f) * MM, 4)


def _set(state: _State, name: str, operands: Any) -> _State:
    if name == "cm":
        return replace(state, matrix=_product(tuple(map(float, operands)), state.matrix))
    if name in _SETTINGS:
        return replace(state, **_SETTINGS[name](operands))
    assert name in _PASSED, f"the reader of the tests does not know the operator {name}"
    return state


def _grey(operands: Any) -> float:
    numbers = list(map(float, operands))
    assert len(set(numbers)) == 1, f"colour: {numbers}"
    return numbers[0]


def _product(first: _Matrix, second: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _around(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
