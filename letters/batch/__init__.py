"""The story of a run: read, check, lay out, draw, write; the only room that writes files."""

from letters.batch.calibrate import calibrate
from letters.batch.check import check_book, read_sound_book
from letters.batch.make import Report, Written, make
from letters.batch.recalled import recalled
from letters.batch.reprint import Reprinted, Wanted, reprint
from letters.batch.run import BY, KINDS, MIXED, POSTED, QR_PLACES, Kind, QrPlace, Run
from letters.batch.sift import NAME as FAILED

__all__ = [
    "BY",
    "FAILED",
    "KINDS",
    "MIXED",
    "POSTED",
    "QR_PLACES",
    "Kind",
    "QrPlace",
    "Report",
    "Reprinted",
    "Run",
    "Wanted",
    "Written",
    "calibrate",
    "check_book",
    "make",
    "read_sound_book",
    "recalled",
    "reprint",
]
