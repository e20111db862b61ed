"""How much of the address stands in Latin letters as well: the same for everybody of a run."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from letters.errors import DataError, Problem
from letters.model import Person
from letters.pages.envelopes import envelope_page, window_marks
from letters.pages.labels import label_page
from letters.pages.setting import Setting
from letters.paper import LatinAmount


def with_one_amount(setting: Setting, people: Iterable[Person]) -> tuple[Setting, tuple[Problem, ...]]:
    """The setting with the most that fits for all of them, and a note if that is less than the post would like.

    Whoever does not fit even with the least is left to be a problem, and shortens nobody else's address.
    """
    amounts = setting.posting.amounts
    if len(amounts) == 1 or not (setting.window or "envelopes" in setting.run.only):
        return setting, ()
    chosen, longest = 0, None
    for person in people:
        fitting = next((at for at in range(chosen, len(amounts)) if _fits(setting, person, amounts[at])), chosen)
        if fitting > chosen:
            chosen, longest = fitting, person
    return replace(setting, latin=amounts[chosen]), tuple(_shortened(setting, longest, amounts[chosen]))


def _fits(setting: Setting, person: Person, amount: LatinAmount) -> bool:
    posting = replace(setting.posting, amount=amount)
    with suppress(DataError):
        if setting.window:
            window_marks(posting, person, setting.window)
        if "envelopes" in setting.run.only:
            label_page(posting, person, setting.labels) if setting.labels else envelope_page(posting, person)
        return True
    return False


def _shortened(setting: Setting, person: Person | None, amount: LatinAmount) -> Iterator[Problem]:
    if person is None:
        return
    left = "only the place" if amount == "place" else "nothing but the country"
    paper = "the window" if setting.window else "the label" if setting.labels else setting.envelope.name
    what = f"everybody's address has {left} in Latin letters: the whole of {person.id} does not fit {paper}."
    hint = f"A larger envelope has room for more (‹envelope=C5›), or make {person.id} in a run of their own."
    yield Problem("", what, hint, "warning", code="latin-shortened", who=person.id)
