"""The ledger at one glance: everybody with their letters, the totals, birthdays that come, and what was noted last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from letters.app.birthdays import ComingBirthday, coming_birthdays
from letters.app.ledger import known_people, readable_book
from letters.app.ledger_place import ledger_beside
from letters.app.letters_so_far import LedgerReport, PersonLetters, report_ledger
from letters.model import Sender
from letters.store.book import Book
from letters.store.ledger import Event, last_act


@dataclass(frozen=True, slots=True)
class LedgerOverview:
    """What the pages show of a ledger."""

    report: LedgerReport
    everybody: tuple[PersonLetters, ...]  # who had a letter, then who is in the book and never got one
    birthdays: tuple[ComingBirthday, ...]  # for which a letter can still be posted, the next one first
    last: tuple[Event, ...]  # the events of the last act that can be taken back


def ledger_overview(book: Path, today: date, ledger_file: Path | None = None) -> LedgerOverview:
    """Everything of a ledger; raises DataError for what is no book, FileError for a ledger that cannot be read."""
    file = ledger_beside(book, ledger_file)
    found = readable_book(book) if book.exists() else Book(str(book), Sender(), (), (), (), ())
    report = report_ledger(file, found)
    coming = (one for one in coming_birthdays(found.people, today) if one.post_until >= today)
    return LedgerOverview(report, (*report.people, *_never(found, report)), tuple(coming), last_act(file))


def _never(book: Book, report: LedgerReport) -> Iterator[PersonLetters]:
    known, never = known_people(book), set(report.never)
    written = {name for row in report.people for name in row.ids}
    for name in sorted(never - written, key=lambda name: (known[name].name, name)):
        yield PersonLetters(known[name].name, known[name].born, (name,), 0, None, 0, 0, None)
