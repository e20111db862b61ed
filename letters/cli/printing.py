"""The commands `calibrate` and `print`: an envelope's test sheet, and the way to the printer, one envelope first."""

import sys
from pathlib import Path

import click

from letters.app.choices import FEEDS, typed_envelope_names
from letters.app.printing import (
    Advice,
    PageList,
    PrintPlan,
    PrintRequest,
    forget,
    plan_printing,
    remember,
    write_test_sheet,
)
from letters.cli import screen
from letters.cli.words import words
from letters.errors import CommandError, Problem

_PRINTER = "Name of the printer; `lpstat -e` lists those the system knows."


@click.command("calibrate")
@click.option("--envelope", default="C6", show_default=True, help=f"{', '.join(typed_envelope_names())}, or 200x120.")
@click.option(
    "--feed",
    type=click.Choice(FEEDS),
    default=FEEDS[0],
    show_default=True,
    help="How the envelope goes in, as in make.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default="out", show_default=True, help="The folder for the PDF."
)
@click.option("--printer", help="With --set and --forget: whose offset. Alone: a sheet moved by it, to look at.")
@click.option("--set", "measured", metavar="DX,DY[,SX,SY]", help="Remember mm to the right and down, and the stretch.")
@click.option("--forget", "forgotten", is_flag=True, help="Forget the printer.")
def calibrate_command(
    envelope: str, feed: str, out: Path, printer: str | None, measured: str | None, forgotten: bool
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
    if measured is not None or forgotten:
        _keep(printer, feed, measured, forgotten)
        return
    keep = f"calibrate {words('set', 'dx,dy,sx,sy')} {words('printer', 'NAME')}"
    advice = Advice(keep, f"print the sheet without {words('printer')}")
    sheet = write_test_sheet(envelope, feed, out, advice, printer)
    then = "check that the crosses are 10 mm from the edges" if sheet.moved else "follow the steps on it"
    screen.out.print(
        f"Written: {sheet.path}. Print it at 100 % (“actual size”) on a {sheet.envelope} envelope and {then}.",
        markup=False,
    )


def _keep(printer: str | None, feed: str, measured: str | None, forgotten: bool) -> None:
    if printer is None:
        what, hint = "which printer was measured?", "Write: calibrate ‹set=-1.5,2› ‹printer=NAME›."
        raise CommandError(Problem("", what, hint, code="printer-not-named", field="printer"))
    if forgotten and measured is not None:
        what, hint = "does not go with ‹forget›.", "Leave out one of them."
        raise CommandError(Problem("", what, hint, code="set-and-forget", field="set"))
    if measured is not None:
        known = remember(printer, feed, measured)
        screen.out.print(f"Remembered for {printer}, feed {feed}: {known.offset}, in {known.file}.", markup=False)
        screen.out.print(f"From now on use make {words('printer', printer)}.", markup=False)
    else:
        found = forget(printer)
        screen.out.print(f"Forgotten: {printer}." if found else f"Nothing was known of {printer}.", markup=False)


@click.command("print")
@click.argument("file", type=click.Path(path_type=Path), default="out/envelopes.pdf")
@click.option("--printer", help=f"{_PRINTER} [default: the system's]")
@click.option("--envelope", help="Stop unless the pages have this size. [default: the size of the pages]")
@click.option("--pages", metavar="LIST", help="Some pages only: 3 or 2-5 or 1,4-6.")
@click.option("--from-page", type=int, metavar="N", help="Go on with page N, after a jam.")
@click.option("--yes", is_flag=True, help="Print: the first page, then, when you say so, the others.")
@click.option("--all", "at_once", is_flag=True, help="With --yes: do not stop after the first page.")
def print_command(
    file: Path,
    printer: str | None,
    envelope: str | None,
    pages: str | None,
    from_page: int | None,
    yes: bool,
    at_once: bool,
) -> None:
    """Show the `lp` line that prints the envelopes; with --yes, print one, ask, then print the rest.

    FILE is out/envelopes.pdf unless you name another that this program has written. The paper is chosen by the size
    of its pages. When nobody can be asked (no terminal), --yes prints the first page only, unless --all is given.

    \b
    Examples
      python3 make_letters.py print --printer Laser
      python3 make_letters.py print --printer Laser --yes
      python3 make_letters.py print --pages 7 --yes
      python3 make_letters.py print --from-page 120 --yes
    """
    plan = plan_printing(PrintRequest(file, printer, envelope, pages, from_page), at_once)
    screen.show_problems(plan.problems)
    if yes:
        _print(plan)
    else:
        _show(plan)


def _show(plan: PrintPlan) -> None:
    screen.out.print("First:" if plan.rest else "To print:")
    screen.out.print(f"  {plan.line(plan.first)}", markup=False)
    if plan.rest:
        screen.out.print(f"Look at it. Then the other {_number(plan)}:")
        screen.out.print(f"  {plan.line(plan.rest)}", markup=False)
    screen.out.print("Nothing was printed. To print, give the same command with --yes.")


def _number(plan: PrintPlan) -> str:
    return "one" if plan.rest is None or plan.rest.count == 1 else str(plan.rest.count)


def _print(plan: PrintPlan) -> None:
    _send(plan, plan.first)
    if plan.rest is None:
        return
    if sys.stdin.isatty() and click.confirm(f"Look at it. Print the other {_number(plan)}?"):
        _send(plan, plan.rest)
    else:
        screen.out.print("The others were not sent. When the first is right:")
        screen.out.print(f"  {plan.line(plan.rest)}", markup=False)


def _send(plan: PrintPlan, pages: PageList) -> None:
    said = plan.send(pages)
    word = "page" if pages.count == 1 else "pages"
    screen.out.print(f"Sent: {word} {pages} on {plan.job.media.name}. {said}", markup=False)
