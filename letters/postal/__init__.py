"""Published Russian prison addresses: a line and its parts, the region of an index, the address on an envelope."""

from letters.postal.fields import fields
from letters.postal.line import ParsedLine
from letters.postal.parse import parse_line
from letters.postal.regions import regions_for_index
from letters.postal.tidy import normalise

__all__ = ["ParsedLine", "fields", "normalise", "parse_line", "regions_for_index"]
