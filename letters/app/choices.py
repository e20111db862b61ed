"""What can be chosen for a run, in the order in which a menu or a help text lists it."""

from letters.languages import own_name
from letters.layout.envelope import STAMP_PARTS
from letters.layout.letter import RULING
from letters.layout.letter_sheets import LEAST_RULING, MOST_RULING, SHAPES
from letters.layout.sheet import FEEDS, LABELS_EXAMPLE, label_names
from letters.pages.compose import LEAST_WORDS, MOST_WORDS, WORDS
from letters.pages.run import BY, KINDS, QR_PLACES, Kind, PeopleWish
from letters.paper import (
    PAPERS,
    WINDOW_STYLES,
    Envelope,
    card_names,
    envelope_names,
    find_envelope,
    typed_envelope_names,
)
from letters.russian.phrases import MEANINGS, SLOTS, TAGS, WRITERS
from letters.russian.postal.country import posting_countries
from letters.wording import TYPED, guide_languages, letter_names

__all__ = [
    "BY",
    "FEEDS",
    "KINDS",
    "LABELS_EXAMPLE",
    "LEAST_RULING",
    "LEAST_WORDS",
    "MEANINGS",
    "MOST_RULING",
    "MOST_WORDS",
    "PAPERS",
    "QR_PLACES",
    "RULING",
    "SHAPES",
    "SLOTS",
    "STAMP_PARTS",
    "TAGS",
    "TYPED",
    "WINDOW_STYLES",
    "WORDS",
    "WRITERS",
    "Envelope",
    "Kind",
    "PeopleWish",
    "card_names",
    "guide_languages",
    "label_names",
    "letter_names",
    "named_envelopes",
    "named_languages",
    "posting_countries",
    "typed_envelope_names",
]


def named_envelopes() -> tuple[Envelope, ...]:
    """The envelopes and cards that have a name, with their sizes."""
    return tuple(find_envelope(name) for name in (*envelope_names(), *card_names()))


def named_languages() -> tuple[tuple[str, str], ...]:
    """The languages of the guides by code, each with what it calls itself."""
    return tuple((language, own_name(language)) for language in guide_languages())
