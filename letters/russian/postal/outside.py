"""What the words around an address are: a label, a doubt, a services sentence, the English version, the rest."""

from collections.abc import Iterator
from itertools import pairwise

from letters.model import PartKind
from letters.patterns import pattern
from letters.russian.postal.anchors import boundaries
from letters.russian.postal.line import LinePiece, LineText
from letters.russian.postal.services import is_about_services
from letters.russian.postal.words import COUNTRY, DOUBT, ENGLISH_LABEL, LABEL, RUSSIAN_LABEL, WARD_START

_BRACKETED = pattern(r"[\s.,;]*\(([^()]*)\)")
_NUMBERING = pattern(r"[0-9]{1,4}[.)]?")
_ENGLISH_VERSION = pattern(r"\(born |, russia\b|penitentiary")
_LATIN_WORD = pattern(r"[a-z]{2}")
_CYRILLIC_WORD = pattern(r"[а-я]{2}")
_JOINED: frozenset[PartKind | None] = frozenset({"note", "rest", "english"})


def outside_pieces(text: LineText, start: int, end: int) -> list[LinePiece]:
    """The sentences of a stretch outside the address with their kinds; neighbours of one kind are one piece."""
    joined: list[LinePiece] = []
    for piece in _sentences(text, start, end) if start < end else ():
        if joined and joined[-1].kind == piece.kind and piece.kind in _JOINED:
            joined[-1] = joined[-1]._replace(end=piece.end)
        else:
            joined.append(piece)
    return joined


def _sentences(text: LineText, start: int, end: int) -> Iterator[LinePiece]:
    while bracketed := _BRACKETED.match(text.cased, start, end):
        yield LinePiece(_kind_in_brackets(text.folded[slice(*bracketed.span(1))]), *bracketed.span(1))
        start = bracketed.end()
    cuts = sorted({start, *(found.end() for found in boundaries(text, start, end)), *_labels(text, start, end), end})
    for begin, finish in pairwise(cuts):
        yield LinePiece(_kind(text.folded[begin:finish], text.printed[begin:finish]), begin, finish)


def _labels(text: LineText, start: int, end: int) -> Iterator[int]:
    return (found.start() for found in ENGLISH_LABEL.finditer(text.folded, start, end))


def _kind_in_brackets(folded: str) -> PartKind:
    return "note" if DOUBT.search(folded) or WARD_START.match(folded) else _kind(folded, folded)


def _kind(folded: str, printed: str) -> PartKind:
    sentence = folded.strip(" .,;*•")
    if is_about_services(printed):
        return "services"
    if _is_english(sentence):
        return "english"
    if _is_plain_label(sentence):
        return "label"
    if DOUBT.search(sentence) or all(map(WARD_START.fullmatch, sentence.lstrip(" ,)").split(", "))):
        return "note"
    return "label" if _is_label(sentence) else "rest"


def _is_english(sentence: str) -> bool:
    return (
        bool(_ENGLISH_VERSION.search(sentence))
        and bool(_LATIN_WORD.search(sentence))
        and not _CYRILLIC_WORD.search(sentence)
    )


def _is_plain_label(sentence: str) -> bool:
    return bool(
        RUSSIAN_LABEL.fullmatch(sentence)
        or ENGLISH_LABEL.fullmatch(sentence)
        or COUNTRY.fullmatch(sentence)
        or _NUMBERING.fullmatch(sentence)
    )


def _is_label(sentence: str) -> bool:
    """«Отправить письмо можно по адресу:»; a heading before a colon; a few words about address or post."""
    return sentence.endswith(":") or (
        bool(LABEL.search(sentence)) and sentence.count(" ") < 6 and sentence[-1:] not in ".!?"
    )
