"""The story of a run: read, check, lay out, draw, write; the only room that writes files."""

from letters.batch.calibrate import calibrate
from letters.batch.check import check_book, read_sound_book
from letters.batch.make import Report, Written, make
from letters.batch.run import BY, KINDS, MIXED, POSTED, QR_PLACES, Kind, QrPlace, Run

__all__ = [
    "BY",
    "KINDS",
    "MIXED",
    "POSTED",
    "QR_PLACES",
    "Kind",
    "QrPlace",
    "Report",
    "Run",
    "Written",
    "calibrate",
    "check_book",
    "make",
    "read_sound_book",
]
