"""The ledger for others: every event as a table, of a damaged one what can still be read, or the file itself."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from letters.app.table_file import table_writer
from letters.errors import FileError, Problem
from letters.sentences import sentence
from letters.store.atomic import whole
from letters.store.ledger import Event, acts_in_force, ledger_copy, read_what_is_left

HEADINGS = ("day", "kind", "name", "born", "occasion", "way", "reason", "run", "taken back", "event", "act", "undoes")


@dataclass(frozen=True, slots=True)
class Exported:
    """How many events went into a table, and whether that is all that was there."""

    events: int
    is_whole: bool
    problems: tuple[Problem, ...] = ()


def export_ledger(file: Path, table: Path, force: bool) -> Exported:
    """Write every event, also those taken back, into an .xlsx or .csv; of a damaged ledger what can still be read.

    Raises CommandError or FileError, and then nothing was written.
    """
    writer = table_writer(table, force)
    events, is_whole = read_what_is_left(file)
    valid = acts_in_force(events)
    with whole(table) as part:
        writer(part, HEADINGS, (_row(event, event.act not in valid) for event in events))
    return Exported(len(events), is_whole, () if is_whole else (_partly(file, len(events)),))


def _partly(file: Path, count: int) -> Problem:
    what = sentence("the ledger is damaged: {count} events could be read and are in the table.", count=count)
    return Problem(str(file), what, sentence("Compare them with the last copy of the file."), code="ledger-partly")


def _row(event: Event, is_undone: bool) -> tuple[str, ...]:
    values = (event.day, event.kind, event.name, event.born, event.occasion, event.way, event.reason, event.run)
    return tuple(
        "" if value is None else str(value)
        for value in (*values, "yes" if is_undone else "", event.id, event.act, event.undoes)
    )


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """Every event as a table."""

    data: bytes
    exported: Exported


def ledger_table(file: Path, ending: str = ".csv") -> LedgerTable:
    """Every event as CSV or .xlsx, of a damaged ledger what can still be read; raises FileError."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / f"ledger{ending}"
        exported = export_ledger(file, table, force=False)
        return LedgerTable(table.read_bytes(), exported)


def ledger_file(file: Path) -> bytes:
    """The ledger itself, whole, even while another program writes into it; raises FileError."""
    if not file.exists():
        what, hint = sentence("nothing has been noted yet."), sentence("Note first that letters were posted.")
        raise FileError(Problem(str(file), what, hint, code="no-such-file"))
    return ledger_copy(file)
