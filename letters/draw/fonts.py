"""The six faces of the program: where they stand, which characters they hold, how wide a line is."""

import struct
import unicodedata
from functools import cache, lru_cache

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from letters import shipped
from letters.draw.kerning import distances
from letters.errors import FileError, Problem
from letters.marks import Font
from letters.sentences import joined, sentence

FILES: dict[Font, str] = {
    "sans": "PTSans-Regular.ttf",
    "sans-bold": "PTSans-Bold.ttf",
    "sans-italic": "PTSans-Italic.ttf",
    "serif": "PTSerif-Regular.ttf",
    "serif-bold": "PTSerif-Bold.ttf",
    "serif-italic": "PTSerif-Italic.ttf",
}
# Characters that steer a line but are never drawn.
UNDRAWN = frozenset("\n\u00ad")


class _Kerned(TTFont):  # type: ignore[misc]  # ReportLab is not typed
    """A face by which the breaker, too, measures letters as they are drawn: kerned."""

    def stringWidth(self, text: str, size: float, encoding: str = "") -> float:  # noqa: N802  # ReportLab's name
        return _width(text, self.fontName) * size / 1000


@cache
def face(font: Font) -> TTFont:
    """The TrueType font of that role, registered once; raises FileError when its file cannot be used."""
    path = shipped.fonts() / FILES[font]
    try:
        _check_whole(path.read_bytes())
        loaded = _Kerned(font, str(path), asciiReadable=0)
    except (TTFError, OSError, struct.error) as error:
        what = sentence("this font cannot be read ({error}).", error=error)
        raise FileError(
            Problem(str(path), what, sentence("Install the program again."), code="font-unreadable")
        ) from error
    pdfmetrics.registerFont(loaded)
    return loaded


def _check_whole(data: bytes) -> None:
    """Raise TTFError when tables of the font lie behind the end of the file, as in one that was cut off."""
    (count,) = struct.unpack_from(">H", data, 4)
    for number in range(count):
        offset, length = struct.unpack_from(">LL", data, 20 + 16 * number)
        if offset + length > len(data):
            raise TTFError("the file is cut off")


@cache
def coverage() -> frozenset[str]:
    """The characters that every face can draw."""
    held = (frozenset(chr(code) for code, glyph in face(font).face.charToGlyph.items() if glyph) for font in FILES)
    return frozenset.intersection(*held) | UNDRAWN


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of `text` that cannot be drawn, each once, in the order they come."""
    if coverage().issuperset(text):
        return ()
    return tuple(dict.fromkeys(character for character in text if character not in coverage()))


class _Advances(dict[str, int]):
    """Advance width of each character in thousandths of the font size."""

    def __missing__(self, character: str) -> int:
        return 500


@cache
def _advances(font: Font) -> _Advances:
    """Of a face; what is not drawn has no width."""
    widths = _Advances((chr(code), width) for code, width in face(font).face.charWidths.items())
    widths.update(dict.fromkeys(UNDRAWN, 0))
    return widths


def drawn_letters(text: str) -> str:
    """The text without soft hyphens: they part no pair of letters."""
    return text.replace("\u00ad", "") if "\u00ad" in text else text


def gaps(text: str, font: Font) -> list[int]:
    """After each letter but the last, how much further the next one stands, in thousandths of the font size."""
    return distances(text, FILES[font])


@lru_cache(maxsize=8192)
def _word_width(word: str, font: Font) -> int:
    return sum(map(_advances(font).__getitem__, word)) + sum(gaps(word, font))


def _width(text: str, font: Font) -> int:
    """Width of one line of text in thousandths of the font size: whole numbers, the same everywhere."""
    words = drawn_letters(text).split(" ")
    return sum([_word_width(word, font) for word in words]) + _advances(font)[" "] * (len(words) - 1)


@lru_cache(maxsize=8192)
def text_width(text: str, font: Font, font_size: float) -> float:
    """Width in mm of one line of text set at `font_size` points."""
    return float(_width(text, font) * font_size / 1000 / mm)


def glyph_problem(where: str, text: str, character: str, field: str = "") -> Problem:
    """The problem of a character that no font of the program can draw."""
    at = max(text.find(character) - 20, 0)
    name = f"U+{ord(character):04X} ({unicodedata.name(character, 'no name')})"
    unprintable = sentence(
        "the character {character} in «{text}» cannot be printed.", character=name, text=text[at : at + 45]
    )
    what = joined(filter(None, (field, unprintable)), ": ")
    return Problem(where, what, sentence("Take it out or write it with other letters."), code="no-glyph")
