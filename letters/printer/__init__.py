"""The printer on the desk: offsets remembered for it, its names for paper, and sending a file to it with `lp`."""

from letters.printer.edges import check_edges
from letters.printer.file import PrintFile, read_print_file
from letters.printer.lp import Job, lp_command, offered_media, require_lp, send, shown
from letters.printer.media import Media, find_media
from letters.printer.offsets import (
    Offset,
    check_printer,
    find_offset,
    forget_offsets,
    offsets_file,
    parse_offset,
    remember_offset,
)
from letters.printer.pages import PageList, parse_pages
from letters.printer.shift import shifted

__all__ = [
    "Job",
    "Media",
    "Offset",
    "PageList",
    "PrintFile",
    "check_edges",
    "check_printer",
    "find_media",
    "find_offset",
    "forget_offsets",
    "lp_command",
    "offered_media",
    "offsets_file",
    "parse_offset",
    "parse_pages",
    "read_print_file",
    "remember_offset",
    "require_lp",
    "send",
    "shifted",
    "shown",
]
