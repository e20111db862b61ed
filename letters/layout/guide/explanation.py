"""What a letter says, for whoever copies it: each sentence, how to say it, what it means; kept pages, in mm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from letters.layout.guide.alphabet import layout_letters
from letters.layout.guide.page import GLOSS, HEADING, LEAD, NAME, PHRASE, SAY, TOP, banner, kept_area, named, set_flow
from letters.layout.large_print import Scaled, large_guide
from letters.marks import Mark, Page, Rule, Setter, Shared, plain
from letters.paper import A4, Box, Paper
from letters.russian import names
from letters.russian.phrases import ALONE, FoundPhrase
from letters.wording import guide_texts

_TOP = TOP + 15
_MEANING = 138.0  # mm from the left edge of the paper: where the meanings begin
_ABOVE_LETTERS = 6.0  # mm between the sentences and the alphabet
_WORTH_A_PAGE = 1 / 3  # of a letter that is explained
_GAPS = (3.0, 2.0, 1.2)  # mm between the sentences; narrower where the alphabet would need a page of its own
_SMALLER, _LEAST = 0.94, 8.0  # of the type, where that is not enough, and points that no type goes below
_NAME = replace(NAME, font_size=16, leading=20, space_after=0.6)
_SAY = replace(SAY, font_size=9, leading=11, space_after=0)
_SENSE = replace(GLOSS, font_size=9.5, leading=11.5, grey=0.15, space_after=0)
Explained = tuple[str, str, str]  # the sentence, how to say it, what it means


def explain(found: Sequence[FoundPhrase], language: str, length: int) -> tuple[Explained, ...]:
    """The sentences of the phrase bank in a letter of `length` characters, in the writer's language.

    None if they are so small a part of it that a page for them would be a waste, or only a greeting.
    """
    known = sum(len(one.text) for one in found)
    if language == "ru" or known < _WORTH_A_PAGE * length or all(one.phrase.tag in ALONE for one in found):
        return ()
    return tuple(_explained(one, language) for one in found)


def _explained(found: FoundPhrase, language: str) -> Explained:
    meaning = re.sub(r"\{[^{}]*\}", "…", found.phrase.meaning(language))
    return found.text, names.say(found.text, guide_texts(language)["alphabet"]["spelling"]), meaning


def layout_explanation(
    rows: Sequence[Explained], name: str, language: str, setter: Setter, paper: Paper = A4, large: bool = False
) -> tuple[Page, ...]:
    """The pages that explain the sentences of a letter, with the alphabet below them; none without sentences."""
    if not rows:
        return ()
    setting = _Setting(language, large_guide(setter) if large else setter, _area(paper), large)
    first, *others = _GAPS
    pages = _with_letters(rows, name, setting, first)
    if len(pages) > 1:
        smaller = replace(setting, setter=Scaled(setting.setter, _SMALLER, _LEAST))
        tries = [(setting, gap) for gap in others] + ([] if large else [(smaller, others[-1])])
        closer = (_with_letters(rows, name, *how) for how in tries)
        pages = next((tried for tried in closer if len(tried) == 1), pages)
    return tuple(_page(marks, language, paper) for marks in pages)


def layout_alphabet(language: str, setter: Setter, paper: Paper = A4, large: bool = False) -> Page:
    """The alphabet on a page of its own, for a letter that nobody has written yet."""
    setting = _Setting(language, large_guide(setter) if large else setter, _area(paper), large)
    return _page((setting.letters(setting.area.top)[1],), language, paper)


def _area(paper: Paper) -> Box:
    kept = kept_area(paper)
    return Box.between(kept.left, _TOP, kept.right, kept.bottom)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all these pages have in common; in large print everything stands in one column."""

    language: str
    setter: Setter
    area: Box
    large: bool

    def letters(self, top: float) -> tuple[float, Shared]:
        """The alphabet from `top` downwards, and the bottom it reaches in mm."""
        return layout_letters(self.language, top, self.setter, self.area, self.large)


def _page(marks: Sequence[Mark], language: str, paper: Paper) -> Page:
    return Page(paper.width, paper.height, (banner(guide_texts(language)["banner"], paper), *marks))


def _with_letters(rows: Sequence[Explained], name: str, setting: _Setting, gap: float) -> list[list[Mark]]:
    """The marks of each page; the alphabet at the foot of the last one, or on one more."""
    pages, bottom = _sentences(rows, name, setting, gap)
    area, height = setting.area, setting.letters(0)[0]
    if bottom + _ABOVE_LETTERS + height > area.bottom:
        return [*pages, [setting.letters(area.top)[1]]]
    top = area.bottom - height
    rule = Rule(area.left, top - 3, area.right, top - 3, 0.25, 0.4)
    return [*pages[:-1], [*pages[-1], rule, setting.letters(top)[1]]]


def _sentences(rows: Sequence[Explained], name: str, setting: _Setting, gap: float) -> tuple[list[list[Mark]], float]:
    """The marks of each page that holds sentences, and the bottom that the last one reaches in mm."""
    texts, area = guide_texts(setting.language)["gloss"], setting.area
    head = (
        named(name, _NAME, area.width, setting.setter),
        plain(texts["heading"], HEADING),
        plain(texts["lead"], LEAD),
    )
    top, flow = set_flow(head, area.left, area.top, area.width, setting.setter)
    pages: list[list[Mark]] = [[flow]]
    for row in rows:
        bottom, marks = _row(row, top + gap, setting)
        if bottom > area.bottom:
            bottom, marks = _row(row, area.top, setting)
            pages.append([])
        pages[-1] += marks
        top = bottom
    return pages, top


def _row(row: Explained, top: float, setting: _Setting) -> tuple[float, list[Mark]]:
    """A sentence with how to say it on the left, what it means on the right; in large print below."""
    area, setter = setting.area, setting.setter
    sentence, say, sense = plain(row[0], PHRASE), plain(row[1], _SAY), plain(row[2], _SENSE)
    if setting.large:
        bottom, flow = set_flow((sentence, say, sense), area.left, top, area.width, setter)
        return bottom, [flow]
    left, words = set_flow((sentence, say), area.left, top, _MEANING - area.left - 5, setter)
    right, meaning = set_flow((sense,), _MEANING, top + 0.7, area.right - _MEANING, setter)
    return max(left, right), [words, meaning]
