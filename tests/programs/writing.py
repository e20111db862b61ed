"""Writes as the program does, in a process of its own: the name of a function below, and what it is called with."""

import os
import signal
import sys
from datetime import date
from pathlib import Path

from letters.cli import main
from letters.errors import FileError, Problem
from letters.store.atomic import whole
from letters.store.book.plan import changing
from letters.store.lock import locked


def touch(target: str) -> None:
    """A file that is whole."""
    with whole(Path(target)) as part:
        part.touch()


def die(target: str) -> None:
    """Killed while the file is written."""
    with whole(Path(target)) as part:
        part.write_text("names and addresses")
        os.kill(os.getpid(), signal.SIGKILL)


def lock(path: str, wait: str) -> None:
    """Whether the lock is to be had in so many seconds."""
    try:
        with locked(Path(path), Problem("", "busy"), float(wait)):
            print("mine")  # noqa: T201  the answer
    except FileError as error:
        print(error)  # noqa: T201


def add(book: str) -> None:
    """Somebody whose address is not known."""
    with changing(Path(book), date(2026, 11, 22)) as plan:
        plan.add(plan.check({"address": "unknown", "status": "unknown"}))
        plan.write()


def on_small_disk(size: str, *words: str) -> None:
    """A command, where no file can be larger than so many bytes."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
    sys.exit(main([*words]))


if __name__ == "__main__":
    {function.__name__: function for function in (touch, die, lock, add, on_small_disk)}[sys.argv[1]](*sys.argv[2:])
