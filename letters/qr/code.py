"""A link as the modules of a QR code, which the library `qrcode` works out."""

from collections.abc import Sequence

import qrcode
from qrcode import util
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4  # modules kept light on each side, ISO/IEC 18004; not part of the rows
CODE_WIDTH = 36.0  # mm, quiet zone included: what a page has for a code; a longer link is refused
MIN_MODULE = 0.5  # mm; smaller modules suffer from household printers and old telephones
MAX_BYTES = 2331  # what version 40 holds at level M, ISO/IEC 18004

# A reader takes any mask. To try all eight (ISO/IEC 18004, 7.8.3) takes five times as long as the code itself;
# this one costs a link 1 % more than the best of them, and none of the others so little.
_MASK = 2
_WORTH_ITS_OWN_MODE = 20  # digits or capitals in a row that are packed closer than bytes; what qrcode takes


def encoded(link: str) -> tuple[str, ...]:
    """The code at level M in the smallest version, of a link that may be coded: rows of `#` = dark and `.` = light."""
    segments = _segments(link)
    code: qrcode.QRCode[object] = qrcode.QRCode(_version(segments), ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    for segment in segments:
        code.add_data(segment)
    code.make(fit=False)
    return tuple("".join("#" if dark else "." for dark in row) for row in code.modules)


def size_needed(link: str) -> float:
    """Width and height in mm that the code takes with its quiet zone when its modules are as small as may be."""
    side = _version(_segments(link)) * 4 + 17  # modules; ISO/IEC 18004, 6.3.1
    return (side + 2 * QUIET_ZONE) * MIN_MODULE


def _segments(link: str) -> list[util.QRData]:
    """Stretches of bytes, capitals or digits; zeros in a row stay bytes, for qrcode fails where a block is all 0."""
    if "0" * _WORTH_ITS_OWN_MODE in link:
        return [util.QRData(link.encode(), util.MODE_8BIT_BYTE)]
    return list(util.optimal_data_chunks(link, _WORTH_ITS_OWN_MODE))


def _version(segments: Sequence[util.QRData]) -> int:
    """The smallest version that holds them; what qrcode finds by writing all bits first."""
    limits = util.BIT_LIMIT_TABLE[ERROR_CORRECT_M]
    return next(n for n in range(1, 41) if sum(_bits(segment, n) for segment in segments) <= limits[n])


def _bits(segment: util.QRData, version: int) -> int:
    """What a stretch takes with its head, ISO/IEC 18004, 7.4: three digits are 10 bits, two capitals are 11."""
    count = len(segment)
    content = {util.MODE_NUMBER: (10 * count + 2) // 3, util.MODE_ALPHA_NUM: (11 * count + 1) // 2}
    return int(4 + util.length_in_bits(segment.mode, version) + content.get(segment.mode, 8 * count))
