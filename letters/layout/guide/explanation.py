"""What a letter says, for whoever copies it: each sentence, how to say it, what it means; kept pages, in mm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from letters.layout.guide.alphabet import layout_letters
from letters.layout.guide.large import large_area, large_banner
from letters.layout.guide.page import (
    GLOSS,
    HEADING,
    LEAD,
    LEAST,
    NAME,
    PHRASE,
    SAY,
    STEP,
    TOP,
    banner,
    kept_area,
    kept_text,
    named,
    set_flow,
)
from letters.layout.large_print import Scaled, large_guide
from letters.marks import KeptPage, ListEntry, Mark, Rule, Setter, Shared, plain
from letters.paper import A4, Box, Paper
from letters.russian import names
from letters.russian.phrases import ALONE, KNOWN, FoundPhrase
from letters.wording import guide_texts

_TOP = TOP + 15
_MEANING = 132.0  # mm from the left edge of the paper: where the meanings begin
_NUMBER, _LARGE_NUMBER = 11.5, 24.0  # mm for the numbers of lines, before the sentences
_ABOVE_LETTERS = 6.0  # mm between the sentences and the alphabet
_WORTH_A_PAGE = 1 / 3  # of a letter that is explained
_GAPS = (3.0, 2.0, 1.2, 0.7)  # mm between the sentences; narrower where the alphabet would need a page of its own
_SMALLER = (0.94, 0.88, 0.8)  # of the type, where that is not enough
_NAME = replace(NAME, font_size=16, leading=20, space_after=0.6)
_SENTENCE = replace(PHRASE, font_size=11.5, leading=14.5)
_SAY = replace(SAY, font_size=9.5, leading=11.5, space_after=0)
_SENSE = replace(GLOSS, font_size=10, leading=12, grey=0, space_after=0)
_LINE = replace(STEP, space_after=0, role="label")


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence of the letter, how to say it and what it means; `line` = where it stands on the copy sheet: «3–4»."""

    sentence: str
    say: str
    meaning: str
    line: str | None = None


def explain(found: Sequence[FoundPhrase], language: str, length: int, called: str = "…") -> tuple[Explained, ...]:
    """The sentences of the phrase bank in a letter of `length` characters, in the writer's language.

    `called` = the name in the greeting, in Latin letters. None if they are so small a part of the letter that a page
    for them would be a waste, or only a greeting.
    """
    known = sum(len(one.text) for one in found)
    if language == "ru" or known < _WORTH_A_PAGE * length or all(one.phrase.tag in ALONE for one in found):
        return ()
    return tuple(_explained(one, language, called) for one in found)


def _explained(found: FoundPhrase, language: str, called: str) -> Explained:
    def filled(field: re.Match[str]) -> str:
        return called if field[1] in _NAMES else "…"

    meaning = re.sub(r"\{([^{}]*)\}", filled, found.phrase.meaning(language))
    return Explained(found.text, names.say(found.text, guide_texts(language)["alphabet"]["spelling"]), meaning)


_NAMES = frozenset(KNOWN) - {"date"}


def layout_explanation(
    rows: Sequence[Explained], name: str, language: str, setter: Setter, paper: Paper = A4, large: bool = False
) -> tuple[KeptPage, ...]:
    """The pages that explain the sentences of a letter, with the alphabet below them; none without sentences."""
    if not rows:
        return ()
    setting = _setting(language, setter, paper, large)
    pages = _with_letters(rows, name, setting, _GAPS[0])
    if len(pages) > 1:
        smaller = () if large else _SMALLER
        settings = (setting, *(replace(setting, setter=Scaled(setting.setter, part, LEAST)) for part in smaller))
        closer = (_with_letters(rows, name, how, gap) for how in settings for gap in _gaps(rows, name, how))
        pages = next((tried for tried in closer if len(tried) == 1), pages)
    return tuple(setting.page(marks) for marks in pages)


def _gaps(rows: Sequence[Explained], name: str, setting: "_Setting") -> tuple[float, ...]:
    """The gaps to try with type of a size: none where the narrowest does not help either."""
    return _GAPS if len(_with_letters(rows, name, setting, _GAPS[-1])) == 1 else ()


