"""One run at a time in an output folder: a lock that the system itself lets go when a run is killed."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from letters.errors import FileError, Problem

NAME = ".making-lock"
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        """Of the process, so that workers that outlive a killed run do not hold it."""
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The folder for this run alone; raises FileError when another run is writing there."""
    path = folder / NAME
    handle = _taken(path)
    try:
        yield
    finally:
        if sys.platform == "win32":
            os.close(handle)
        with suppress(OSError):
            path.unlink()
        if sys.platform != "win32":
            os.close(handle)


def _taken(path: Path) -> int:
    """The lock file, open and locked; taken again when the run that held it before has just removed it."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _take(handle)
        except OSError as error:
            if error.errno in _TAKEN:
                os.close(handle)
                raise _busy(path.parent) from error
            return handle  # a file system without locks
        with suppress(OSError):
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        os.close(handle)


def _busy(folder: Path) -> FileError:
    hint = "Wait until it has finished, or choose another folder with --out DIR."
    return FileError(Problem(str(folder), "another run is writing into this folder.", hint))
