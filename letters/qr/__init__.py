"""Links as QR codes: which links may be coded, the modules of the code, the rectangles that draw it."""

from letters.qr.links import check_payload, find_problems
from letters.qr.rectangles import Rectangle, rectangles
from letters.qr.sizes import CODE_WIDTH, MAX_BYTES, MIN_MODULE, QUIET_ZONE
from letters.qr.symbol import Matrix, matrix, size_needed

__all__ = [
    "CODE_WIDTH",
    "MAX_BYTES",
    "MIN_MODULE",
    "QUIET_ZONE",
    "Matrix",
    "Rectangle",
    "check_payload",
    "find_problems",
    "matrix",
    "rectangles",
    "size_needed",
]
