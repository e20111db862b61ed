"""How Russian text is set: quotes, dashes, no-break spaces, dates and plurals, and where a word may break."""

import datetime
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Literal

import pyphen

from letters import shipped
from letters.textfile import read_toml

NO_BREAK = "\u00a0"
SOFT_HYPHEN = "\u00ad"


def tidy(text: str) -> str:
    """Russian text with proper quotes, dashes and no-break spaces; what no rule knows stays as it is."""
    spaced = _tidy_spaces(text)
    quoted = "\n\n".join(map(_tidy_quotes, spaced.split("\n\n")))
    return "\n".join(map(_tidy_line, quoted.split("\n")))


def hyphenate(word: str, language: str = "ru", keep: frozenset[str] = frozenset()) -> str:
    """A word, with whatever punctuation stands around it, with soft hyphens where a line may break it."""
    if _LINK.search(word):
        return word
    return _COMPOUND.sub(lambda found: _with_soft_hyphens(found[0], language, keep), word)


def hyphenate_text(text: str, language: str = "ru", keep: frozenset[str] = frozenset()) -> str:
    """A paragraph with soft hyphens in its words; the words in `keep` (names, say) stay whole."""
    return re.sub(r"\S+", lambda found: hyphenate(found[0], language, keep), text)


def date_ru(day: datetime.date) -> str:
    """«22 ноября 2026 г.», held together by no-break spaces."""
    month = _data()["numbers"]["months"][day.month - 1]
    return NO_BREAK.join((str(day.day), month, str(day.year), "г."))


def plural_ru(n: int, one: str, few: str, many: str) -> str:
    """The form that goes with a number: 1 год, 2 года, 5 лет, 11 лет, 21 год."""
    tens, ones = divmod(abs(n) % 100, 10)
    if tens == 1 or ones == 0 or ones >= 5:
        return many
    return one if ones == 1 else few


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return read_toml(shipped.data() / "typography.toml")


# --- spaces ---

_SPACE = "[ \u00a0]"
_SPACES = re.compile("[ \t\u00a0]{2,}|\t")
_SPACE_AT_EDGE = re.compile(f"^{_SPACE}|{_SPACE}$", re.MULTILINE)


def _tidy_spaces(text: str) -> str:
    single = _SPACES.sub(lambda found: NO_BREAK if NO_BREAK in found[0] else " ", text)
    return _SPACE_AT_EDGE.sub("", single)


# --- quotes ---

_Side = Literal["opens", "closes", "apostrophe", "unclear"]

_QUOTES = '"“”„«»‘’'
_QUOTE = re.compile(f"[{_QUOTES}]")
_BEFORE_OPENING = "([{/-–—"
_AFTER_CLOSING = ")]}/-–—.,:;!?…" + _QUOTES


def _tidy_quotes(paragraph: str) -> str:
    """The paragraph in Russian quotes, or as it was when a quote cannot be told or has no partner."""
    marks: dict[int, str] = {}
    opened: list[int] = []
    for found in _QUOTE.finditer(paragraph):
        side = _side(paragraph, found.start(), opened, marks)
        if side == "unclear" or (side == "closes" and not opened):
            return paragraph
        if side != "apostrophe":
            marks[found.start()] = _mark(side, found.start(), opened)
    if opened:
        return paragraph
    return _QUOTE.sub(lambda found: marks.get(found.start(), found[0]), paragraph)


def _mark(side: _Side, at: int, opened: list[int]) -> str:
    """The Russian mark for this depth; keeps the list of open quotes up to date."""
    if side == "closes":
        opened.pop()
    level = ("outer", "inner")[len(opened) % 2]
    if side == "opens":
        opened.append(at)
    mark: str = _data()["quotes"][level][side == "closes"]
    return mark


def _side(text: str, at: int, opened: list[int], marks: dict[int, str]) -> _Side:
    """What a quote does; a mark set here is read the same way again, so that tidying comes to rest."""
    last = text[opened[-1]] if opened else ""
    if text[at] in "«„":
        return "opens"
    if text[at] == "»" or (text[at] == "“" and last == "„"):
        return "closes"
    side = _side_by_neighbours(text, at, marks)
    if text[at] == "’":
        return "closes" if side == "closes" and last == "‘" else "apostrophe"
    return side


