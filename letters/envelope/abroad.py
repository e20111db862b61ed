"""The address side of an envelope posted outside Russia: the block low in the safe box, the sender top left."""

from collections.abc import Iterator

from letters.envelope.block import (
    SENDER_SIZES,
    SetBlock,
    block_marks,
    block_or_error,
    fits_in,
    sender_problem,
)
from letters.errors import DataError
from letters.marks import Mark, Page, Setter, Shared, Text
from letters.paper import Box, Envelope, Zones
from letters.postal.block import Line


def layout_abroad(
    envelope: Envelope,
    zones: Zones,
    lines: tuple[Line, ...],
    sender: tuple[str, ...],
    setter: Setter,
    extra: tuple[Mark, ...] = (),
) -> Page:
    """An envelope posted outside Russia: the block low in the safe box, the sender top left, nothing else.

    Raises DataError when the address or the sender does not fit at its smallest size.
    """
    block = block_or_error(lines, zones.recipient_area, setter, envelope)
    area = zones.recipient_area
    top = area.bottom - block.height
    marks = tuple(block_marks(block, area.left, top))
    shared = (Shared(tuple(_sender_marks(sender, zones.sender_area, setter))),) if sender else ()
    return Page(envelope.width, envelope.height, (*shared, *marks, *extra))


def _sender_marks(sender: tuple[str, ...], box: Box, setter: Setter) -> Iterator[Text]:
    """The return address as it stands in the book, line by line."""
    for size in SENDER_SIZES:
        block = SetBlock(sender, size)
        if block.height <= box.height and all(map(fits_in(setter, box.width, size), sender)):
            yield from block_marks(block, box.left, box.top)
            return
    raise DataError(sender_problem(sender, box, SENDER_SIZES[-1]))