def layout_alphabet(language: str, setter: Setter, paper: Paper = A4, large: bool = False) -> KeptPage:
    """The alphabet on a page of its own, for a letter that nobody has written yet."""
    setting = _setting(language, setter, paper, large)
    return setting.page((setting.letters(setting.area.top)[1],))


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all these pages have in common; in large print everything stands in one column."""

    language: str
    setter: Setter
    area: Box
    large: bool
    banner: Mark
    paper: Paper

    def letters(self, top: float) -> tuple[float, Shared]:
        """The alphabet from `top` downwards, and the bottom it reaches in mm."""
        return layout_letters(self.language, top, self.setter, self.area, self.large)

    def page(self, marks: Sequence[Mark]) -> KeptPage:
        """A page with the black strip and these marks."""
        return KeptPage(self.paper.width, self.paper.height, (self.banner, *marks))


def _setting(language: str, setter: Setter, paper: Paper, large: bool) -> _Setting:
    kept, words = (large_area if large else kept_area)(paper), guide_texts(language)["banner"]
    area = Box.between(kept.left, _TOP, kept.right, kept.bottom)
    strip = large_banner(words, setter, paper) if large else banner(words, paper)
    return _Setting(language, large_guide(setter) if large else setter, area, large, strip, paper)


def _with_letters(rows: Sequence[Explained], name: str, setting: _Setting, gap: float) -> list[list[Mark]]:
    """The marks of each page; the alphabet at the foot of the last one, or on one more."""
    pages, bottom = _sentences(rows, name, setting, gap)
    area, height = setting.area, setting.letters(0)[0]
    if bottom + _ABOVE_LETTERS + height > area.bottom:
        return [*pages, [setting.letters(area.top)[1]]]
    top = area.bottom - height
    rule = Rule(area.left, top - 3, area.right, top - 3, 0.2, 0.5)
    return [*pages[:-1], [*pages[-1], rule, setting.letters(top)[1]]]


def _sentences(rows: Sequence[Explained], name: str, setting: _Setting, gap: float) -> tuple[list[list[Mark]], float]:
    """The marks of each page that holds sentences, and the bottom that the last one reaches in mm."""
    texts, area = guide_texts(setting.language)["gloss"], setting.area
    is_numbered = any(row.line for row in rows)
    head = (
        named(name, _NAME, area.width, setting.setter),
        plain(texts["heading"], HEADING),
        plain(f"{texts['lead']} {texts['numbers']}" if is_numbered else texts["lead"], LEAD),
    )
    indent = (_LARGE_NUMBER if setting.large else _NUMBER) if is_numbered else 0
    top, flow = set_flow(head, area.left, area.top, area.width, setting.setter)
    pages: list[list[Mark]] = [[flow]]
    for row in rows:
        bottom, marks = _row(row, top + gap, indent, setting)
        if bottom > area.bottom:
            bottom, marks = _row(row, area.top, indent, setting)
            pages.append([])
        pages[-1].append(ListEntry(tuple(marks)))
        top = bottom
    return pages, top


def _row(row: Explained, top: float, indent: float, setting: _Setting) -> tuple[float, list[Mark]]:
    """A sentence with how to say it on the left, what it means on the right; in large print below."""
    area, setter = setting.area, setting.setter
    left = area.left + indent
    sentence, say, sense = plain(row.sentence, _SENTENCE), plain(row.say, _SAY), plain(kept_text(row.meaning), _SENSE)
    number = [set_flow((plain(row.line, _LINE),), area.left, top, indent, setter)[1]] if row.line else []
    if setting.large:
        bottom, flow = set_flow((sentence, say, sense), left, top, area.right - left, setter)
        return bottom, [*number, flow]
    below, words = set_flow((sentence, say), left, top, _MEANING - left - 5, setter)
    right, meaning = set_flow((sense,), _MEANING, top + 0.5, area.right - _MEANING, setter)
    return max(below, right), [*number, words, meaning]
