"""The address side of an envelope: what stands where, in mm, as pure functions."""

from letters.layout.envelope.abroad import fitting_envelope, layout_abroad
from letters.layout.envelope.block import in_two_alphabets
from letters.layout.envelope.calibration import Advice, layout_test_sheet, ruler_lengths
from letters.layout.envelope.code_stamp import FULL, STAMP_PARTS, CodeStamp, StampParts
from letters.layout.envelope.reply import layout_reply
from letters.layout.envelope.russia import layout_russia
from letters.layout.envelope.window import layout_window

__all__ = [
    "FULL",
    "STAMP_PARTS",
    "Advice",
    "CodeStamp",
    "StampParts",
    "fitting_envelope",
    "in_two_alphabets",
    "layout_abroad",
    "layout_reply",
    "layout_russia",
    "layout_test_sheet",
    "layout_window",
    "ruler_lengths",
]
