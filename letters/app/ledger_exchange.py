"""The ledger as bytes: what another group passes on comes in, a table or a copy of the file goes out."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from letters.app.ledger import TakenOver, merge
from letters.app.ledger_export import Exported, export_ledger
from letters.errors import DataError, FileError, LettersError, Problem
from letters.messages import one_line
from letters.sentences import sentence
from letters.store.ledger import ledger_copy

LONGEST_NAME = 60  # characters of the name of a file that messages say


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A ledger that another group has passed on: what its file is called, and what is in it."""

    name: str
    data: bytes


def merge_passed_on(
    book: Path, file: Path, other: PassedOn, today: date, advance: Callable[[int, int], None] = lambda *_: None
) -> TakenOver:
    """Take over what is in it; raises DataError or FileError with its name, and then nothing was written."""
    name = one_line(Path(other.name.replace("\\", "/")).name)[:LONGEST_NAME] or "ledger.db"
    if not other.data:
        what, hint = sentence("is empty, or no file was chosen."), sentence("Choose the ledger.db of the other group.")
        raise DataError(Problem(name, what, hint, code="ledger-empty", field="other"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "passed-on.db"
        path.write_bytes(other.data)
        try:
            return merge(book, file, path, today, advance)
        except LettersError as error:
            raise type(error)(*(_named(problem, path, name) for problem in error.problems)) from error


def _named(problem: Problem, path: Path, name: str) -> Problem:
    """What is said of the file that was passed on, under the name that people know."""
    return replace(problem, where=name, field="other") if problem.where == str(path) else problem


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
