"""The file of the ledger: made at the first event, for its owner alone; what is wrong with it is said, never mended."""

import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from letters.errors import FileError, Problem
from letters.messages import reason
from letters.sentences import sentence
from letters.store.atomic import whole
from letters.store.ledger.event import Event
from letters.store.ledger.schema import STEPS, is_empty, is_ours, take_steps, version_of
from letters.store.ledger.tally import acts_in_force
from letters.textfile import unreadable

WAIT = 30.0  # seconds for another program that is writing
MOST_EVENTS = 500_000  # a hundred letters to everybody known
MOST_BYTES = 400_000_000
_SIDES = ("-journal", "-wal", "-shm")  # what SQLite writes beside a file
_COLUMNS = ", ".join(Event._fields)
_ALL = f"SELECT {_COLUMNS} FROM event"
_ADD = f"INSERT INTO event ({_COLUMNS}) VALUES ({', '.join('?' for _ in Event._fields)})"
_OLDEST_SQLITE = (3, 37)  # that knows STRICT tables


class Ledger:
    """The ledger while one command writes into it; everybody else waits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def events(self) -> tuple[Event, ...]:
        """All of them, in the order in which they were written."""
        return tuple(all_events(self._connection))

    def acts_here(self) -> tuple[str, ...]:
        """The acts of commands on this very file, the last one last."""
        return tuple(act for (act,) in self._connection.execute("SELECT act FROM here ORDER BY number"))

    def append(self, events: Iterable[Event]) -> None:
        """Write the events of a command."""
        found = tuple(events)
        self.take_over(found)
        acts = dict.fromkeys((event.act,) for event in found)
        self._connection.executemany("INSERT INTO here (act) VALUES (?)", acts)

    def take_over(self, events: Iterable[Event]) -> None:
        """Write events that were noted elsewhere."""
        self._connection.executemany(_ADD, events)


def all_events(connection: sqlite3.Connection, order: str = "") -> Iterator[Event]:
    """The events of an open file as they come."""
    return map(Event._make, connection.execute(f"{_ALL} {order or 'ORDER BY rowid'}"))


def read_events(path: Path) -> tuple[Event, ...]:
    """All events, none if there is no such file yet; raises FileError for one that cannot be read, or is no ledger."""
    if not is_there(path):
        return ()
    with said(path), closing(_connected(path)) as connection:
        if is_empty(connection):
            return ()
        if is_older(connection, path):
            with writing(path) as ledger:
                return ledger.events()
        return tuple(all_events(connection))


def last_act(path: Path) -> tuple[Event, ...]:
    """The events of the last act of this very file that counts and takes back none; raises FileError."""
    if not is_there(path):
        return ()
    with said(path), closing(_connected(path)) as connection:
        if is_empty(connection):
            return ()
        events, acts = tuple(all_events(connection)), connection.execute("SELECT act FROM here ORDER BY number")
        valid = acts_in_force(events) - {event.act for event in events if event.undoes}
        last = [act for (act,) in acts if act in valid][-1:]
        return tuple(event for event in events if event.act in last)


def ledger_copy(path: Path) -> bytes:
    """The file as it is between two acts, even while somebody writes; raises FileError."""
    if not is_there(path):
        raise unreadable(path, FileNotFoundError(errno.ENOENT, "No such file"))
    with said(path), closing(_connected(path)) as connection:
        return bytes(connection.serialize())


def read_what_is_left(path: Path) -> tuple[tuple[Event, ...], bool]:
    """The events of a damaged file that can still be read, and whether these are all; raises FileError if none can."""
    if not is_there(path):
        raise unreadable(path, FileNotFoundError(errno.ENOENT, "No such file"))
    with said(path), closing(_connected(path)) as connection:
        if is_empty(connection):
            return (), True
        is_older(connection, path)
        found: dict[str, Event] = {}
        try:
            found |= {event.id: event for event in all_events(connection)}
            return tuple(found.values()), is_sound(connection)
        except sqlite3.DatabaseError:
            for order in ("ORDER BY rowid", "ORDER BY rowid DESC"):
                with suppress(sqlite3.DatabaseError):
                    for event in all_events(connection, order):
                        found[event.id] = event
            if not found:
                raise
    return tuple(found.values()), False


@contextmanager
def writing(path: Path) -> Iterator[Ledger]:
    """The ledger for this command alone, made if it is not there; everything is written when the block ends well.

    Raises FileError, and then the file is as it was.
    """
    _check_library(path)
    if not is_there(path):
        _make(path)
    with said(path), closing(_connected(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _prepare(connection, path)
            yield Ledger(connection)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """The tables of today; of an older file a copy is kept. Raises FileError for a file that must not be touched."""
    if is_empty(connection):
        take_steps(connection, STEPS)
    elif is_older(connection, path):
        _keep_copy(connection, path)
        take_steps(connection, STEPS)
    if not is_sound(connection):
        raise damaged(path)


def is_older(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether it lacks a step; raises FileError when it is another program's, or of a newer version of this one."""
    if not is_ours(connection, STEPS):
        what = sentence("is a database of another program, and no ledger.")
        hint = sentence("Name another file with ‹ledger_file›; this one stays as it is.")
        raise FileError(Problem(str(path), what, hint, code="ledger-foreign"))
    if (version := version_of(connection)) > len(STEPS):
        what = sentence(
            "was written by a newer version of this program (ledger {version}; this one knows {count}).",
            version=version,
            count=len(STEPS),
        )
        raise FileError(
            Problem(str(path), what, sentence("Update the program; the file stays as it is."), code="ledger-newer")
        )
    return version < len(STEPS)


