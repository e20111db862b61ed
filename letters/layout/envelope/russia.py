"""The address side of an envelope posted inside Russia: captions over ruled lines, index box and code stamp."""

import re

from letters.errors import DataError
from letters.layout.envelope.block import SENDER_SIZES, address_problem, sender_problem
from letters.layout.envelope.card import message_marks
from letters.layout.envelope.code_stamp import FULL, CodeStamp, code_stamp_marks
from letters.layout.envelope.form import AddressForm, form_marks
from letters.marks import Mark, Page, Setter, Shared
from letters.paper import Box, Envelope, Zones
from letters.russian.postal.block import Line

_INDEX = re.compile(r"(?<!\d)\d{6}(?!\d)")
RUSSIAN_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0)


def layout_russia(
    envelope: Envelope,
    zones: Zones,
    lines: tuple[Line, ...],
    sender: tuple[str, ...],
    setter: Setter,
    extra: tuple[Mark, ...] = (),
    stamp: CodeStamp = FULL,
) -> Page:
    """An envelope posted inside Russia: От кого / Откуда, Кому / Куда, index box and code stamp.

    Raises DataError when a text does not fit its rules at 9 pt (8 pt for the sender).
    """
    index = next(line.text for line in lines if line.kind == "index")
    who = tuple(line for line in lines if line.kind in ("recipient", "facility"))
    where = tuple(line for line in lines if line.kind not in ("recipient", "facility", "index"))
    recipient = AddressForm(zones.recipient_area, "Кому", "Куда", who, where, index)
    marks = form_marks(recipient, setter, RUSSIAN_SIZES)
    if marks is None:
        raise DataError(address_problem(lines, zones.recipient_area, setter, envelope))
    digits = code_stamp_marks(index, *zones.code_stamp, stamp) if zones.code_stamp else ()
    message = message_marks(zones, zones.sender_area.bottom)
    shared = Shared((*russian_sender_marks(sender, zones.sender_area, setter), *message))
    return Page(envelope.width, envelope.height, (shared, *marks, *digits, *extra))


def russian_sender_marks(sender: tuple[str, ...], area: Box, setter: Setter) -> tuple[Mark, ...]:
    """The sender's half with a box for the sender's index; without a return address all stays empty, for a pen."""
    index, sender = split_index(sender)
    lines = [Line("recipient", text) for text in sender] or [Line("recipient", "")]
    rest = tuple(lines[1:]) or (Line("street", ""), Line("street", ""))
    form = AddressForm(area, "От кого", "Откуда", (lines[0],), rest, index, sender_index=True)
    marks = form_marks(form, setter, SENDER_SIZES)
    if marks is None:
        raise DataError(sender_problem(sender, area, SENDER_SIZES[-1]))
    return marks


def split_index(sender: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The six digits in a return address, "" if there are none, and its lines without one that is nothing else."""
    found = _INDEX.search("\n".join(sender))
    index = found[0] if found else ""
    return index, tuple(line for line in sender if line.strip() != index)
