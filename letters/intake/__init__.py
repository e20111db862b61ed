"""A pasted case page, text or HTML, to the draft of one record; what was not understood stays visible."""

from letters.intake.draft import SeveralAddressesError, read_draft
from letters.intake.record import Draft
from letters.intake.services import Offer
from letters.intake.source import MOST_BYTES, decode

__all__ = ["MOST_BYTES", "Draft", "Offer", "SeveralAddressesError", "decode", "read_draft"]
