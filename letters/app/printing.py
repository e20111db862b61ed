"""A printer: its test sheet, what it does wrong and what is remembered of that, and the way of a file to it."""

from dataclasses import dataclass, replace
from pathlib import Path

from letters.draw import PdfFile
from letters.errors import CommandError, Problem
from letters.layout.envelope import Advice, layout_test_sheet
from letters.layout.sheet import impose
from letters.layout.sheet.feed import feed_imposition
from letters.pages.place import placed
from letters.paper import find_envelope
from letters.sentences import sentence
from letters.store import printers
from letters.store.atomic import publish, set_aside
from letters.store.printers import Offset, PageList, PrintJob

__all__ = [
    "Advice",
    "Calibration",
    "PageList",
    "PrintPlan",
    "PrintRequest",
    "Remembered",
    "forget",
    "plan_printing",
    "remember",
    "write_test_sheet",
]

CALIBRATION = "calibration.pdf"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A test sheet that was written."""

    path: Path
    envelope: str  # its name
    moved: Offset | None  # by what the printer needs, to look whether that is right


def write_test_sheet(envelope: str, feed: str, out: Path, advice: Advice, printer: str | None = None) -> Calibration:
    """Write the test sheet of an envelope into `out`; with the name of a printer it is moved by what that needs.

    Raises CommandError for an unknown envelope or a printer of which nothing is remembered, FileError.
    """
    size = find_envelope(envelope)
    offset = printers.find_offset(printer, feed) if printer is not None else None
    plan = feed_imposition(size, feed)
    page = placed(layout_test_sheet(size, advice, str(offset) if offset else None), offset)
    with set_aside(out) as folder:
        with PdfFile(folder / CALIBRATION) as file:
            for sheet in (page,) if plan is None else impose((page,), plan):
                file.add(sheet)
        publish(folder / CALIBRATION, out / CALIBRATION)
    return Calibration(out / CALIBRATION, size.name, offset)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of a printer now, and in which file."""

    offset: Offset
    file: Path


def remember(printer: str, feed: str, measured: str) -> Remembered:
    """Remember "dx,dy" or "dx,dy,sx,sy" for a printer, mm and factors; raises CommandError, FileError."""
    offset = printers.parse_offset(measured)
    printers.remember_offset(printer, feed, offset)
    return Remembered(offset, printers.offsets_file())


def forget(printer: str) -> bool:
    """Forget a printer; whether anything was known of it."""
    return printers.forget_offsets(printer)


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """What is to be printed, where, and on what."""

    file: Path
    printer: str | None = None  # `None` = the one that the system has as its default
    envelope: str | None = None  # the pages must have this size; `None` = whatever they have
    pages: str | None = None  # "1,4-6"; `None` = all
    from_page: int | None = None  # go on with this page, after a jam


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """Which pages go to the printer first, and which when those are right; `rest` `None` = there are no more."""

    job: PrintJob
    first: PageList
    rest: PageList | None
    problems: tuple[Problem, ...]

    def line(self, pages: PageList) -> str:
        """The command that prints these pages, quoted for a shell."""
        return printers.shown(printers.lp_command(replace(self.job, pages=pages)))

    def send(self, pages: PageList) -> str:
        """Print these pages; what the system said. Raises FileError."""
        return printers.send(printers.lp_command(replace(self.job, pages=pages)))


def plan_printing(request: PrintRequest, at_once: bool) -> PrintPlan:
    """Look at file, paper and printer; raises CommandError or FileError where it cannot be printed as wished."""
    printers.require_lp()
    found = printers.read_print_file(request.file)
    if request.envelope is not None:
        wanted = find_envelope(request.envelope)
        if sorted((wanted.width, wanted.height)) != sorted((found.width, found.height)):
            what = sentence("the pages of {path} have another size: {size}.", path=found.path, size=found.size)
            hint = sentence("Make them with ‹make› and ‹envelope={wanted}›.", wanted=wanted.name)
            raise CommandError(Problem("", what, hint, code="print-size", field="envelope", value=wanted.name))
    chosen = printers.parse_pages(request.pages, found.pages, request.from_page)
    media = printers.find_media(found.width, found.height, printers.offered_media(request.printer))
    problems: tuple[Problem, ...] = ()
    if media.offered is False:
        what = sentence("the printer does not list a paper of {size}; it may print on another.", size=found.size)
        hint = sentence("Choose {media} in its settings, or another ‹envelope›.", media=media.name)
        problems = (Problem("", what, hint, "warning", "paper-not-listed", field="printer"),)
    job = PrintJob(request.file, chosen, media, printers.check_printer(request.printer) if request.printer else None)
    first, rest = (chosen, None) if at_once else (chosen.first(), chosen.rest())
    return PrintPlan(job, first, rest, problems)
