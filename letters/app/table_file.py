"""A table that is written: .xlsx or .csv by the ending of its name, and never over a file that is there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from letters.errors import CommandError, FileError, Problem
from letters.intake.tables import write_csv, write_xlsx
from letters.sentences import sentence

Writer = Callable[[Path, Sequence[str], Iterable[Sequence[str]]], None]
WRITERS: Mapping[str, Writer] = {".xlsx": write_xlsx, ".csv": write_csv}


def table_writer(table: Path, force: bool) -> Writer:
    """What writes such a table; raises CommandError for another ending, FileError for a file that is there."""
    writer = WRITERS.get(table.suffix.lower())
    if writer is None:
        what = (
            sentence("{ending} is no table that the program writes.", ending=table.suffix)
            if table.suffix
            else sentence("a name without ending is no table that the program writes.")
        )
        raise CommandError(Problem(str(table), what, sentence("End the name with .xlsx or .csv."), code="no-table"))
    if table.exists() and not force:
        hint = sentence("Choose another name, or overwrite it with ‹force›.")
        raise FileError(Problem(str(table), sentence("already exists."), hint, code="file-exists"))
    return writer
