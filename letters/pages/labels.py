"""What a run prints addresses on: its paper, labels in place of envelopes, and what each of them risks."""

from collections.abc import Iterator

from letters.draw import setter
from letters.errors import CommandError, Problem
from letters.layout.sheet import Imposition, LabelSheet, choose_imposition, choose_labels, layout_label
from letters.marks import Page
from letters.model import Person
from letters.pages.envelopes import Posting, lines_of
from letters.pages.run import QrPlace, Run
from letters.paper import Envelope
from letters.sentences import sentence


def imposition_of(run: Run, envelope: Envelope) -> Imposition | None:
    """How the pages of `envelopes` come onto paper; `None` = each is a sheet as it stands."""
    return choose_imposition(envelope, run.print.feed, run.print.sheet, run.print.start, run.print.outlines)


def check_sheet(run: Run, envelope: Envelope, place: QrPlace) -> None:
    """Raise CommandError for paper that does not exist, and for options that mean an envelope when it is a sheet."""
    imposition_of(run, envelope)
    if run.print.sheet is None:
        return
    if place == "envelope":
        what = sentence("a code goes onto envelopes, not with ‹sheet={sheet}›.", sheet=run.print.sheet)
        hint = sentence("Take ‹qr=guide›, or leave out ‹sheet›.")
        raise CommandError(Problem("", what, hint, code="qr-sheet", field="qr", value=place))
    if run.print.offset is not None:
        what = sentence("was measured for envelopes; an A4 sheet lies differently in the tray.")
        hint = sentence("Leave out ‹printer› or ‹sheet›.")
        raise CommandError(Problem("", what, hint, code="printer-sheet", field="printer"))


def label_page(posting: Posting, person: Person, sheet: LabelSheet) -> Page:
    """The address on a label; raises DataError when it does not fit."""
    return layout_label(lines_of(posting, person), sheet, setter)


def sheet_warnings(run: Run) -> Iterator[Problem]:
    """What the chosen paper risks."""
    if choose_labels(run.print.sheet):
        what = sentence("mailrooms of some prisons refuse labels that are stuck on; nothing is known of Russian ones.")
        hint = sentence("Printing straight onto the envelope is safer: leave out ‹sheet›.")
        yield Problem("", what, hint, "warning", code="labels-refused", field="sheet", value=run.print.sheet or "")
