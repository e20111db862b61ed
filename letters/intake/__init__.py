"""A pasted case page, text or HTML, to the draft of one record; what was not understood stays visible."""

from letters.intake.draft import SeveralAddressesError, read_draft
from letters.intake.marked import MarkedLine, MarkedPart, mark_page
from letters.intake.record import Draft
from letters.intake.services import Offer
from letters.intake.source import MOST_BYTES, checked_text, decode

__all__ = [
    "MOST_BYTES",
    "Draft",
    "MarkedLine",
    "MarkedPart",
    "Offer",
    "SeveralAddressesError",
    "checked_text",
    "decode",
    "mark_page",
    "read_draft",
]
