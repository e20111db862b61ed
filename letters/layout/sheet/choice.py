"""Which paper a run asked for, by its words for feed and sheet."""

from letters.errors import CommandError, Problem
from letters.layout.sheet.cut import cut_imposition
from letters.layout.sheet.feed import feed_imposition
from letters.layout.sheet.fold import fold_imposition
from letters.layout.sheet.imposition import Imposition
from letters.layout.sheet.labels import LabelSheet, find_labels, label_imposition
from letters.paper import Envelope
from letters.sentences import sentence

FOLD, CUT = "fold", "cut"


def choose_labels(sheet: str | None) -> LabelSheet | None:
    """The label sheet of that name, `None` = the run prints no labels; raises CommandError for an unknown name."""
    return None if sheet is None or sheet in (FOLD, CUT) else find_labels(sheet)


def choose_imposition(
    envelope: Envelope, feed: str, sheet: str | None, start: int, outlines: bool
) -> Imposition | None:
    """The sheet to print on, `None` = each page as it is; raises CommandError for words that do not go together."""
    labels = choose_labels(sheet)
    if labels is None:
        _check_without_labels(start, outlines)
    if sheet is not None and feed != "landscape":
        what = sentence("does not go with ‹sheet={sheet}›, which is A4.", sheet=sheet)
        raise CommandError(
            Problem("", what, sentence("Leave out one of them."), code="feed-sheet", field="feed", value=feed)
        )
    if labels is not None:
        return label_imposition(labels, start, outlines)
    if sheet is not None:
        return fold_imposition(envelope) if sheet == FOLD else cut_imposition(envelope)
    return feed_imposition(envelope, feed)


def _check_without_labels(start: int, outlines: bool) -> None:
    for field, given in (("start", start != 1), ("outlines", outlines)):
        if given:
            hint = sentence("Say which, such as ‹sheet=L7160›.")
            raise CommandError(Problem("", sentence("goes with labels only."), hint, code="labels-only", field=field))
