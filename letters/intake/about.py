"""The headings of a page, the name they give, and the neutral sentences among them as a draft of `about`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from letters.intake.birthday import tells_birthday
from letters.intake.page import URL, PastedPage
from letters.intake.postcode import POSTCODE
from letters.intake.questions import begins_with_full_name
from letters.intake.words import is_aside, is_hard, is_tip, language, split_sentences
from letters.model import Name, Recipient
from letters.russian import names
from letters.russian.names.table import fold, given_names

_LONGEST_HEADING = 300
_FEWEST_WORDS = 5  # of a sentence for `about`; shorter ones are headings and menus
_FEWEST_OF_SUBJECT = 2  # «Житель Хабаровска»
_FIRST_LINES = 6
_DIGIT = re.compile("[0-9]")
# Where a sentence about somebody goes over to the case: «… has been sentenced», «… приговорён».
_CASE_BEGINS = re.compile(
    r",?\s(?:(?:has|have|had|who|which)\s|(?:is|was|were|been|being)\s|(?:при|о)?сужд[её]|приговор[её]н|арестован|задержан|обвин|отбывает|находится|получил)"
)
_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*(?: [А-ЯЁа-яё][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*){1,5}")
_BEHIND_NAME = re.compile(r"\s*[|(,:—–].*")


def headings(page: PastedPage, first: int, recipient: Recipient) -> tuple[str | None, str | None]:
    """Title and subtitle: what the page marks as such, else the line above its address that begins with the name of the
    recipient and the line below it, else the first two lines.

    What stands above a title is the menu of the site and what it says of cookies.
    """
    if page.title:
        return page.title, page.subtitle
    above = [line for line in page.lines[:first] if line and not URL.fullmatch(line)]
    named = (place for place, line in enumerate(above) if is_heading(line) and begins_with_full_name(line, recipient))
    start = next(named, 0)
    title, subtitle = (line if is_heading(line) else None for line in [*above, "", ""][start : start + 2])
    return title, subtitle if title else None


def is_heading(line: str) -> bool:
    """Whether a line may be a title: not long, no label, no address, no day of birth."""
    is_short = bool(line) and len(line) <= _LONGEST_HEADING and line[-1] not in ":,"
    return is_short and not POSTCODE.search(line) and not tells_birthday(line)


def first_lines(page: PastedPage, first: int, headings: tuple[str | None, ...]) -> Iterator[str]:
    """The sentences between the headings and the address; lines without a full stop are menus and labels."""
    start = page.lines.index(headings[0]) if headings[0] in page.lines[:first] else 0
    above = (line for line in page.lines[start:first] if line and line not in headings)
    return (
        line for line in islice(above, _FIRST_LINES) if line[-1] in ".!…" and not is_tip(line) and not is_aside(line)
    )


def neutral_sentences(headings: Iterable[str | None], lines: Iterable[str] = ()) -> Mapping[str, str]:
    """By language, the sentences that neither speak of the case nor name an organisation; of headings their subjects.

    «A student from Buryatia has been sentenced to …» gives «A student from Buryatia.»
    """
    found: dict[str, str] = {}
    of_headings = (_subject(said) for text in headings for said in split_sentences(text or ""))
    of_lines = (said for line in lines for said in split_sentences(line) if not _DIGIT.search(said))
    for said in filter(None, (*of_headings, *of_lines)):
        if not is_hard(said):
            key = language(said)
            full = said if said[-1] in ".!?…" else f"{said}."
            found[key] = f"{found[key]} {full}" if key in found else full
    return found


def _subject(sentence: str) -> str:
    """Who a sentence is about, where the rest of it speaks of the case; else the sentence. A name alone is nothing."""
    if len(sentence.split()) >= _FEWEST_WORDS and not is_hard(sentence):
        return "" if _NAME.fullmatch(sentence) or _is_menu(sentence) else sentence
    found = _CASE_BEGINS.search(sentence)
    subject = sentence[: found.start()].rstrip(" ,") if found else ""
    words = subject.split()
    has_given = not given_names().every.isdisjoint(fold(word.strip(",")) for word in words)
    is_name = has_given and all(word[0].isupper() for word in words)
    return "" if len(words) < _FEWEST_OF_SUBJECT or is_name or _is_latin_name(words) else subject


def _is_menu(sentence: str) -> bool:
    """«Home News About us Contacts»."""
    words = sentence.split()
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def _is_latin_name(words: list[str]) -> bool:
    """«Dmitry Zimin»; an English sentence about somebody without a name begins with an article."""
    return words[0].isascii() and words[0] not in ("A", "An", "The") and not any(word.islower() for word in words)


def name_in_title(title: str | None, recipient: Recipient) -> Name | None:
    """The nominative in the title of a Russian page, if it begins like the name on the line."""
    text = _BEHIND_NAME.sub("", title or "")
    if not _NAME.fullmatch(text):
        return None
    name = names.split_name(text)
    starts = tuple(word[:3].casefold() for word in recipient.text.split())
    return name if name.first and name.last[:3].casefold() in starts else None
