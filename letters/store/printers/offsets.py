"""What a printer does wrong, in mm, remembered in the user's configuration folder."""

import math
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from letters.errors import CommandError, DataError, FileError, Problem
from letters.sentences import sentence
from letters.store.configuration import configuration_file, write_configuration
from letters.textfile import read_json, read_text, unwritable

NAME = "printers.json"
FARTHEST, LEAST_SCALE, MOST_SCALE = 30.0, 0.9, 1.1  # beyond that somebody has mistyped
LONGEST_NAME = 127  # bytes of the name of a CUPS queue; enough for any other
_Table = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Offset:
    """How far the print must move, in mm to the right and down, and how much it must grow from the top-left corner."""

    dx: float = 0.0
    dy: float = 0.0
    sx: float = 1.0
    sy: float = 1.0

    def __str__(self) -> str:
        scale = "" if self.sx == self.sy == 1 else f", sx {self.sx:g}, sy {self.sy:g}"
        return f"dx {self.dx:g} mm, dy {self.dy:g} mm{scale}"


def parse_offset(text: str) -> Offset:
    """The offset in "dx,dy" or "dx,dy,sx,sy"; raises CommandError for what no printer can need."""
    words = text.replace("−", "-").split(",")
    if len(words) not in (2, 4):
        raise _bad_offset(text)
    try:
        offset = Offset(*map(float, words))
    except ValueError:
        raise _bad_offset(text) from None
    _check_size(offset)
    return offset


def _bad_offset(text: str) -> CommandError:
    what = sentence("{text!r} is not dx,dy or dx,dy,sx,sy.", text=text)
    hint = sentence("Write mm with a point and no spaces: -1.5,2 or -1.5,2,1.01,1.")
    return CommandError(Problem("", what, hint, code="offset-form", field="set"))


def _check_size(offset: Offset) -> None:
    for name, value in (("dx", offset.dx), ("dy", offset.dy)):
        if not abs(value) <= FARTHEST:  # also for nan
            what = sentence(
                "{name} {value:g} mm is more than {farthest:g} mm.", name=name, value=value, farthest=FARTHEST
            )
            raise CommandError(Problem("", what, sentence("Measure again."), code="offset-too-far", field="set"))
    for name, value in (("sx", offset.sx), ("sy", offset.sy)):
        if not LEAST_SCALE <= value <= MOST_SCALE:
            what = sentence(
                "{name} {value:g} is not between {least_scale:g} and {most_scale:g}.",
                name=name,
                value=value,
                least_scale=LEAST_SCALE,
                most_scale=MOST_SCALE,
            )
            hint = sentence("It is 100 divided by the measured length; 1 = nothing to correct.")
            raise CommandError(Problem("", what, hint, code="stretch-too-much", field="set"))


def check_printer(name: str) -> str:
    """The name of a printer as it may be kept and given to `lp`; raises CommandError for any other."""
    if not name.strip() or name.startswith("-") or not name.isprintable() or len(name.encode()) > LONGEST_NAME:
        what = sentence("{name!r} cannot be the name of a printer.", name=name)
        hint = sentence("Give it a short name; `lpstat -e` shows those the system knows.")
        raise CommandError(Problem("", what, hint, code="printer-name", field="printer"))
    return name


def offsets_file() -> Path:
    """Where the offsets are kept: in the configuration folder of the user, as the system has it."""
    return configuration_file(NAME)


def find_offset(printer: str, feed: str) -> Offset:
    """The offset remembered for a printer and feed; raises CommandError when there is none."""
    table = _read()
    try:
        return Offset(**table[check_printer(printer)][feed])
    except KeyError:
        known = ", ".join(f"{name} ({', '.join(feeds)})" for name, feeds in table.items()) or sentence("none")
        what = sentence(
            "this printer has not been measured yet with the feed {feed}; measured: {known}.", feed=feed, known=known
        )
        hint = sentence(
            "Print the test sheet of ‹calibrate› with ‹feed={feed}› and do what it says; or leave out ‹printer›.",
            feed=feed,
        )
        problem = Problem("", what, hint, code="printer-not-measured", field="printer", value=printer)
        raise CommandError(problem) from None


def all_offsets() -> tuple[tuple[str, str, Offset], ...]:
    """Everything that is remembered: printer, feed, offset; raises FileError."""
    table = _read()
    return tuple((printer, feed, Offset(**row)) for printer in sorted(table) for feed, row in table[printer].items())


def remember_offset(printer: str, feed: str, offset: Offset) -> None:
    """Keep an offset in place of an earlier one for the same printer and feed."""
    table = _read()
    table.setdefault(check_printer(printer), {})[feed] = asdict(offset)
    _write(table)


def forget_offsets(printer: str) -> bool:
    """Forget all offsets of a printer; whether there were any. With the last one the file goes, too."""
    table = _read()
    if table.pop(printer, None) is None:
        return False
    _write(table)
    return True


def _read() -> _Table:
    path = offsets_file()
    table: Any = None
    with suppress(DataError, ValueError):
        table = read_json(read_text(path)) if path.exists() else {}
    if not _is_table(table):
        what = sentence("does not hold printer offsets.")
        raise FileError(Problem(str(path), what, sentence("Delete it and calibrate again."), code="offsets-file"))
    return dict(table)


def _is_table(table: Any) -> bool:
    if not isinstance(table, dict) or not all(isinstance(feeds, dict) for feeds in table.values()):
        return False
    return all(_is_offset(row) for feeds in table.values() for row in feeds.values())


def _is_offset(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) != {"dx", "dy", "sx", "sy"}:
        return False
    if not all(type(value) in (int, float) and math.isfinite(value) for value in row.values()):
        return False
    with suppress(CommandError):
        _check_size(Offset(**row))
        return True
    return False


def _write(table: _Table) -> None:
    if table:
        write_configuration(NAME, table)
        return
    try:
        offsets_file().unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(offsets_file(), error) from error
