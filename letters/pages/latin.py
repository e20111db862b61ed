"""How much of the address stands in Latin letters as well: the same for everybody of a run."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from letters.errors import DataError, Problem
from letters.model import Person
from letters.pages.envelopes import envelope_page, window_marks
from letters.pages.labels import label_page
from letters.pages.setting import Setting
from letters.paper import LatinAmount
from letters.sentences import sentence


@dataclass(frozen=True, slots=True)
class Shortened:
    """What everybody of a run gets in place of the best, and the note that says whose address was too long."""

    amount: LatinAmount
    note: Problem


def shorter_latin(setting: Setting, failed: Iterable[Person]) -> Shortened | None:
    """The most that fits for everybody, if the best is too much for some of these people, who fit with less.

    Whoever does not fit even with the least is left to be a problem, and shortens nobody else's address.
    """
    amounts = setting.posting.amounts
    chosen, longest = 0, None
    for person in failed if len(amounts) > 1 else ():
        fitting = next((at for at in range(chosen, len(amounts)) if _fits(setting, person, amounts[at])), chosen)
        if fitting > chosen:
            chosen, longest = fitting, person
    return Shortened(amounts[chosen], _note(setting, longest, amounts[chosen])) if longest else None


def _fits(setting: Setting, person: Person, amount: LatinAmount) -> bool:
    posting = replace(setting.posting, amount=amount)
    with suppress(DataError):
        if setting.window:
            window_marks(posting, person, setting.window)
        if "envelopes" in setting.run.only:
            label_page(posting, person, setting.labels) if setting.labels else envelope_page(posting, person)
        return True
    return False


def _note(setting: Setting, person: Person, amount: LatinAmount) -> Problem:
    paper = setting.envelope.name
    if setting.window or setting.labels:
        paper = sentence("the window") if setting.window else sentence("the label")
    if amount == "place":
        what = sentence(
            "everybody's address has only the place in Latin letters: the whole of {person} does not fit {paper}.",
            person=person.id,
            paper=paper,
        )
    else:
        what = sentence(
            "everybody's address has nothing but the country in Latin letters: the whole of {person} does not fit "
            "{paper}.",
            person=person.id,
            paper=paper,
        )
    hint = sentence(
        "A larger envelope has room for more (‹envelope=C5›), or make {person} in a run of their own.", person=person.id
    )
    return Problem("", what, hint, "warning", code="latin-shortened", who=person.id)
