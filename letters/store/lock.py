"""One at a time: a lock file that the system itself lets go when its holder is killed."""

import errno
import os
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from letters.errors import FileError, Problem
from letters.sentences import sentence

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_STEP = 0.02  # seconds between two tries
_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_OURS: set[str] = set()  # held by this process: the system's locks do not part its threads
_ONE = threading.Lock()

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    try:
        import fcntl
    except ImportError:  # in a browser, where nobody else writes

        def _lock(handle: int) -> None:
            pass
    else:

        def _lock(handle: int) -> None:
            """Of the process, so that workers that outlive a killed run do not hold it."""
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path, busy: Problem, wait: float = 0) -> Iterator[None]:
    """The lock at `path` for this thread alone, the file gone afterwards.

    Raises FileError with `busy` when somebody else still holds it after `wait` seconds, and for a file that is no lock
    of this program's user.
    """
    until = time.monotonic() + wait
    while (handle := take(path)) is None:
        if time.monotonic() >= until:
            raise FileError(busy)
        time.sleep(_STEP)
    try:
        yield
    finally:
        release(path, handle)


def take(path: Path, make: bool = True) -> int | None:
    """The handle of the lock, `None` when somebody else has it; unless it is to be made, it must be there."""
    with _ONE:
        handle = None if _key(path) in _OURS else _taken(path, make)
        if handle is not None:
            _OURS.add(_key(path))
    return handle


def _key(path: Path) -> str:
    """The same for a file, whatever links lead to its folder."""
    return os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118  a text, only compared


def release(path: Path, handle: int) -> None:
    """Take the file away and let the lock go."""
    if sys.platform == "win32":  # no open file can be deleted there
        os.close(handle)
    with suppress(OSError):
        path.unlink()
    if sys.platform != "win32":
        os.close(handle)
    with _ONE:
        _OURS.discard(_key(path))


def _taken(path: Path, make: bool) -> int | None:
    """The file, open and locked; opened again when whoever held it has just removed it."""
    while True:
        handle = _opened(path, make)
        try:
            _lock(handle)
        except OSError as error:
            if error.errno in _TAKEN:
                os.close(handle)
                return None
            return handle  # a file system without locks
        with suppress(OSError):
            if os.path.samestat(os.fstat(handle), path.lstat()):
                return handle
        os.close(handle)


def _opened(path: Path, make: bool) -> int:
    if path.is_symlink():
        raise _foreign(path)
    try:
        handle = os.open(path, _FLAGS | (os.O_CREAT if make else 0), 0o600)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO) or path.exists():
            raise _foreign(path) from error
        raise
    status = os.fstat(handle)
    if not (is_own(status) and stat.S_ISREG(status.st_mode)):
        os.close(handle)
        raise _foreign(path)
    return handle


def is_own(status: os.stat_result) -> bool:
    """Whether it belongs to whoever runs the program, where the system knows that."""
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _foreign(path: Path) -> FileError:
    what = sentence("stands where the program puts its lock, and is a link, no file, or somebody else's.")
    hint = sentence("Delete it, unless another person writes into this folder now.")
    return FileError(Problem(str(path), what, hint, code="lock-foreign"))
