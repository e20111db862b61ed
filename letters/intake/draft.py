"""The way of a page: lines, address, the block around it, the draft of a record, and what was seen beside it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from letters.errors import CommandError, DataError, Problem
from letters.intake.about import first_lines, headings, name_in_title, neutral_sentences
from letters.intake.address import FoundAddress, find_addresses
from letters.intake.birth import ToldYear, births_on
from letters.intake.birthday import find_birthday
from letters.intake.doubts import find_warnings
from letters.intake.english import find_english, year_of_birth
from letters.intake.label import read_label
from letters.intake.markup import read_page
from letters.intake.questions import begins_with_name, find_questions
from letters.intake.record import Draft
from letters.intake.services import find_offers
from letters.intake.tables.dates import read_year
from letters.intake.words import is_aside, is_tip, language, split_sentences
from letters.links import without_tracking
from letters.model import Name, Recipient
from letters.russian import names
from letters.russian.postal import normalise
from letters.russian.postal.words import LABEL
from letters.russian.tidy import fold_case
from letters.sentences import sentence, sentences

_BEFORE, _AFTER = 2, 12  # lines around an address that speak of the same person
_LONGEST_LABEL = 80  # characters of a line that only introduces another
_WORDS_OF_LABEL = 6
_WORD = re.compile(r"\w+")
_LONGEST_SHOWN = 2000


class SeveralAddressesError(DataError):
    """More than one address stands on the page, and nobody said which one is meant."""


@dataclass(frozen=True, slots=True)
class _Block:
    """An address with the lines around it that speak of the same person."""

    found: FoundAddress
    lines: tuple[str, ...]
    english: str | None  # the English line of the same person
    births: tuple[ToldYear, ...] = ()  # years of birth that other lines tell
    told: tuple[str, ...] = ()  # all lines that may speak of the person

    @property
    def recipient(self) -> Recipient:
        return names.read_recipient(self.found.parsed.recipient_text or "", english=self.english)

    @property
    def born(self) -> int | None:
        """The year that other lines than that of the address tell, if they agree."""
        return year_of_birth(self.english) or (self.births[0].number if len(self.births) == 1 else None)

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(chain.from_iterable(map(split_sentences, self.lines)))


def read_draft(text: str, source: str, which: int | None = None, case: str | None = None) -> Draft:
    """The draft of the person on a page, text or HTML; `which` chooses among several addresses, from 1.

    Raises DataError when there is no address, SeveralAddressesError when none of several is chosen, CommandError when
    there is no such one.
    """
    page = read_page(text)
    addresses = find_addresses(page.lines, source)
    chosen = _chosen(addresses, which, source)
    english = find_english(page.lines, chosen, len(addresses) == 1)
    block = _block(page.lines, chosen, addresses, english)
    told = _of_person(page.lines, block, len(addresses) == 1)
    block = replace(block, births=births_on(told), told=told)
    title, subtitle = headings(page, addresses[0].first, block.recipient)
    link, tracking = without_tracking(case or page.case or "")
    about = neutral_sentences((title, subtitle), first_lines(page, addresses[0].first, (title, subtitle)))
    titled = name_in_title(title, block.recipient)
    draft = replace(
        _from_block(block, titled),
        case=link or None,
        title=title,
        subtitle=subtitle,
        about=about,
        not_understood=_not_understood(block, (title, subtitle, page.case), " ".join(about.values())),
        unused=sum(map(bool, page.lines)) - sum(map(bool, block.lines)),
    )
    asked = tuple(find_questions(told, title, titled, block.recipient, english, source))
    questions = tuple(problem for problem in asked if problem.level == "error")
    doubts = find_warnings(draft, block.found, block.births, page, source)
    others = (problem for problem in asked if problem.level != "error")
    return replace(draft, warnings=(*doubts, *others, *_cut_off(tracking, source)), questions=questions)


def _of_person(lines: tuple[str, ...], block: _Block, is_alone: bool) -> tuple[str, ...]:
    """The lines that may speak of the person: all of a page with one address."""
    return lines if is_alone else block.lines


def _cut_off(tracking: tuple[str, ...], source: str) -> Iterator[Problem]:
    if tracking:
        what = sentence(
            "parts that only track were cut off the link of the page: {tracking}.", tracking=", ".join(tracking)
        )
        yield Problem(source, what, "", "warning", code="link-cut")


def _from_block(block: _Block, titled: Name | None) -> Draft:
    """What the lines around the address give."""
    recipient, english = block.recipient, block.english
    return Draft(
        address=block.found.published,
        recipient=recipient,
        name=recipient.nominative or titled,
        born=block.found.parsed.born or block.born,
        english=english,
        offers=find_offers(block.lines),
        tip=_tip(block),
        extra=dict(_extra(block, titled)),
        lines=range(block.found.first, block.found.last),
        parts=block.found.parsed.parts,
    )


def _chosen(addresses: tuple[FoundAddress, ...], which: int | None, source: str) -> FoundAddress:
    if which is not None and which > len(addresses):
        what = sentences("this page has {count} address.", "this page has {count} addresses.", len(addresses))
        hint = (
            sentence("Leave out ‹which›.")
            if len(addresses) == 1
            else sentence("Take a number from 1 to {count}.", count=len(addresses))
        )
        raise CommandError(Problem("", what, hint, code="no-such-address", field="which", value=str(which)))
    if which is None and len(addresses) > 1:
        what = sentence("this page has {count} addresses.", count=len(addresses))
        asked = Problem(source, what, sentence("Say which one is meant:"), code="several-addresses")
        raise SeveralAddressesError(asked, *map(_choice, range(1, len(addresses) + 1), addresses))
    return addresses[which - 1 if which else 0]


def _choice(place: int, found: FoundAddress) -> Problem:
    return Problem("", found.published, code="address-to-choose", field="which", value=str(place))


def _block(
    lines: tuple[str, ...], found: FoundAddress, addresses: tuple[FoundAddress, ...], english: str | None
) -> _Block:
    """The lines before and behind, up to those of another person; those of other addresses are left out."""
    others = [other for other in addresses if other.parsed.recipient_text != found.parsed.recipient_text]
    above = max((other.last for other in others if other.last <= found.first), default=None)
    start = max(found.first - _BEFORE, 0) if above is None else _begin(lines, above, found)
    same = max(other.last for other in addresses if other not in others)
    below = min((other for other in others if other.first >= found.last), key=lambda other: other.first, default=None)
    end = min([same + _AFTER, *([_begin(lines, same, below)] if below else [])])
    taken = {place for other in addresses if other is not found for place in range(other.first, other.last)}
    around = tuple(line for place, line in enumerate(lines[start:end], start) if place not in taken)
    return _Block(found, around, english)


def _begin(lines: tuple[str, ...], after: int, found: FoundAddress) -> int:
    """Where what is said of somebody begins below another address: with their name, else with their address."""
    who = names.read_recipient(found.parsed.recipient_text or "")
    places = range(max(after, found.first - _AFTER), found.first)
    return next((place for place in places if begins_with_name(lines[place], who)), found.first)


def _tip(block: _Block) -> Mapping[str, str]:
    tips: dict[str, str] = {}
    for text in block.sentences:
        if is_tip(text) and len(text) <= _LONGEST_SHOWN:
            tips.setdefault(language(text), text)
    return tips


def _extra(block: _Block, titled: Name | None) -> Iterator[tuple[str, str]]:
    """What the book must say because the line does not prove it."""
    if block.recipient.nominative is None and titled:
        yield "name", str(titled)
    if block.found.parsed.born is None and block.born:
        yield "born", str(block.born)
    if block.found.parsed.birth_date is None:
        near, born = (*block.lines, block.english or ""), block.found.parsed.born or block.born
        if day := find_birthday(near, born) or find_birthday(block.told, born, needs_year=True):
            yield "birthday", day


def _not_understood(block: _Block, headings: tuple[str | None, ...], about: str) -> tuple[str, ...]:
    """What stands near the address and went into no field: somebody must read it."""
    address = normalise(block.found.parsed.line)
    texts = (text for text in block.sentences if text not in headings and text not in about)
    beside = (text for text in texts if not _is_understood(text, address, block.english))
    parsed = block.found.parsed
    notes = (note for note in parsed.notes if note not in block.found.published)
    return tuple(dict.fromkeys(text[:_LONGEST_SHOWN] for text in (*notes, *parsed.texts("rest"), *beside)))


def _is_understood(sentence: str, address: str, english: str | None) -> bool:
    field, said = read_label(sentence)
    return (
        _words(sentence if field == "other" else said) <= _words(address)
        or bool(english and (sentence in english or english in sentence))
        or (field == "born" and _is_birth(said))
        or _is_label(sentence)
        or is_tip(sentence)
        or is_aside(sentence)
        or bool(find_offers([sentence]))
        or not any(map(str.isalnum, sentence))
    )


def _is_birth(text: str) -> bool:
    """Whether a text is nothing but a year, or a day that is beyond doubt."""
    year = read_year(text)
    return year is not None and (year.birthday is not None or not year.has_day)


def _words(line: str) -> set[str]:
    """The words and numbers of a line: an address may have them in another order, and with other commas."""
    return set(_WORD.findall(fold_case(line)))


def _is_label(line: str) -> bool:
    """Whether a line only introduces another: «Написать письмо», «How can you help?»."""
    if line[-1] in ":?":
        return len(line) <= _LONGEST_LABEL
    return line[-1] not in ".!" and line.count(" ") < _WORDS_OF_LABEL and bool(LABEL.search(fold_case(line)))
