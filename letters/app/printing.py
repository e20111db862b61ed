"""The test sheet of an envelope as a file."""

from pathlib import Path

from letters.draw import PdfFile
from letters.layout.envelope import Advice, layout_test_sheet
from letters.layout.sheet import impose
from letters.layout.sheet.feed import feed_imposition
from letters.pages.place import placed
from letters.paper import find_envelope
from letters.store.atomic import set_aside
from letters.store.printers import Offset

__all__ = ["Advice", "calibrate"]
NAME = "calibration.pdf"


def calibrate(envelope: str, feed: str, out: Path, advice: Advice, offset: Offset | None = None) -> Path:
    """Write the test sheet of an envelope into `out`, fed as `feed` says; `offset` = moved by it, to look at."""
    size = find_envelope(envelope)
    plan = feed_imposition(size, feed)
    page = placed(layout_test_sheet(size, advice, str(offset) if offset else None), offset)
    with set_aside(out) as folder:
        with PdfFile(folder / NAME) as file:
            for sheet in (page,) if plan is None else impose((page,), plan):
                file.add(sheet)
        return (folder / NAME).replace(out / NAME)
