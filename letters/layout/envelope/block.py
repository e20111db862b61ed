"""A block of address lines set at the largest size that fits a box, and the words for one that does not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from letters.errors import DataError, Problem
from letters.marks import POINT, Font, Setter, Text
from letters.paper import Box, Envelope, Zones
from letters.russian.postal.block import LINE_NAMES, Line, LineKind, break_line
from letters.sentences import Sentence, sentence

# An address is set in one upright sans; 9 pt is the smallest size that posts read by machine [DE, FR, NL].
FONT: Font = "sans"
SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
UNBROKEN_FROM = 10.5  # down to here a smaller size is better than a broken line
LEADING = 1.19  # line pitch by font size; 11 pt -> 4.6 mm
PLACE: tuple[LineKind, ...] = ("street", "settlement", "region")
SENDER_SIZES = (9.0, 8.5, 8.0)
LARGE = 162  # mm; on envelopes of this height, C5 and more, a larger one is no help
CAPITALS = 0.78  # of the pitch: from the top of a line to its baseline


@dataclass(frozen=True, slots=True)
class SetBlock:
    """Lines broken to a width at one font size (pt)."""

    lines: tuple[str, ...]
    font_size: float

    @property
    def pitch(self) -> float:
        """Distance of two baselines in mm."""
        return self.font_size * LEADING * POINT

    @property
    def height(self) -> float:
        """Height in mm from the top of the first line's capitals to below the last line's descenders."""
        return self.pitch * len(self.lines)


def set_block(lines: tuple[Line, ...], box: Box, setter: Setter, characters: int | None = None) -> SetBlock | None:
    """The lines at the largest size that fits the box, unbroken if 10.5 pt allows it; `None` = 9 pt is too large.

    Where there is no room for a line each, street, settlement and region follow one another; those above the country,
    which are in Latin letters and which the post abroad reads, only if nothing else helps.
    A line of more than `characters` is broken where that is possible.
    """
    return (
        _largest(lines, box, setter, characters)
        or _largest(tuple(_run_on(lines, lines[-2:-1])), box, setter, characters)
        or _largest(tuple(_run_on(lines, ())), box, setter, characters)
    )


def _run_on(lines: tuple[Line, ...], kept: tuple[Line, ...]) -> Iterator[Line]:
    """The lines with neighbours that say where the facility is joined, in their order, but not those up to `kept`."""
    for is_place, group in groupby(lines, lambda line: line.kind in PLACE):
        some = tuple(group)
        if is_place and some[-1] not in kept:
            yield Line(some[0].kind, ", ".join(line.text for line in some))
        else:
            yield from some


def _largest(lines: tuple[Line, ...], box: Box, setter: Setter, characters: int | None) -> SetBlock | None:
    blocks = (block for size in SIZES if (block := set_at(lines, box, setter, size, characters)))
    largest = next(blocks, None)
    if largest is None or len(largest.lines) == len(lines):
        return largest
    smaller = (block for block in blocks if block.font_size >= UNBROKEN_FROM)
    return next((block for block in smaller if len(block.lines) == len(lines)), largest)


def set_at(
    lines: tuple[Line, ...], box: Box, setter: Setter, size: float, characters: int | None = None
) -> SetBlock | None:
    """The lines at one size, broken where they are wider than the box; `None` = they do not fit it."""
    fits = fits_in(setter, box.width, size)
    broken = [_break(line.text, fits, characters) for line in lines]
    if any(pieces is None for pieces in broken):
        return None
    block = SetBlock(tuple(text for pieces in broken for text in pieces or ()), size)
    return block if block.height <= box.height else None


def _break(text: str, fits: Callable[[str], bool], characters: int | None) -> tuple[str, ...] | None:
    short = break_line(text, lambda piece: len(piece) <= characters and fits(piece)) if characters else None
    return short or break_line(text, fits)


def fits_in(setter: Setter, width: float, size: float) -> Callable[[str], bool]:
    """Whether a text set at `size` points is no wider than `width` mm."""
    return lambda text: setter.text_width(text, FONT, size) <= width


def block_or_error(lines: tuple[Line, ...], zones: Zones, setter: Setter, envelope: Envelope) -> SetBlock:
    """The address as it stands on an envelope posted abroad; raises DataError when it does not fit at 9 pt."""
    box = zones.recipient_area
    block = set_block(lines, box, setter, characters=zones.characters)
    if block is None:
        raise DataError(address_problem(lines, box, setter, envelope))
    return block


def address_problem(lines: tuple[Line, ...], box: Box, setter: Setter, envelope: Envelope) -> Problem:
    """The problem of an address that does not fit, with its widest line: the one to shorten."""
    smallest = SIZES[-1]
    widest = max(lines, key=lambda line: setter.text_width(line.text, FONT, smallest))
    what = sentence(
        "the address does not fit {envelope} ({width:g} x {height:g} mm for the address) at "
        "{smallest:g} pt; its longest line is the {kind}: «{widest}».",
        envelope=envelope.name,
        width=box.width,
        height=box.height,
        smallest=smallest,
        kind=LINE_NAMES[widest.kind],
        widest=widest.text,
    )
    hint = sentence("Write that line shorter in the book.")
    if envelope.height < LARGE:
        hint = sentence("Take a larger envelope (‹envelope=C5›), or write that line shorter in the book.")
    return Problem("", what, hint, code="address-too-long")


def in_two_alphabets(what: str) -> str:
    """What `address_problem` says, of an address in Russian and in Latin letters."""
    values = what.values if isinstance(what, Sentence) else {}
    return sentence(
        "the address in Russian and Latin letters does not fit {envelope} ({width:g} x {height:g} mm for the address) "
        "at {smallest:g} pt; its longest line is the {kind}: «{widest}».",
        **values,
    )


def block_marks(block: SetBlock, left: float, top: float) -> Iterator[Text]:
    """The lines of a block with its top-left corner there."""
    for number, line in enumerate(block.lines):
        baseline = top + block.pitch * (number + CAPITALS)
        yield Text(left, round(baseline, 3), line, FONT, block.font_size)


def sender_problem(sender: tuple[str, ...], box: Box, size: float) -> Problem:
    """The problem of a return address that is too wide or too high."""
    longest = max(sender, key=len)
    what = sentence(
        "{count} lines, the longest «{longest}», do not fit {width:g} x {height:g} mm at {size:g} pt.",
        count=len(sender),
        longest=longest,
        width=box.width,
        height=box.height,
        size=size,
    )
    hint = sentence("Write shorter lines, or more of them, in the book.")
    return Problem("sender.return_address", what, hint, code="sender-too-long")