def _side_by_neighbours(text: str, at: int, marks: dict[int, str]) -> _Side:
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    opens = before.isspace() or before in _BEFORE_OPENING or marks.get(at - 1, "") in tuple("«„")
    closes = after.isspace() or after in _AFTER_CLOSING
    if opens and not after.isspace():
        return "opens"
    return "closes" if closes and not before.isspace() else "unclear"


# --- rules within a line ---

_Rule = Callable[[str], str]

# Letters, accents set over them, soft hyphens, apostrophes and hyphens belong to one word.
_IN_WORD = "\\w\u00ad\u0300-\u036f’-"
_START = f"(?<![{_IN_WORD}])"
_END = f"(?![{_IN_WORD}])"
_STAND_IN = "\ue000"  # keeps the place of a link while the rules run; one in the text stands for itself
_ADDRESS = re.compile(rf"{_STAND_IN}|(?:https?://|www\.)\S+|(?<!\S)[^\s@{_STAND_IN}]{{1,64}}@\S+", re.IGNORECASE)
_NAME = "[А-ЯЁ][а-яё]"


def _tidy_line(line: str) -> str:
    """One line through all the rules; links stay, and so does an ornament without letters and digits."""
    if not any(map(str.isalnum, line)):
        return line
    links = iter(_ADDRESS.findall(line))
    line = _ADDRESS.sub(_STAND_IN, line)
    for rule in _rules():
        line = rule(line)
    return re.sub(_STAND_IN, lambda _: next(links), line)


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    data = _data()
    return (
        _replacing(r"(?<!\.)\.{3}(?!\.)", "…"),
        *_dashes(),
        _ranges(data["ranges"]),
        *_signs(data["signs"]),
        *_whole_abbreviations(data["abbreviations"]["whole"]),
        *_initials(),
        *_leading_abbreviations(data["abbreviations"]),
        *_numbers(data["numbers"]),
        _replacing(f"{_START}({_any(data['one_letter_words']['words'])}) ", rf"\1{NO_BREAK}", re.IGNORECASE),
        _replacing(rf"(?<=[\w»“)]) (?=(?:{_any(data['particles']['words'])}){_END}(?!/))", NO_BREAK),
    )


def _replacing(pattern: str, by: str, flags: re.RegexFlag = re.NOFLAG) -> _Rule:
    compiled = re.compile(pattern, flags)
    return lambda line: compiled.sub(by, line)


