"""Where the sure things of a line stand: index, facility word, year of birth; and where the address begins and ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from letters.patterns import pattern
from letters.russian.postal.facility import find_mark
from letters.russian.postal.line import LineText
from letters.russian.postal.regions import is_region_alone, region_of_city
from letters.russian.postal.words import ENGLISH_LABEL, FULL_NAME_AT_END, INSIDE, NAME, START, abbreviations

# Six digits that are neither a sum of money, nor the number of a file, nor the index of the English version.
_INDEX = pattern(
    r"(?<![0-9№])(?<!№ )(?:[0-9]{6}|(?<![0-9] )[0-9]{3} [0-9]{3}(?! ?[0-9]))(?![0-9])"
    r"(?!\s?(?:руб|₽|тыс|долл|евро|\$|€|%))(?!,?\s?[a-z]{2})"
)
_PROSE_AHEAD = pattern(r"\s[а-яё]{2,}(?![а-яё.-])")
_MONTHS = ["январ", "феврал", "март", "апрел", "ма[йя]", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"]
_DATE = pattern(
    rf"(?<![0-9])(?P<day>[0-3]?[0-9])(?:[./-](?P<month>[01]?[0-9])[./-]|\s(?P<name>{'|'.join(_MONTHS)})[а-я]*\s)$"
)
_YEAR = pattern(r"[12](?<![0-9]{2})(?:(?<=1)9|(?<=2)0)[0-9]{2}(?:-го)?\s?г(?:ода?)?\.?\s?р(?:ожд[а-я]*)?(?![а-я])\.?")
_BARE_YEAR = pattern(
    r"[12](?<![0-9]{2})(?:(?<=1)9[2-9]|(?<=2)0[01])[0-9](?![0-9])(?:\s?г(?:ода?)?(?![а-я])\.?)?(?=\)?\s*(?:[.,;(]|$))"
)
_BORN = pattern(
    r"(?<![а-я])(?:(?:(?:год|года|дата|день|д\.|г\.)\s?)?рожд(?:ения|\.)?|р|род|родился|родилась|д\.\s?р|г\.\s?р)\.?\s?[:–—-]?\s$"
)
# A colon, or a full stop behind a word, a number or a closing mark, with something new behind it.
_BOUNDARY = pattern(
    r"[:.!?…](?:(?<=:)\s*|(?:(?<=[^\W\d_]{3}.)|(?<=[0-9]{2}.)|(?<=[»\")].))[.!?…]*\s*"
    r"(?=[А-ЯЁA-Z0-9«\"(]|(?:г|ул|п)\. ))"
)
_WORD_BEFORE = pattern(r"[а-я]+$")
_CHUNK = pattern(r"[^,]+")


@dataclass(frozen=True, slots=True)
class Year:
    """Where the year of birth stands, and what it is."""

    start: int
    end: int
    born: int
    birth_date: str | None


@dataclass(frozen=True, slots=True)
class Anchors:
    """The sure things of a line, and the stretch [start, end) that the address with its recipient takes up."""

    index: tuple[int, int] | None
    mark: int | None  # the first word of the facility
    year: Year | None
    start: int
    end: int


def find_anchors(text: LineText) -> Anchors | None:
    """The anchors of the line, or `None` when it has neither an index nor a facility."""
    index = _find_index(text)
    year = _find_year(text, index[0] if index else 0)
    mark = _find_facility(text, index, year)
    if index is None and mark is None:
        return None
    if index is None and mark is not None:
        year = _find_year(text, mark)
    start = _find_start(text, index, mark, year)
    return Anchors(index, mark, year, start, _find_end(text, index, mark, year))


def _find_index(text: LineText) -> tuple[int, int] | None:
    return next((found.span() for found in _INDEX.finditer(text.folded) if not _is_prose(text, found.end())), None)


def _is_prose(text: LineText, position: int) -> bool:
    """«штраф 300000 рублей»: an ordinary word follows without a comma."""
    if not _PROSE_AHEAD.match(text.cased, position):
        return False
    return not START.match(text.folded, position + 1) and not INSIDE[1][1].match(text.folded, position + 1)


def _find_facility(text: LineText, index: tuple[int, int] | None, year: Year | None) -> int | None:
    """The first facility word behind the index and before the year; in a reversed line, before the index."""
    if index is None:
        return find_mark(text.cased, text.folded, 0, len(text.folded))
    end = year.start if year and year.start > index[0] else len(text.folded)
    mark = find_mark(text.cased, text.folded, index[1], end)
    if mark is None and not text.folded[: index[0]].rstrip().endswith(":"):
        return find_mark(text.cased, text.folded, 0, index[0])
    return mark


def _find_year(text: LineText, after: int) -> Year | None:
    marked = _YEAR.search(text.folded, after) or _YEAR.search(text.folded)
    return _read_year(text, marked) if marked else _find_bare_year(text, after)


def _find_bare_year(text: LineText, after: int) -> Year | None:
    """A year without «г. р.» counts only right behind a name."""
    for found in _BARE_YEAR.finditer(text.folded, after):
        year = _read_year(text, found)
        before = text.cased[max(after, year.start - 120) : year.start].rstrip(" ,(")
        part = re.split(r"[,;]|\. (?=[А-ЯЁ][а-яё])", before)[-1].strip()
        if NAME.fullmatch(part) or FULL_NAME_AT_END.search(part):
            return year
    return None


def _read_year(text: LineText, found: re.Match[str]) -> Year:
    """The year with the day and month, and the word «родился», that may stand before it."""
    start = found.start()
    born = int(text.folded[start : start + 4])
    birthday = _DATE.search(text.folded[max(0, start - 20) : start])
    if birthday:
        start -= len(birthday[0])
    if introduced := _BORN.search(text.folded[max(0, start - 20) : start]):
        start -= len(introduced[0])
    return Year(start, found.end(), born, _read_date(born, birthday))


def _read_date(born: int, birthday: re.Match[str] | None) -> str | None:
    if birthday is None:
        return None
    named = next((number for number, stem in enumerate(_MONTHS, 1) if re.match(stem, birthday["name"] or "")), 0)
    try:
        return date(born, int(birthday["month"] or named), int(birthday["day"])).isoformat()
    except ValueError:
        return None


def _find_start(text: LineText, index: tuple[int, int] | None, mark: int | None, year: Year | None) -> int:
    """Where the address begins: at its index, or at the first place before index and facility."""
    first = min(position for position in (index and index[0], mark) if position is not None)
    if first == 0:
        return 0
    if year and year.start < first:
        return _after_boundary(text, year.start)
    if place := _first_place(text, _after_boundary(text, first) if index else 0, first):
        return _after_boundary(text, place[0])
    return first if index and first == index[0] else _after_boundary(text, first)


def _first_place(text: LineText, start: int, end: int) -> tuple[int, int] | None:
    return next((chunk for chunk in _chunks(text, start, end) if _is_place(text.folded[slice(*chunk)])), None)


def _is_place(chunk: str) -> bool:
    if START.match(chunk) or is_region_alone(chunk) or region_of_city(chunk):
        return True
    return chunk.count(" ") < 5 and any(words.search(chunk) for _, words in INSIDE[1:4])


def _chunks(text: LineText, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The comma parts and sentences of a stretch, without the white space before them."""
    cuts = [start, *(found.end() for found in boundaries(text, start, end)), end]
    for sentence in pairwise(cuts):
        for found in _CHUNK.finditer(text.folded, *sentence):
            yield found.start() + len(found[0]) - len(found[0].lstrip()), found.end()


