"""The draft of one record, as a value: what the page says of a person, under the names of the book."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from letters.errors import Problem
from letters.intake.services import Offer
from letters.model import Name, Part, Recipient


@dataclass(frozen=True, slots=True)
class Draft:
    """What a page says of one person; texts are verbatim, tidied; what it does not say is `None` or empty."""

    address: str
    recipient: Recipient
    name: Name | None  # nominative: proved by the line, else from the page's title
    born: int | None
    english: str | None = None
    case: str | None = None
    title: str | None = None
    subtitle: str | None = None
    offers: tuple[Offer, ...] = ()
    tip: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)  # name, born, birthday, where the line itself does not tell
    not_understood: tuple[str, ...] = ()
    unused: int = 0  # further lines of the page, far from the address
    warnings: tuple[Problem, ...] = ()
    lines: range = range(0)  # of the page: those from which the address was read, counted from 0
    parts: tuple[Part, ...] = ()  # of these lines, in the order of a published one
    questions: tuple[Problem, ...] = ()  # each names the field that answers it; unanswered, nobody goes into the book

    def fields(self) -> dict[str, Any]:
        """The record under the names and in the order of the book, without its id."""
        values: dict[str, Any] = {
            "address": self.address,
            "english": self.english,
            "case": self.case,
            **self.extra,
            "services": [offer.id for offer in self.offers if offer.is_known],
            "about": dict(self.about),
            "tip": dict(self.tip),
            "status": "held",
        }
        return {key: value for key, value in values.items() if value}
