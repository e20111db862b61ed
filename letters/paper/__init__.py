"""Sizes of envelopes, what each post asks of the address side, and the zones that follow; all in mm."""

from letters.paper.profile import GENERAL, CountryLine, Edges, LatinAmount, Profile, find_profile
from letters.paper.sizes import (
    A4,
    A4_HEIGHT,
    A4_WIDTH,
    LETTER,
    LETTER_COUNTRIES,
    PAPERS,
    Box,
    Envelope,
    Paper,
    card_names,
    envelope_names,
    find_envelope,
    typed_envelope_names,
)
from letters.paper.windows import WINDOW_STYLES, Window, WindowStyle, find_window
from letters.paper.zones import Zones, zones_abroad, zones_russia

__all__ = [
    "A4",
    "A4_HEIGHT",
    "A4_WIDTH",
    "GENERAL",
    "LETTER",
    "LETTER_COUNTRIES",
    "PAPERS",
    "WINDOW_STYLES",
    "Box",
    "CountryLine",
    "Edges",
    "Envelope",
    "LatinAmount",
    "Paper",
    "Profile",
    "Window",
    "WindowStyle",
    "Zones",
    "card_names",
    "envelope_names",
    "find_envelope",
    "find_profile",
    "find_window",
    "typed_envelope_names",
    "zones_abroad",
    "zones_russia",
]
