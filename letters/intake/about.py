"""The headings of a page, the name they give, and the neutral sentences among them as a draft of `about`."""

import re
from collections.abc import Iterable, Mapping

from letters.intake.page import URL, PastedPage
from letters.intake.words import is_hard, language, sentences
from letters.model import Name, Recipient
from letters.russian import names

_LONGEST_HEADING = 300
_FEWEST_WORDS = 5  # of a sentence for `about`; shorter ones are headings and menus
_SIX_DIGITS = re.compile(r"[0-9]{3} ?[0-9]{3}")
_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*(?: [А-ЯЁа-яё][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*){1,5}")
_BEHIND_NAME = re.compile(r"\s*[|(,:—–].*")


def headings(page: PastedPage, first: int) -> tuple[str | None, str | None]:
    """Title and subtitle: what the page marks as such, else the first two lines above its address."""
    if page.title:
        return page.title, page.subtitle
    above = [line for line in page.lines[:first] if line and not URL.fullmatch(line)]
    title, subtitle = (line if is_heading(line) else None for line in [*above, "", ""][:2])
    return title, subtitle if title else None


def is_heading(line: str) -> bool:
    """Whether a line may be a title: not long, no label, no address."""
    return bool(line) and len(line) <= _LONGEST_HEADING and line[-1] not in ":," and not _SIX_DIGITS.search(line)


def neutral_sentences(texts: Iterable[str | None]) -> Mapping[str, str]:
    """By language, the sentences that neither speak of the case nor name an organisation."""
    found: dict[str, str] = {}
    for sentence in (sentence for text in texts for sentence in sentences(text or "")):
        if len(sentence.split()) >= _FEWEST_WORDS and not is_hard(sentence) and not _NAME.fullmatch(sentence):
            key = language(sentence)
            full = sentence if sentence[-1] in ".!?…" else f"{sentence}."
            found[key] = f"{found[key]} {full}" if key in found else full
    return found


def name_in_title(title: str | None, recipient: Recipient) -> Name | None:
    """The nominative in the title of a Russian page, if it begins like the name on the line."""
    text = _BEHIND_NAME.sub("", title or "")
    if not _NAME.fullmatch(text):
        return None
    name = names.split_name(text)
    starts = tuple(word[:3].casefold() for word in recipient.text.split())
    return name if name.first and name.last[:3].casefold() in starts else None
