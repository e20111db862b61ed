"""The six faces of the program: where they stand, which characters they hold, how wide a line is."""

import struct
import unicodedata
from functools import cache, lru_cache

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from letters import shipped
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


@cache
def face(font: Font) -> TTFont:
    """The TrueType font of that role, registered once; raises FileError when its file cannot be used."""
    path = shipped.fonts() / FILES[font]
    try:
        _check_whole(path.read_bytes())
        loaded = TTFont(font, str(path), asciiReadable=0)
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
    held = (frozenset(map(chr, face(font).face.charToGlyph)) for font in FILES)
    return frozenset.intersection(*held) | UNDRAWN


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of `text` that cannot be drawn, each once, in the order they come."""
    if coverage().issuperset(text):
        return ()
    return tuple(dict.fromkeys(character for character in text if character not in coverage()))


class _Advances(dict[str, float]):
    """Advance width of each character as a part of the font size."""

    def __missing__(self, character: str) -> float:
        return 0.5


@cache
def _advances(font: Font) -> _Advances:
    """Of a face; U+00AD has no width."""
    metrics = face(font).face
    widths = _Advances((chr(code), width * 0.001) for code, width in metrics.charWidths.items())
    widths.update(dict.fromkeys(UNDRAWN, 0.0))
    return widths


@lru_cache(maxsize=8192)
def text_width(text: str, font: Font, font_size: float) -> float:
    """Width in mm of one line of text set at `font_size` points."""
    return float(sum(map(_advances(font).__getitem__, text)) * font_size / mm)


def glyph_problem(where: str, text: str, character: str, field: str = "") -> Problem:
    """The problem of a character that no font of the program can draw."""
    at = max(text.find(character) - 20, 0)
    name = f"U+{ord(character):04X} ({unicodedata.name(character, 'no name')})"
    unprintable = sentence(
        "the character {character} in «{text}» cannot be printed.", character=name, text=text[at : at + 45]
    )
    what = joined(filter(None, (field, unprintable)), ": ")
    return Problem(where, what, sentence("Take it out or write it with other letters."), code="no-glyph")
