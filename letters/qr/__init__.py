"""Links as QR codes: which links may be coded, and the modules of the code."""

from letters.qr.links import check_payload, find_problems
from letters.qr.sizes import CODE_WIDTH, MAX_BYTES, MIN_MODULE, QUIET_ZONE
from letters.qr.symbol import Matrix, matrix, size_needed

__all__ = [
    "CODE_WIDTH",
    "MAX_BYTES",
    "MIN_MODULE",
    "QUIET_ZONE",
    "Matrix",
    "check_payload",
    "find_problems",
    "matrix",
    "size_needed",
]
