"""The address side of an envelope posted outside Russia: the block low in the safe box, the sender top left."""

from collections.abc import Iterator, Sequence

from letters.errors import DataError
from letters.layout.envelope.block import (
    SENDER_SIZES,
    SetBlock,
    block_marks,
    block_or_error,
    fits_in,
    sender_problem,
    set_block,
)
from letters.layout.envelope.card import message_marks
from letters.marks import Mark, Page, Setter, Shared, Text
from letters.paper import Box, Envelope, Profile, Zones, card_names, envelope_names, find_envelope, zones_abroad
from letters.russian.postal.block import Line


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
    block = block_or_error(lines, zones, setter, envelope)
    area = zones.recipient_area
    top = area.bottom - block.height
    marks = tuple(block_marks(block, area.left, top))
    above = tuple(_sender_marks(sender, zones, setter)) if sender else ()
    used = above[-1].baseline + 2 if above else zones.sender_area.top
    repeated: tuple[Mark, ...] = (*above, *message_marks(zones, used))
    return Page(envelope.width, envelope.height, (*([Shared(repeated)] if repeated else ()), *marks, *extra))


def fitting_envelope(
    addresses: Sequence[tuple[Line, ...]], profile: Profile, setter: Setter, *, cards: bool = False
) -> str | None:
    """The name of the first known envelope, or before them card, on which each address fits under that profile."""
    for name in (*(card_names() if cards else ()), *envelope_names()):
        zones = zones_abroad(find_envelope(name), profile)
        if all(set_block(lines, zones.recipient_area, setter, characters=zones.characters) for lines in addresses):
            return name
    return None


def _sender_marks(sender: tuple[str, ...], zones: Zones, setter: Setter) -> Iterator[Text]:
    """The return address as it stands in the book, line by line, or on as few lines as the post wants and fit."""
    box = zones.sender_area
    blocks = [SetBlock(_sender_lines(sender, zones, setter, size), size) for size in SENDER_SIZES]
    fitting = [block for block in blocks if _fits(block, box, setter)]
    if not fitting:
        raise DataError(sender_problem(sender, box, SENDER_SIZES[-1]))
    yield from block_marks(min(fitting, key=lambda block: len(block.lines)), box.left, box.top)


def _fits(block: SetBlock, box: Box, setter: Setter) -> bool:
    return block.height <= box.height and all(map(fits_in(setter, box.width, block.font_size), block.lines))


def _sender_lines(sender: tuple[str, ...], zones: Zones, setter: Setter, size: float) -> tuple[str, ...]:
    if zones.sender_lines is None or len(sender) <= zones.sender_lines:
        return sender
    fits = fits_in(setter, zones.sender_area.width, size)
    lines = [""]
    for text in sender:
        longer = f"{lines[-1].rstrip(',')}, {text}".lstrip(", ")
        if fits(longer):
            lines[-1] = longer
        else:
            lines.append(text)
    return tuple(filter(None, lines))
