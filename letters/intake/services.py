"""Which electronic services the page offers for this person, in its order, and what it says about paying."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from letters.intake.words import is_about_letters, payment_kind, split_sentences
from letters.russian.postal.services import service_places
from letters.services import services

_BRACKETS = re.compile(r"\(([^()]{1,200})\)")


@dataclass(frozen=True, slots=True)
class Offer:
    """A service that the page names, with the page's own note on payment."""

    id: str
    note: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether the program knows the service, so that its id may stand in the book."""
        return self.id in services()

    @property
    def usual(self) -> str | None:
        """What services.toml says about payment, if the page says otherwise."""
        known = services().get(self.id)
        payment = known.payment.get("en") if known else None
        if self.note is None or payment is None or payment_kind(self.note) == payment_kind(payment):
            return None
        return payment


def find_offers(lines: Iterable[str]) -> tuple[Offer, ...]:
    """The services of all sentences about letters, each once, in the order of the page."""
    found: dict[str, Offer] = {}
    for sentence in chain.from_iterable(map(split_sentences, lines)):
        for offer in _offers(sentence) if is_about_letters(sentence) else ():
            found.setdefault(offer.id, offer)
    return tuple(found.values())


def _offers(sentence: str) -> Iterable[Offer]:
    notes = [(found.start(), found[1]) for found in _BRACKETS.finditer(sentence) if payment_kind(found[1])]
    for service, place in service_places(sentence):
        yield Offer(service, next((note for start, note in notes if start > place), None))
