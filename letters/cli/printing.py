"""The commands `calibrate` and `print`: an envelope's test sheet, and the way to the printer, one envelope first."""

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
from letters.cli.keyboard import is_somebody_there
from letters.cli.words import words
from letters.errors import CommandError, Problem
from letters.sentences import _, ngettext, sentence

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
    advice = Advice(keep, _("print the sheet without {option}", option=words("printer")))
    sheet = write_test_sheet(envelope, feed, out, advice, printer)
    told = _(
        "Written: {file}. Print it at 100 % (“actual size”) on a {envelope} envelope and follow the steps on it.",
        file=sheet.path,
        envelope=sheet.envelope,
    )
    if sheet.moved:
        told = _(
            "Written: {file}. Print it at 100 % (“actual size”) on a {envelope} envelope and check that the "
            "crosses are 10 mm from the edges.",
            file=sheet.path,
            envelope=sheet.envelope,
        )
    screen.out.print(told, markup=False)


def _keep(printer: str | None, feed: str, measured: str | None, forgotten: bool) -> None:
    if printer is None:
        what = sentence("which printer was measured?")
        hint = sentence("Write: calibrate ‹set=-1.5,2› ‹printer=NAME›.")
        raise CommandError(Problem("", what, hint, code="printer-not-named", field="printer"))
    if forgotten and measured is not None:
        what, hint = sentence("does not go with ‹forget›."), sentence("Leave out one of them.")
        raise CommandError(Problem("", what, hint, code="set-and-forget", field="set"))
    if measured is not None:
        known = remember(printer, feed, measured)
        told = _(
            "Remembered for {printer}, feed {feed}: {offset}, in {file}.",
            printer=printer,
            feed=feed,
            offset=known.offset,
            file=known.file,
        )
        screen.out.print(told, markup=False)
        screen.out.print(_("From now on use make {option}.", option=words("printer", printer)), markup=False)
    else:
        found = forget(printer)
        told = (
            _("Forgotten: {printer}.", printer=printer)
            if found
            else _("Nothing was known of {printer}.", printer=printer)
        )
        screen.out.print(told, markup=False)


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
    screen.out.print(_("First:") if plan.rest else _("To print:"))
    screen.out.print(f"  {plan.line(plan.first)}", markup=False)
    if plan.rest:
        screen.out.print(
            ngettext("Look at it. Then the other one:", "Look at it. Then the other {count}:", _number(plan))
        )
        screen.out.print(f"  {plan.line(plan.rest)}", markup=False)
    screen.out.print(_("Nothing was printed. To print, give the same command with --yes."))


def _number(plan: PrintPlan) -> int:
    return plan.rest.count if plan.rest else 1


def _print(plan: PrintPlan) -> None:
    _send(plan, plan.first)
    if plan.rest is None:
        return
    asked = ngettext("Look at it. Print the other one?", "Look at it. Print the other {count}?", _number(plan))
    if is_somebody_there() and click.confirm(asked):
        _send(plan, plan.rest)
    else:
        screen.out.print(_("The others were not sent. When the first is right:"))
        screen.out.print(f"  {plan.line(plan.rest)}", markup=False)


def _send(plan: PrintPlan, pages: PageList) -> None:
    said = plan.send(pages)
    paper = plan.job.media.name
    one, many = (
        _("Sent: page {pages} on {paper}.", pages=pages, paper=paper),
        _("Sent: pages {pages} on {paper}.", pages=pages, paper=paper),
    )
    screen.out.print(f"{one if pages.count == 1 else many} {said}", markup=False)
