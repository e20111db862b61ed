"""What a person must look at before a draft goes into the book."""

from collections.abc import Iterator

from letters.errors import Problem
from letters.intake.address import LONGEST, Found
from letters.intake.page import Page
from letters.intake.record import Draft
from letters.model import Name


def find_warnings(draft: Draft, found: Found, titled: Name | None, page: Page, source: str) -> Iterator[Problem]:
    """Everything doubtful, as warnings; nothing is corrected."""
    for what, hint in (*_names(draft, titled), *_born(draft, found), *_services(draft), *_long(page)):
        yield Problem(source, what, hint, "warning")


def _names(draft: Draft, titled: Name | None) -> Iterator[tuple[str, str]]:
    if titled and draft.name and draft.name != titled:
        what = f"the line gives the name «{draft.name}», the title of the page «{titled}»."
        yield what, "If the title is right, write `name:` in the book."


def _born(draft: Draft, found: Found) -> Iterator[tuple[str, str]]:
    if draft.born and found.parsed.born is None:
        yield f"the year of birth, {draft.born}, stands only in the English line.", "Compare the page."


def _services(draft: Draft) -> Iterator[tuple[str, str]]:
    for offer in draft.offers:
        if not offer.is_known:
            yield f"the page names the service «{offer.id}», which the program does not know.", "It is left out."
        elif offer.usual:
            what = f"{offer.id}: the page says «{offer.note}», templates/services.toml says «{offer.usual}»."
            yield what, "The guide prints the second; mend the file if the page is right."


def _long(page: Page) -> Iterator[tuple[str, str]]:
    if long := sum(len(line) > LONGEST for line in page.lines):
        yield f"{long} {'line' if long == 1 else 'lines'} of more than {LONGEST} characters not searched.", ""
