"""Links as QR codes: which links may be coded, the modules of the code, the rectangles that draw it."""

from letters.qr.links import check_payload, find_problems
from letters.qr.rectangles import Run, runs
from letters.qr.sizes import CODE_WIDTH, MAX_BYTES, MIN_MODULE, QUIET_ZONE
from letters.qr.symbol import Matrix, matrix, size_needed

__all__ = [
    "CODE_WIDTH",
    "MAX_BYTES",
    "MIN_MODULE",
    "QUIET_ZONE",
    "Matrix",
    "Run",
    "check_payload",
    "find_problems",
    "matrix",
    "runs",
    "size_needed",
]