def _any(words: Iterable[str]) -> str:
    """A pattern for one of the words; a space in a word may be a no-break space or missing."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace("\\ ", f"{_SPACE}?") for word in longest_first)


def _dashes() -> tuple[_Rule, ...]:
    dash = "(?:-{1,3}|[–—])"
    return (
        _replacing(rf"^{dash}{_SPACE}(?=\S)", f"—{NO_BREAK}"),
        _replacing(f"{_SPACE}{dash}(?={_SPACE}|$)", f"{NO_BREAK}—"),
    )


def _ranges(data: dict[str, Any]) -> _Rule:
    number = "[0-9]{1,4}"
    word = f"((?<!\\w)(?:{_any(data['not_after'])}){_SPACE}?)?"
    bare = rf"(?<![\w./:,+–—-])({number})-({number})(?![\w/:+–—-]|[.,][0-9])"
    compiled = re.compile(word + bare, re.IGNORECASE)
    return lambda line: compiled.sub(_range, line)


def _range(found: re.Match[str]) -> str:
    word, first, last = found.groups()
    if word or first.startswith("0") or int(first) >= int(last):
        return found[0]
    return f"{first}–{last}"


def _signs(data: dict[str, Any]) -> tuple[_Rule, ...]:
    return (
        _replacing(f"({_any(data['before_number'])}){_SPACE}?(?=[0-9])", rf"\1{NO_BREAK}"),
        _replacing(f"(?<=[0-9]) (?={_any(data['after_number'])})", NO_BREAK),
    )


def _whole_abbreviations(words: Iterable[str]) -> Iterable[_Rule]:
    """«т.е.» and «т. е.» alike; the first letter may be a capital."""
    for word in words:
        first, rest = word.split(" ")
        pattern = rf"{_START}((?i:{re.escape(first)})){_SPACE}?({re.escape(rest)})"
        yield _replacing(pattern, rf"\1{NO_BREAK}\2")


def _initials() -> tuple[_Rule, ...]:
    start, initial = r"(?<![\w.])", r"([А-ЯЁ]\.)"
    both = f"{initial}{_SPACE}?{initial}"
    return (
        _replacing(f"{start}{both}{_SPACE}?(?={_NAME})", rf"\1{NO_BREAK}\2{NO_BREAK}"),
        _replacing(f"(?<!\\w)({_NAME}+) {both}(?!{_SPACE}?{_NAME})", rf"\1{NO_BREAK}\2{NO_BREAK}\3"),
        _replacing(f"{start}{initial} (?={_NAME})", rf"\1{NO_BREAK}"),
    )


def _leading_abbreviations(data: dict[str, Any]) -> tuple[_Rule, ...]:
    """Abbreviations before a name or a number; not «2026 г. Он» and not «и т. д. Он»."""
    start = rf"{_START}(?<![0-9]{_SPACE})(?<!\b[тн]\.{_SPACE})"
    name, number = _any(data["before_name"]), _any(data["before_number"])
    return (
        _replacing(f"{start}((?i:{name})) (?=[А-ЯЁA-Z«„0-9])", rf"\1{NO_BREAK}"),
        _replacing(f"{start}((?i:{number})) (?=[0-9])", rf"\1{NO_BREAK}"),
    )


def _numbers(data: dict[str, Any]) -> tuple[_Rule, ...]:
    thousands = re.compile(f"(?<![0-9.,])[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?![0-9])")
    words = _any(data["units"] + data["months"])
    return (
        lambda line: thousands.sub(lambda found: found[0].replace(" ", NO_BREAK), line),
        _replacing(f"([0-9](?:-[а-яё]{{1,2}})?) (?=(?:{words}){_END})", rf"\1{NO_BREAK}"),
        _replacing(f"{_START}({_any(data['months'])}) (?=[0-9]{{4}}(?![0-9]))", rf"\1{NO_BREAK}"),
        _replacing(f"{_START}([IVXLCХ]{{1,8}}) (?=(?:{_any(data['centuries'])}){_END})", rf"\1{NO_BREAK}"),
    )


# --- hyphenation ---

_LONGEST_WORD = 100  # letters; what is longer is no word
_LINK = re.compile(r"://|@|^www\.", re.IGNORECASE)
_COMPOUND = re.compile(f"['{_IN_WORD}]+")


def _with_soft_hyphens(compound: str, language: str, keep: frozenset[str]) -> str:
    known = compound in keep or any(part in keep for part in compound.split("-"))
    if known or len(compound) > _LONGEST_WORD:
        return compound
    return _broken_compound(compound, language.partition("-")[0].lower())


@lru_cache(maxsize=8192)
def _broken_compound(compound: str, language: str) -> str:
    """Breaks in each part of a compound; a digit, a foreign letter or an inner capital keeps it whole."""
    table = _data()["hyphenation"].get(language)
    parts = compound.split("-")
    if table is None or not all(_is_bare(part, table["letters"]) for part in parts):
        return compound
    return "-".join(SOFT_HYPHEN.join(_pieces(part, table)) for part in parts)


def _is_bare(part: str, letters: str) -> bool:
    """Whether the part is made of the language's letters, small but for the first."""
    return part[1:] == part[1:].lower() and all(letter in letters for letter in part.lower())


def _pieces(part: str, table: dict[str, Any]) -> list[str]:
    pieces, start = [], 0
    for point in _points(part, table):
        if _may_break(part[start:point], part[point:], table):
            pieces.append(part[start:point])
            start = point
    return [*pieces, part[start:]]


def _may_break(before: str, after: str, table: dict[str, Any]) -> bool:
    if after[:1] in table["never_first"]:
        return False
    return all(any(letter in table["vowels"] for letter in piece.lower()) for piece in (before, after))


def _points(part: str, table: dict[str, Any]) -> list[int]:
    """Where the dictionary breaks a word without changing its letters."""
    dictionary = _dictionary(table["dictionary"], table["before"], table["after"])
    points = [int(point) for point in dictionary.positions(part) if not point.data]
    dictionary.hd.cache.clear()  # Pyphen remembers every word for ever; our cache of compounds is bounded
    return points


@lru_cache(maxsize=8)
def _dictionary(name: str, before: int, after: int) -> "pyphen.Pyphen":
    return pyphen.Pyphen(lang=name, left=before, right=after)
