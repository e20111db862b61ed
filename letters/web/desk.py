"""What the pages work on: the files named at the start, the language, and the work that is under way."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flask import current_app

from letters.app.last_choices import LastChoices
from letters.web.jobs import Job, Jobs

if TYPE_CHECKING:
    from letters.app.tables import ImportRequest


@dataclass(slots=True)
class KeptTable:
    """A spreadsheet between two steps of its import, and the work on it whose end nobody has seen yet."""

    wanted: "ImportRequest"
    job: Job | None = None
    rejected: str = ""  # the rows that were not taken when it was last looked at, as a .csv


@dataclass(slots=True)
class Desk:
    """One host at one computer: no path ever comes from a request."""

    book: Path
    out: Path
    ledger_file: Path | None = None  # `None` = beside the book
    language: str | None = None  # of the pages; `None` = what the browser asks for
    today: Callable[[], date] = date.today
    jobs: Jobs = field(default_factory=Jobs)
    tables: OrderedDict[str, KeptTable] = field(default_factory=OrderedDict)
    can_print: bool = True  # whether the program itself can send pages to a printer
    can_end: bool = False  # whether there is a server to be ended from the pages
    end: Callable[[], None] = lambda: None
    choices: LastChoices = field(default_factory=LastChoices)  # in a browser: `LastChoices(is_kept=False)`


def desk() -> Desk:
    """The desk of this application."""
    return cast(Desk, current_app.extensions["desk"])
