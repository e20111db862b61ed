"""What a letter says, for whoever copies it: each sentence, how to say it, its English; kept pages, in mm."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import repeat

from letters import names
from letters.guide.page import BOTTOM, GLOSS, HEADING, LEAD, LEFT, NAME, PHRASE, RIGHT, SAY, TOP, banner
from letters.marks import Flow, Page, Paragraph, Setter, plain
from letters.paper import A4_HEIGHT, A4_WIDTH, Box
from letters.phrases import ALONE, Found
from letters.wording import guide_texts

_TOP = TOP + 17
_SAY = replace(SAY, space_after=0.2)
_GLOSS = replace(GLOSS, space_after=2.4)


def layout_gloss(found: Sequence[Found], name: str, language: str, setter: Setter) -> tuple[Page, ...]:
    """The pages that explain the sentences of the phrase bank in a letter; none if only a greeting is of it."""
    if all(one.phrase.tag in ALONE for one in found):
        return ()
    texts = guide_texts(language)
    head = (plain(name, NAME), plain(texts["gloss"]["heading"], HEADING), plain(texts["gloss"]["lead"], LEAD))
    paragraphs = [*head, *(paragraph for one in found for paragraph in _explained(one))]
    boxes = setter.fill(paragraphs, RIGHT - LEFT, repeat(BOTTOM - _TOP))
    area = Box.between(LEFT, _TOP, RIGHT, BOTTOM)
    return tuple(Page(A4_WIDTH, A4_HEIGHT, (banner(texts["banner"]), Flow(area, box))) for box in boxes)


def _explained(found: Found) -> tuple[Paragraph, ...]:
    english = re.sub(r"\{[^{}]*\}", "…", found.phrase.english)
    return plain(found.text, PHRASE), plain(names.say(found.text), _SAY), plain(english, _GLOSS)
