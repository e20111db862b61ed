"""The story of a run: read, check, lay out, draw, write; the only room that writes files."""

from letters.app.check import check_book, read_sound_book
from letters.app.make import Report, Written, make
from letters.app.printing import calibrate
from letters.app.recalled import recalled
from letters.app.reprint import Reprinted, Wanted, reprint
from letters.app.sift import NAME as FAILED
from letters.pages.run import BY, KINDS, MIXED, POSTED, QR_PLACES, Kind, QrPlace, Run

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
