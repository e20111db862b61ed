"""The address side of an envelope: what stands where, in mm, as pure functions."""

from letters.envelope.abroad import layout_abroad
from letters.envelope.russia import layout_russia

__all__ = ["layout_abroad", "layout_russia"]