def _keep_copy(connection: sqlite3.Connection, path: Path) -> None:
    """The file as it was, beside it: ledger.before-2.db; one that is there from an earlier try is kept."""
    copy = path.with_name(f"{path.stem}.before-{version_of(connection) + 1}{path.suffix}")
    if not os.path.lexists(copy):
        with whole(copy) as part:  # nothing of this transaction is in the file yet, and nobody else writes
            part.write_bytes(path.read_bytes())


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def is_there(path: Path) -> bool:
    """Raises FileError for a link, a folder, or what is no plain file: SQLite would follow it."""
    for place in (path, *(path.with_name(path.name + side) for side in _SIDES)):
        try:
            status = place.lstat()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise unreadable(place, error) from error
        if not stat.S_ISREG(status.st_mode):
            what = sentence("is a link or no plain file; the ledger is never read or written through one.")
            raise FileError(
                Problem(str(place), what, sentence("Name the file itself with ‹ledger_file›."), code="ledger-link")
            )
        if status.st_size > MOST_BYTES:
            what = sentence("is too large for a ledger: {number} MB.", number=status.st_size // 1_000_000)
            raise FileError(
                Problem(str(place), what, sentence("Name another file with ‹ledger_file›."), code="ledger-large")
            )
    return path.exists()


def _make(path: Path) -> None:
    """An empty file, its owner's alone; two programs that make it at once have the same."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        os.close(os.open(path, flags, 0o600))
    except OSError as error:
        raise _unwritable(path, reason(error)) from error


def _check_library(path: Path) -> None:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        what = sentence(
            "the SQLite of this Python is {sqlite_version}, too old for the ledger.",
            sqlite_version=sqlite3.sqlite_version,
        )
        raise FileError(Problem(str(path), what, sentence("Take a newer Python from python.org."), code="sqlite-old"))


def is_writable(path: Path) -> bool:
    """Whether this account may write into the file."""
    return os.access(path, os.W_OK)


def _connected(path: Path) -> sqlite3.Connection:
    """The open file; where it may not be written, for reading only."""
    mode = "rw" if is_writable(path) else "ro"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None, cached_statements=16)
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


# ---- what goes wrong


@contextmanager
def said(path: Path) -> Iterator[None]:
    """What SQLite says of a file, in words for who has it; raises FileError."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "SQLITE_ERROR")
        raise next((say for code, say in _SAYINGS.items() if name.startswith(code)), _other)(
            path, str(error)
        ) from error


def _busy(path: Path, _: str) -> FileError:
    what = sentence("another program is writing into the ledger.")
    return FileError(Problem(str(path), what, sentence("Wait until it has finished."), code="ledger-busy"))


def damaged(path: Path, _: str = "") -> FileError:
    """The error for a file of which a part cannot be read any more."""
    what = sentence("the ledger is damaged; nothing was written into it.")
    hint = sentence(
        "‹ledger=export› writes what can still be read into a table; then rename the file, and take its last copy."
    )
    return FileError(Problem(str(path), what, hint, code="ledger-damaged"))


def _no_database(path: Path, _: str) -> FileError:
    what = sentence("is no ledger: it is no SQLite file, or its beginning is damaged. It stays as it is.")
    hint = sentence("Name the right file with ‹ledger_file›, or rename this one and take the last copy of it.")
    return FileError(Problem(str(path), what, hint, code="ledger-no-database"))


def _unwritable(path: Path, why: str) -> FileError:
    what = sentence("cannot be written: {why}. The ledger is as it was.", why=why)
    hint = sentence(
        "Your account may not, or the folder is read-only: name a file in a folder of your own with ‹ledger_file›."
    )
    return FileError(Problem(str(path), what, hint, code="ledger-unwritable"))


def _full(path: Path, why: str) -> FileError:
    what = sentence("cannot be written: {why}. The ledger is as it was.", why=why)
    return FileError(
        Problem(str(path), what, sentence("Make room on the disk, and do the same again."), code="ledger-disk-full")
    )


def _other(path: Path, why: str) -> FileError:
    what = sentence("the ledger cannot be used: {why}. It is as it was.", why=why)
    hint = sentence("Copy the file to another folder, and name that with ‹ledger_file›.")
    return FileError(Problem(str(path), what, hint, code="ledger-unusable"))


_SAYINGS: dict[str, Callable[[Path, str], FileError]] = {
    "SQLITE_BUSY": _busy,
    "SQLITE_LOCKED": _busy,
    "SQLITE_CORRUPT": damaged,
    "SQLITE_NOTADB": _no_database,
    "SQLITE_READONLY": _unwritable,
    "SQLITE_CANTOPEN": _unwritable,
    "SQLITE_PERM": _unwritable,
    "SQLITE_FULL": _full,
    "SQLITE_IOERR": _full,
}
