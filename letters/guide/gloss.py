"""What a letter says, for whoever copies it: each sentence, how to say it, its English; kept pages, in mm."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import repeat

from letters import names
from letters.guide.page import GLOSS, HEADING, LEAD, NAME, PHRASE, SAY, TOP, banner, kept_area
from letters.marks import Flow, Page, Paragraph, Setter, plain
from letters.paper import A4, Box, Paper
from letters.phrases import ALONE, Found
from letters.wording import guide_texts

_TOP = TOP + 17
_SAY = replace(SAY, space_after=0.2)
_GLOSS = replace(GLOSS, space_after=2.4)


def layout_gloss(
    found: Sequence[Found], name: str, language: str, setter: Setter, paper: Paper = A4
) -> tuple[Page, ...]:
    """The pages that explain the sentences of the phrase bank in a letter; none if only a greeting is of it."""
    if all(one.phrase.tag in ALONE for one in found):
        return ()
    texts = guide_texts(language)
    head = (plain(name, NAME), plain(texts["gloss"]["heading"], HEADING), plain(texts["gloss"]["lead"], LEAD))
    paragraphs = [*head, *(paragraph for one in found for paragraph in _explained(one))]
    kept = kept_area(paper)
    area = Box.between(kept.left, _TOP, kept.right, kept.bottom)
    boxes = setter.fill(paragraphs, area.width, repeat(area.height))
    strip = banner(texts["banner"], paper)
    return tuple(Page(paper.width, paper.height, (strip, Flow(area, box))) for box in boxes)


def _explained(found: Found) -> tuple[Paragraph, ...]:
    english = re.sub(r"\{[^{}]*\}", "…", found.phrase.english)
    return plain(found.text, PHRASE), plain(names.say(found.text), _SAY), plain(english, _GLOSS)
