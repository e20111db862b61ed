"""The commands `calibrate` and `print`: an envelope's test sheet, and the way to the printer, one envelope first."""

import sys
from pathlib import Path

import click

from letters.app.printing import Advice, calibrate
from letters.cli import screen
from letters.cli.words import words
from letters.errors import CommandError, Problem
from letters.layout.sheet import FEEDS
from letters.paper import envelope_names, find_envelope
from letters.store import printers as desk
from letters.store.printers import Job, Media, Offset, PageList, PrintFile

DEFAULT_FEED = FEEDS[0]
_PRINTER = "Name of the printer; `lpstat -e` lists those the system knows."


@click.command("calibrate")
@click.option("--envelope", default="C6", show_default=True, help=f"{', '.join(envelope_names())}, or 200x120.")
@click.option(
    "--feed",
    type=click.Choice(FEEDS),
    default=DEFAULT_FEED,
    show_default=True,
    help="How the envelope goes in, as in make.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default="out", show_default=True, help="The folder for the PDF."
)
@click.option("--printer", help="With --set and --forget: whose offset. Alone: a sheet moved by it, to look at.")
@click.option("--set", "measured", metavar="DX,DY[,SX,SY]", help="Remember mm to the right and down, and the stretch.")
@click.option("--forget", is_flag=True, help="Forget the printer.")
def calibrate_command(
    envelope: str, feed: str, out: Path, printer: str | None, measured: str | None, forget: bool
) -> None:
    """Write a test sheet to measure where a printer prints, and remember what it needs.

    The sheet says what to measure. `make --printer NAME` then moves every envelope by it. Names of printers and
    their figures, apart for each --feed, are kept in your configuration folder.

    \b
    Examples
      python3 make_letters.py calibrate --envelope DL
      python3 make_letters.py calibrate --set -1.5,2 --printer Laser
      python3 make_letters.py calibrate --printer Laser
      python3 make_letters.py calibrate --forget --printer Laser
    """
    if measured is not None or forget:
        _keep(printer, feed, measured, forget)
        return
    offset = find_offset(printer, feed)
    keep = f"calibrate {words('set', 'dx,dy,sx,sy')} {words('printer', 'NAME')}"
    advice = Advice(keep, f"print the sheet without {words('printer')}")
    path = calibrate(envelope, feed, out, advice, offset)
    size = find_envelope(envelope)
    then = "check that the crosses are 10 mm from the edges" if offset else "follow the steps on it"
    screen.out.print(
        f"Written: {path}. Print it at 100 % (“actual size”) on a {size.name} envelope and {then}.", markup=False
    )


def _keep(printer: str | None, feed: str, measured: str | None, forget: bool) -> None:
    if printer is None:
        what, hint = "which printer was measured?", "Write: calibrate ‹set=-1.5,2› ‹printer=NAME›."
        raise CommandError(Problem("", what, hint, code="printer-not-named", field="printer"))
    if forget and measured is not None:
        what, hint = "does not go with ‹forget›.", "Leave out one of them."
        raise CommandError(Problem("", what, hint, code="set-and-forget", field="set"))
    if measured is not None:
        offset = desk.parse_offset(measured)
        desk.remember_offset(printer, feed, offset)
        screen.out.print(f"Remembered for {printer}, feed {feed}: {offset}, in {desk.offsets_file()}.", markup=False)
        screen.out.print(f"From now on use make {words('printer', printer)}.", markup=False)
    else:
        found = desk.forget_offsets(printer)
        screen.out.print(f"Forgotten: {printer}." if found else f"Nothing was known of {printer}.", markup=False)


@click.command("print")
@click.argument("file", type=click.Path(path_type=Path), default="out/envelopes.pdf")
@click.option("--printer", help=f"{_PRINTER} [default: the system's]")
@click.option("--envelope", help="Stop unless the pages have this size. [default: the size of the pages]")
@click.option("--pages", metavar="LIST", help="Some pages only: 3 or 2-5 or 1,4-6.")
@click.option("--yes", is_flag=True, help="Print: the first page, then, when you say so, the others.")
@click.option("--all", "at_once", is_flag=True, help="With --yes: do not stop after the first page.")
def print_command(
    file: Path, printer: str | None, envelope: str | None, pages: str | None, yes: bool, at_once: bool
) -> None:
    """Show the `lp` line that prints the envelopes; with --yes, print one, ask, then print the rest.

    FILE is out/envelopes.pdf unless you name another that this program has written. The paper is chosen by the size
    of its pages. When nobody can be asked (no terminal), --yes prints the first page only, unless --all is given.

    \b
    Examples
      python3 make_letters.py print --printer Laser
      python3 make_letters.py print --printer Laser --yes
      python3 make_letters.py print --pages 7 --yes
    """
    desk.require_lp()
    found = desk.read_print_file(file)
    _check_size(found, envelope)
    chosen = desk.parse_pages(pages, found.pages)
    job = Job(file, chosen, _media(found, printer), desk.check_printer(printer) if printer else None)
    first, rest = (chosen, None) if at_once else (chosen.first(), chosen.rest())
    if yes:
        _print(job, first, rest)
    else:
        _show(job, first, rest)


def _check_size(found: PrintFile, envelope: str | None) -> None:
    if envelope is None:
        return
    wanted = find_envelope(envelope)
    if sorted((wanted.width, wanted.height)) != sorted((found.width, found.height)):
        what = f"the pages of {found.path} have another size: {found.size}."
        hint = f"Make them with ‹make› and ‹envelope={wanted.name}›."
        raise CommandError(Problem("", what, hint, code="print-size", field="envelope", value=wanted.name))


def _media(found: PrintFile, printer: str | None) -> Media:
    media = desk.find_media(found.width, found.height, desk.offered_media(printer))
    if media.offered is False:
        what = f"the printer does not list a paper of {found.size}; it may print on another."
        hint = f"Choose {media.name} in its settings, or another ‹envelope›."
        screen.show_problems([Problem("", what, hint, "warning", code="paper-not-listed", field="printer")])
    return media


def _show(job: Job, first: PageList, rest: PageList | None) -> None:
    screen.out.print("First:" if rest else "To print:")
    screen.out.print(f"  {_line(job, first)}", markup=False)
    if rest:
        screen.out.print(f"Look at it. Then the other {_number(rest)}:")
        screen.out.print(f"  {_line(job, rest)}", markup=False)
    screen.out.print("Nothing was printed. To print, give the same command with --yes.")


def _number(pages: PageList) -> str:
    return "one" if pages.count == 1 else str(pages.count)


def _print(job: Job, first: PageList, rest: PageList | None) -> None:
    _send(job, first)
    if rest is None:
        return
    if sys.stdin.isatty() and click.confirm(f"Look at it. Print the other {_number(rest)}?"):
        _send(job, rest)
    else:
        screen.out.print("The others were not sent. When the first is right:")
        screen.out.print(f"  {_line(job, rest)}", markup=False)


def _send(job: Job, pages: PageList) -> None:
    said = desk.send(desk.lp_command(_with(job, pages)))
    screen.out.print(
        f"Sent: {'page' if pages.count == 1 else 'pages'} {pages} on {job.media.name}. {said}", markup=False
    )


def _line(job: Job, pages: PageList) -> str:
    return desk.shown(desk.lp_command(_with(job, pages)))


def _with(job: Job, pages: PageList) -> Job:
    return Job(job.file, pages, job.media, job.printer)


def find_offset(printer: str | None, feed: str) -> Offset | None:
    """The offset that `--printer NAME` asks for; raises CommandError when none is remembered."""
    return desk.find_offset(printer, feed) if printer is not None else None
