"""Published Russian prison addresses: a line and its parts, the region of an index, the address on an envelope."""

from letters.russian.postal.fields import fields, warnings
from letters.russian.postal.line import ParsedLine
from letters.russian.postal.parse import parse_line
from letters.russian.postal.regions import regions_for_index
from letters.russian.tidy import normalise

__all__ = ["ParsedLine", "fields", "normalise", "parse_line", "regions_for_index", "warnings"]