def boundaries(text: LineText, start: int, end: int) -> Iterator[re.Match[str]]:
    """The ends of sentences and labels in a stretch; the full stop of an abbreviation is none."""
    for found in _BOUNDARY.finditer(text.cased, start, end):
        word = _WORD_BEFORE.search(text.folded[max(0, found.start() - 20) : found.start()])
        if not (word and word[0] in abbreviations()):
            yield found


def _after_boundary(text: LineText, position: int) -> int:
    ends = (found.end() for found in boundaries(text, 0, position + 1))
    return max((end for end in ends if end <= position), default=0)


def _find_end(text: LineText, index: tuple[int, int] | None, mark: int | None, year: Year | None) -> int:
    """Where the address ends: behind the year, else before the first sentence that is no name."""
    last = max(index[1] if index else 0, mark or 0)
    if year and year.end > last:
        return year.end
    english = ENGLISH_LABEL.search(text.folded, last)
    sentences = (
        found.end() for found in boundaries(text, last, len(text.cased)) if not _name_follows(text, found.end())
    )
    return min((english.start() if english else len(text.cased)), next(sentences, len(text.cased)))


def _name_follows(text: LineText, position: int) -> bool:
    ahead = re.split(r"[,!?]|\.(?:\s|$)", text.cased[position : position + 120], maxsplit=1)[0]
    return bool(NAME.fullmatch(ahead.strip()))
