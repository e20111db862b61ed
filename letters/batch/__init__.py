"""The story of a run: read, check, lay out, draw, write; the only room that writes files."""

from letters.batch.check import check_book
from letters.batch.make import Report, Written, make
from letters.batch.run import KINDS, POSTED, QR_PLACES, Kind, QrPlace, Run

__all__ = [
    "KINDS",
    "POSTED",
    "QR_PLACES",
    "Kind",
    "QrPlace",
    "Report",
    "Run",
    "Written",
    "check_book",
    "make",
]
