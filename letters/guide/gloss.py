"""What a letter says, for whoever copies it: each sentence, how to say it, what it means; kept pages, in mm."""

import re
from collections.abc import Sequence
from dataclasses import replace

from letters import names
from letters.guide.alphabet import layout_letters
from letters.guide.page import BOTTOM, GLOSS, HEADING, LEAD, LEFT, NAME, PHRASE, RIGHT, SAY, TOP, banner, set_flow
from letters.marks import Mark, Page, Rule, Setter, plain
from letters.paper import A4_HEIGHT, A4_WIDTH
from letters.phrases import ALONE, Found
from letters.wording import guide_texts

_TOP = TOP + 15
_MEANING = 138.0  # mm from the left edge of the paper: where the meanings begin
_ABOVE_LETTERS = 6.0  # mm between the sentences and the alphabet
_GAPS = (3.0, 2.0, 1.2)  # mm between the sentences; narrower where the alphabet would need a page of its own
_NAME = replace(NAME, font_size=16, leading=20, space_after=0.6)
_SAY = replace(SAY, font_size=9, leading=11, space_after=0)
_SENSE = replace(GLOSS, font_size=9.5, leading=11.5, grey=0.15, space_after=0)
Explained = tuple[str, str, str]  # the sentence, how to say it, what it means


def explain(found: Sequence[Found], language: str) -> tuple[Explained, ...]:
    """The sentences of the phrase bank in a letter, in the writer's language; none if only a greeting is of it."""
    if language == "ru" or all(one.phrase.tag in ALONE for one in found):
        return ()
    return tuple(_explained(one, language) for one in found)


def _explained(found: Found, language: str) -> Explained:
    meaning = re.sub(r"\{[^{}]*\}", "…", found.phrase.meaning(language))
    return found.text, names.say(found.text), meaning


def layout_gloss(rows: Sequence[Explained], name: str, language: str, setter: Setter) -> tuple[Page, ...]:
    """The pages that explain the sentences of a letter, with the alphabet below them; none without sentences."""
    if not rows:
        return ()
    tries = [_with_letters(rows, name, language, setter, gap) for gap in _GAPS]
    pages = next((pages for pages in tries if len(pages) == 1), tries[0])
    return tuple(_page(marks, language) for marks in pages)


def layout_alphabet(language: str, setter: Setter) -> Page:
    """The alphabet on a page of its own, for a letter that nobody has written yet."""
    return _page((layout_letters(language, _TOP, setter)[1],), language)


def _page(marks: Sequence[Mark], language: str) -> Page:
    return Page(A4_WIDTH, A4_HEIGHT, (banner(guide_texts(language)["banner"]), *marks))


def _with_letters(rows: Sequence[Explained], name: str, language: str, setter: Setter, gap: float) -> list[list[Mark]]:
    """The marks of each page; the alphabet at the foot of the last one, or on one more."""
    pages, bottom = _sentences(rows, name, language, setter, gap)
    height = layout_letters(language, 0, setter)[0]
    if bottom + _ABOVE_LETTERS + height > BOTTOM:
        return [*pages, [layout_letters(language, _TOP, setter)[1]]]
    rule = Rule(LEFT, BOTTOM - height - 3, RIGHT, BOTTOM - height - 3, 0.25, 0.4)
    return [*pages[:-1], [*pages[-1], rule, layout_letters(language, BOTTOM - height, setter)[1]]]


def _sentences(
    rows: Sequence[Explained], name: str, language: str, setter: Setter, gap: float
) -> tuple[list[list[Mark]], float]:
    """The marks of each page that holds sentences, and the bottom that the last one reaches in mm."""
    texts = guide_texts(language)["gloss"]
    head = (plain(name, _NAME), plain(texts["heading"], HEADING), plain(texts["lead"], LEAD))
    top, flow = set_flow(head, LEFT, _TOP, RIGHT - LEFT, setter)
    pages: list[list[Mark]] = [[flow]]
    for row in rows:
        bottom, marks = _row(row, top + gap, setter)
        if bottom > BOTTOM:
            bottom, marks = _row(row, _TOP, setter)
            pages.append([])
        pages[-1] += marks
        top = bottom
    return pages, top


def _row(row: Explained, top: float, setter: Setter) -> tuple[float, list[Mark]]:
    """A sentence with how to say it on the left, what it means on the right."""
    sentence, say, meaning = row
    left, words = set_flow((plain(sentence, PHRASE), plain(say, _SAY)), LEFT, top, _MEANING - LEFT - 5, setter)
    right, sense = set_flow((plain(meaning, _SENSE),), _MEANING, top + 0.7, RIGHT - _MEANING, setter)
    return max(left, right), [words, sense]
