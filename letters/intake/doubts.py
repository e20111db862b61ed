"""What a person must look at before a draft goes into the book."""

from collections.abc import Iterator

from letters.errors import Problem
from letters.intake.address import LONGEST, FoundAddress
from letters.intake.page import PastedPage
from letters.intake.record import Draft
from letters.model import Name


def find_warnings(
    draft: Draft, found: FoundAddress, titled: Name | None, page: PastedPage, source: str
) -> Iterator[Problem]:
    """Everything doubtful, as warnings; nothing is corrected."""
    yield from _names(draft, titled, source)
    if draft.born and found.parsed.born is None:
        what = f"the year of birth, {draft.born}, is only in the English line."
        yield Problem(source, what, "Compare the page.", "warning", code="born-in-english-only")
    yield from _services(draft, source)
    if long := sum(len(line) > LONGEST for line in page.lines):
        what = f"{long} {'line' if long == 1 else 'lines'} of more than {LONGEST} characters not searched."
        yield Problem(source, what, "", "warning", code="line-not-searched")


def _names(draft: Draft, titled: Name | None, source: str) -> Iterator[Problem]:
    if titled and draft.name and draft.name != titled:
        what = f"the line gives the name «{draft.name}», the title of the page «{titled}»."
        hint = "If the title is right, write `name:` in the book."
        yield Problem(source, what, hint, "warning", code="title-names-another")


def _services(draft: Draft, source: str) -> Iterator[Problem]:
    for offer in draft.offers:
        if not offer.is_known:
            what = f"the page names the service «{offer.id}», which the program does not know."
            yield Problem(source, what, "It is left out.", "warning", code="unknown-service")
        elif offer.usual:
            what = f"{offer.id}: the page says «{offer.note}», templates/services.toml says «{offer.usual}»."
            hint = "The guide prints the second; correct the file if the page is right."
            yield Problem(source, what, hint, "warning", code="service-says-otherwise")
