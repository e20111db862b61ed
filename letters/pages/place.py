"""An envelope as a printer with a known offset needs it: moved, and still whole."""

from letters.draw import setter
from letters.marks import Page
from letters.store.printers import Offset, check_edges, shifted


def placed(page: Page, offset: Offset | None) -> Page:
    """The page moved by the printer's offset; raises DataError when something would fall off, and which way."""
    if offset is None:
        return page
    moved = shifted(page, offset)
    check_edges(moved, setter, str(offset))
    return moved
