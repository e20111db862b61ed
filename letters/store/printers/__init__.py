"""The printer on the desk: offsets remembered for it, its names for paper, and sending a file to it with `lp`."""

from letters.store.printers.edges import check_edges
from letters.store.printers.file import PrintFile, read_print_file
from letters.store.printers.lp import PrintJob, lp_command, offered_media, queues, require_lp, send, shown
from letters.store.printers.media import Media, find_media
from letters.store.printers.offsets import (
    Offset,
    all_offsets,
    check_printer,
    find_offset,
    forget_offsets,
    offsets_file,
    parse_offset,
    remember_offset,
)
from letters.store.printers.pages import PageList, parse_pages
from letters.store.printers.shift import shifted

__all__ = [
    "Media",
    "Offset",
    "PageList",
    "PrintFile",
    "PrintJob",
    "all_offsets",
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
    "queues",
    "read_print_file",
    "remember_offset",
    "require_lp",
    "send",
    "shifted",
    "shown",
]
