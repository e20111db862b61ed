"""The envelope for the answer: Russian layout, the sender of today as the recipient, the prisoner's half left empty."""

from letters.errors import DataError
from letters.layout.envelope.block import SIZES, sender_problem
from letters.layout.envelope.card import message_marks
from letters.layout.envelope.code_stamp import FULL, CodeStamp, code_stamp_marks
from letters.layout.envelope.form import AddressForm, form_marks
from letters.layout.envelope.russia import russian_sender_marks, split_index
from letters.marks import Page, Setter, Shared
from letters.paper import Envelope, Zones
from letters.russian.postal.block import Line


def layout_reply(
    envelope: Envelope,
    zones: Zones,
    address: tuple[str, ...],
    setter: Setter,
    stamp: CodeStamp = FULL,
    inside_russia: bool = True,
) -> Page:
    """An envelope for the prisoner to use, with the index and its stamp if the answer stays inside Russia.

    Raises DataError when a line of the address does not fit at 9 pt.
    """
    index, lines = split_index(address) if inside_russia else (None, address)
    who, *where = (Line("recipient", text) for text in lines or ("",))
    form = AddressForm(zones.recipient_area, "Кому", "Куда", (who,), tuple(where) or (Line("street", ""),), index)
    marks = form_marks(form, setter, SIZES)
    if marks is None:
        raise DataError(sender_problem(address, zones.recipient_area, SIZES[-1]))
    digits = code_stamp_marks(index, *zones.code_stamp, stamp) if index and zones.code_stamp else ()
    prisoner = russian_sender_marks((), zones.sender_area, setter)
    message = message_marks(zones, zones.sender_area.bottom)
    return Page(envelope.width, envelope.height, (Shared((*prisoner, *message, *marks, *digits)),))
