"""Links as QR codes: which links may be coded, and the modules of the code."""

from letters.qr.code import CODE_WIDTH, MIN_MODULE, QUIET_ZONE
from letters.qr.links import find_problems, find_size_problems, matrix

__all__ = ["CODE_WIDTH", "MIN_MODULE", "QUIET_ZONE", "find_problems", "find_size_problems", "matrix"]
