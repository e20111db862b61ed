"""What can be chosen for a run, in the order in which a menu or a help text lists it."""

from letters.layout.envelope import STAMP_PARTS
from letters.layout.letter import RULING
from letters.layout.letter_sheets import LEAST_RULING, MOST_RULING, SHAPES
from letters.layout.sheet import FEEDS, LABELS_EXAMPLE, label_names
from letters.pages.compose import WORDS
from letters.pages.run import BY, KINDS, QR_PLACES, Kind, PeopleWish
from letters.paper import PAPERS, WINDOW_STYLES, card_names, typed_envelope_names
from letters.russian.phrases import MEANINGS, SLOTS, TAGS, WRITERS
from letters.wording import guide_languages, letter_names

__all__ = [
    "BY",
    "FEEDS",
    "KINDS",
    "LABELS_EXAMPLE",
    "LEAST_RULING",
    "MEANINGS",
    "MOST_RULING",
    "PAPERS",
    "QR_PLACES",
    "RULING",
    "SHAPES",
    "SLOTS",
    "STAMP_PARTS",
    "TAGS",
    "WINDOW_STYLES",
    "WORDS",
    "WRITERS",
    "Kind",
    "PeopleWish",
    "card_names",
    "guide_languages",
    "label_names",
    "letter_names",
    "typed_envelope_names",
]
