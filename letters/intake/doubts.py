"""What a person must look at before a draft goes into the book."""

from collections.abc import Iterator

from letters.errors import Problem
from letters.intake.address import LONGEST, FoundAddress
from letters.intake.birth import ToldYear
from letters.intake.english import year_of_birth
from letters.intake.page import PastedPage
from letters.intake.record import Draft
from letters.russian.postal import parse_line
from letters.sentences import sentence, sentences

_SHOWN = 80  # characters of a sentence


def find_warnings(
    draft: Draft,
    found: FoundAddress,
    births: tuple[ToldYear, ...],
    page: PastedPage,
    source: str,
) -> Iterator[Problem]:
    """Everything doubtful, as warnings; nothing is corrected."""
    yield from _births(draft, found, births, source)
    if found.is_reordered:
        what = sentence(
            "the lines of the address stood in another order: postcode, place, prison and name were put in a row."
        )
        yield Problem(source, what, sentence("Compare the page."), "warning", code="address-reordered")
    yield from _services(draft, source)
    yield from _unread_addresses(draft, source)
    if long := sum(len(line) > LONGEST for line in page.lines):
        what = sentences(
            "{count} line of more than {most} characters not searched.",
            "{count} lines of more than {most} characters not searched.",
            long,
            most=LONGEST,
        )
        yield Problem(source, what, "", "warning", code="line-not-searched")


def _unread_addresses(draft: Draft, source: str) -> Iterator[Problem]:
    """A line beside the address that names a prison and somebody, or a place: perhaps one more person, mistyped."""
    for text in draft.not_understood:
        read = parse_line(text)
        if read.facility and (read.address or read.recipient_text):
            what = sentence("beside it stands what may be the address of somebody else: «{text}».", text=text)
            hint = sentence("If it is, somebody is missing: correct its postcode, name or year in the text.")
            yield Problem(source, what, hint, "warning", code="address-unread")


def _births(draft: Draft, found: FoundAddress, births: tuple[ToldYear, ...], source: str) -> Iterator[Problem]:
    """Where the year comes from that the line lacks, and years that disagree."""
    years = dict.fromkeys(
        filter(None, (found.parsed.born, year_of_birth(draft.english), *(one.number for one in births)))
    )
    if len(years) > 1:
        what = sentence("the page gives several years of birth: {years}.", years=", ".join(map(str, years)))
        hint = sentence("Compare the page, and say the right one: ‹born›.")
        yield Problem(source, what, hint, "warning", code="years-differ")
    elif draft.born and found.parsed.born is None:
        if year_of_birth(draft.english):
            what = sentence(
                "the year of birth, {born}, is not on the line of the address, only in the English line.",
                born=draft.born,
            )
        else:
            what = sentence(
                "the year of birth, {born}, is not on the line of the address, only elsewhere on the page: «{text}».",
                born=draft.born,
                text=births[0].text[:_SHOWN],
            )
        yield Problem(source, what, sentence("Compare the page."), "warning", code="born-elsewhere")


def _services(draft: Draft, source: str) -> Iterator[Problem]:
    for offer in draft.offers:
        if not offer.is_known:
            what = sentence("the page names the service «{offer}», which the program does not know.", offer=offer.id)
            yield Problem(source, what, sentence("It is left out."), "warning", code="unknown-service")
        elif offer.usual:
            what = sentence(
                "{offer}: the page says «{note}», templates/services.toml says «{usual}».",
                offer=offer.id,
                note=offer.note,
                usual=offer.usual,
            )
            hint = sentence("The guide prints the second; correct the file if the page is right.")
            yield Problem(source, what, hint, "warning", code="service-says-otherwise")
