"""The guides as one page for phones and screen readers: the same words, and what each stretch of them is."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from letters.layout.guide.alphabet import HANDWRITTEN, letter_rows, pair_rows
from letters.layout.guide.explanation import Explained
from letters.layout.guide.page import GLOSS, PHRASE, GuideText, Section
from letters.marks import CodeOnPage, Paragraph, Span, dark_runs
from letters.qr import QUIET_ZONE
from letters.wording import guide_texts
from letters.wording_html import fill_html

Stretch = tuple[str, str, bool]  # text, "" or "strong" or "em", Russian on a page that is not
RUSSIAN = "ru"
_CYRILLIC = re.compile(r"[Ѐ-ӿ](?:[Ѐ-ӿ\u0301\u00ad…—–, !?.-]*[Ѐ-ӿ…!?])?")
_WEIGHTS = {"sans-bold": "strong", "serif-bold": "strong", "sans-italic": "em", "serif-italic": "em"}


def html_head(language: str) -> str:
    """All before the first person."""
    texts = guide_texts(language)
    return fill_html("head", {"language": language, "heading": texts["list"]["heading"]})


def html_foot(language: str) -> str:
    """All after the last person: the letters, once; who reads Russian needs none."""
    if language == RUSSIAN:
        return fill_html("foot", {"alphabet": None})
    texts = guide_texts(language)["alphabet"]
    lead, pairs = _stretches(texts["lead"], language), pair_rows(language)
    alphabet = {"heading": texts["heading"], "lead": lead, "letters": letter_rows(language)}
    marked = [(letters, _stretches(words, language)) for letters, words in pairs]
    hand = {"letters": HANDWRITTEN, "words": texts["hand"]}
    return fill_html("foot", {"alphabet": alphabet, "pairs": marked, "hand": hand})


def html_person(
    text: GuideText, number: int, language: str, link: str | None, explained: Sequence[Explained] = ()
) -> str:
    """One person's guide; `link` is the case page, left out unless it is an address of the web."""
    gloss = guide_texts(language)["gloss"]
    lead = f"{gloss['lead']} {gloss['numbers']}" if any(row.line for row in explained) else gloss["lead"]
    return fill_html(
        "person",
        {
            "number": number,
            "banner": _stretches(text.banner, language),
            "name": text.name,
            "latin": text.latin,
            "small": _stretches(" · ".join(text.small), language),
            "about_heading": text.about_heading,
            "about": _stretches(text.about or "", language),
            "welcome": _stretches(text.welcome or "", language),
            "steps_heading": text.steps_heading,
            "steps": [(step.title, step.copied, _of_spans(step.text, language)) for step in text.steps],
            "code": _svg(text.code) if text.code else None,
            "code_caption": text.code_caption,
            "colon": guide_texts(language)["colon"],
            "link": link if link and re.match(r"https?://", link) else None,
            "address_heading": text.address_heading,
            "address": text.address,
            "english": text.english,
            "english_lang": language if text.made else "en",
            "sections": [_section(section, language) for section in (*text.columns[0], *text.columns[1], text.enclose)],
            "gloss": {"heading": gloss["heading"], "lead": lead} if explained else None,
            "explained": explained,
            "closing": _stretches(text.closing, language),
        },
    )


def _svg(code: CodeOnPage) -> dict[str, Any]:
    """The code with its quiet zone, counted in modules: one path that goes around each run of dark ones."""
    runs = (
        f"M{first + QUIET_ZONE} {row}h{count}v1h-{count}z"
        for row, modules in enumerate(code.rows, QUIET_ZONE)
        for first, count in dark_runs(modules)
    )
    return {"side": code.size + 2 * QUIET_ZONE, "path": "".join(runs)}


def _section(section: Section, language: str) -> dict[str, Any]:
    groups = groupby(section.paragraphs, _kind)
    return {
        "heading": section.heading,
        "on_grey": section.on_grey,
        "groups": [(kind, _rows(kind, list(each), language)) for kind, each in groups],
    }


def _kind(paragraph: Paragraph) -> str:
    if paragraph.style in (PHRASE, GLOSS):
        return "phrase"
    return "point" if paragraph.bullet else "lead"


def _rows(kind: str, paragraphs: Sequence[Paragraph], language: str) -> list[Any]:
    rows = [_of_spans(paragraph.spans, language) for paragraph in paragraphs]
    if kind == "phrase":
        phrases = ["".join(span.text for span in paragraph.spans) for paragraph in paragraphs[::2]]
        return list(zip(phrases, rows[1::2], strict=True))
    return rows


def _of_spans(spans: Sequence[Span], language: str) -> list[Stretch]:
    return [stretch for span in spans for stretch in _stretches(span.text, language, _WEIGHTS.get(span.font or "", ""))]


def _stretches(text: str, language: str, weight: str = "") -> list[Stretch]:
    return list(_parted(text, weight)) if language != RUSSIAN else [(text, weight, False)]


def _parted(text: str, weight: str) -> Iterator[Stretch]:
    end = 0
    for found in _CYRILLIC.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], weight, False
        yield found[0], weight, True
        end = found.end()
    if end < len(text):
        yield text[end:], weight, False
