"""Which byte stands for which character in a PDF: fixed beforehand, so that text drawn once fits into every file.

A TrueType font goes into a PDF in subsets of 256 codes (ISO 32000-1, 9.6.6.4). ReportLab deals the codes out as the
characters come; here each face has dealt them out already.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont

from letters.draw.fonts import FILES, UNDRAWN, coverage, drawn_letters, face, gaps
from letters.marks import Font

# Russian and the languages of the guides come first: their letters share one subset.
_FIRST = (
    "".join(map(chr, range(33, 127)))
    + "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    + "«»„“”‚‘’–—‑…•·№§°±×€\u0301"
    + "ÄÖÜßäöüÀÂÆÇÈÉÊËÎÏÔŒÙÛàâæçèéêëîïôœùûÁÍÑÓÚáíñóúìòĄĆĘŁŃŚŹŻąćęłńśźż"
)
_ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r", "\n": "\\n"})


Characters = dict[Font, set[str]]  # what is shown in each face


class PreparedDocument(pdfdoc.PDFDocument):  # type: ignore[misc]  # ReportLab is not typed
    """A document in which every face has its name and all its codes from the beginning."""

    def __init__(self) -> None:
        os.environ.pop("SOURCE_DATE_EPOCH", None)  # ReportLab stumbles over a wrong one; no day is written here
        super().__init__(compression=1, invariant=1)
        characters = "".join(_in_order())
        for font in FILES:
            face(font).splitString(characters, self)
            face(font).getSubsetInternalName(0, self)


def _in_order() -> Iterator[str]:
    yield _FIRST
    yield "".join(sorted(coverage() - UNDRAWN - set(_FIRST) - {" ", "\u00a0"}))


@cache
def _scratch() -> PreparedDocument:
    return PreparedDocument()


@cache
def _table(font: Font) -> Mapping[int, str]:
    """For `str.translate`: a character of the first subset to its code, as it stands in a string of a PDF."""
    assigned = face(font).state[_scratch()].assignments
    found = {code: chr(n).translate(_ESCAPED) for code, n in assigned.items() if n < 256}
    return {**found, 0xA0: found[0x20]}


@cache
def _rare(font: Font) -> frozenset[str]:
    """The characters that are in another subset than the first."""
    return coverage() - frozenset(map(chr, _table(font)))


def shown(text: str, font: Font, font_size: float) -> str:
    """Operators that set the font and show a text, kerned, to stand between BT and ET (ISO 32000-1, 9.4.3)."""
    text = drawn_letters(text)
    if _rare(font).isdisjoint(text):
        codes = " ".join([_word(word, font) for word in text.split(" ")])
        return f"{_chosen(font, font_size)}[({codes})]TJ"
    return " ".join(_in_subsets(text, font, font_size))


@lru_cache(maxsize=8192)
def _word(word: str, font: Font) -> str:
    """What stands between the brackets of a TJ for a word: most words come again."""
    return _kerned(word, [0, *gaps(word, font)], _table(font))


def _in_subsets(text: str, font: Font, font_size: float) -> Iterator[str]:
    """Operators of a text whose characters are in several subsets; each has one byte in its own."""
    moves, start = [0, *gaps(text, font)], 0
    for subset, codes in face(font).splitString(text, _scratch()):
        end = start + len(codes)
        shown = _kerned(codes.decode("latin-1"), moves[start:end], _ESCAPED)
        yield f"{_chosen(font, font_size, subset)}[({shown})]TJ"
        start = end


def _kerned(text: str, moves: Sequence[int], codes: Mapping[int, str]) -> str:
    """Codes with the string broken where a letter stands further by `moves`; a PDF counts the other way."""
    if not any(moves):
        return text.translate(codes)
    pieces, start = [], 0
    for number, move in enumerate(moves):
        if move:
            pieces.append(f"{text[start:number].translate(codes)}){-move}(")
            start = number
    return "".join(pieces) + text[start:].translate(codes)


@lru_cache(maxsize=1024)
def _chosen(font: Font, font_size: float, subset: int = 0) -> str:
    return f"{name(font, subset)} {font_size:g} Tf"


def name(font: Font, subset: int = 0) -> str:
    """What a subset of a face is called in the resources of every file: /F1+0."""
    return str(face(font).getSubsetInternalName(subset, _scratch()))


def keep_only(font: TTFont, document: PreparedDocument, used: set[str]) -> None:
    """Take out of a face what a file does not use, so that only that is embedded; codes stay what they are."""
    state = font.state[document]
    codes = {ord(character) for character in used} | {0, 32}
    kept = [[code if code in codes else 32 for code in subset] for subset in state.subsets]
    while len(kept) > 1 and not any(code not in (0, 32) for code in kept[-1]):
        kept.pop()
    last = max((n for n, code in enumerate(kept[-1]) if code not in (0, 32)), default=32)
    kept[-1] = kept[-1][: max(last, 32) + 1]
    state.subsets = kept
