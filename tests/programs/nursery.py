"""Loads the program once, then carries out each command in a child of its own; orders come as JSON, a line each.

An order has `arguments`, the `folder` to be in, `disturb` (the name of a function below and what it is called with),
`said` and `printed` (files for both streams), and `seconds` and `signal` when the child is to be sent one. The answer
is the exit code.
"""

import itertools
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from letters import shipped
from letters.app import make as app_make
from letters.cli import main
from letters.draw import PdfFile, ReadAloud
from letters.pages.person import PersonPages


def bounded(memory: int, seconds: int) -> None:
    """So many bytes and seconds of a processor, and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def small_disk(size: int) -> None:
    """No file can be larger than so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def small_disk_from(number: int, size: int) -> None:
    """The same once so many PDFs have been begun."""
    begin, count = PdfFile.__init__, 0

    def begun(self: PdfFile, path: Path, reading: ReadAloud | None = None) -> None:
        nonlocal count
        count += 1
        if count == number:
            small_disk(size)
        begin(self, path, reading)

    PdfFile.__init__ = begun  # type: ignore[method-assign]


def folder_removed(folder: str) -> None:
    """Somebody removes the output folder when everything is drawn."""
    manifest = app_make.manifest_text

    def removing(*values: object) -> str:
        shutil.rmtree(folder, ignore_errors=True)
        return manifest(*values)  # type: ignore[arg-type]

    app_make.manifest_text = removing


def fonts_from(folder: str) -> None:
    """The fonts lie elsewhere."""
    shipped.fonts = lambda: Path(folder)


def stopped_at(page: int) -> None:
    """Ctrl-C while so many pages are laid out."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background has it switched off
    _signal_before(PersonPages, "of", page, signal.SIGINT)


def dying_at_page(page: int) -> None:
    """Killed when so many pages are drawn."""
    _signal_before(PdfFile, "add", page, signal.SIGKILL)


def dying_at_renaming(number: int) -> None:
    """Killed before the file of that number gets its name."""
    _signal_before(Path, "replace", number, signal.SIGKILL)


def _signal_before(owner: type, method: str, number: int, what: signal.Signals) -> None:
    """This process gets a signal before the call of that number; the others go on as they are."""
    call, calls = getattr(owner, method), itertools.count(1)

    def counted(*given: object) -> object:
        if next(calls) == number:
            os.kill(os.getpid(), what)
        return call(*given)

    setattr(owner, method, counted)


def full_output() -> None:
    """Whatever is printed finds a disk that is full."""
    os.dup2(os.open("/dev/full", os.O_WRONLY), 1)


def closed_output() -> None:
    """Whoever read what is printed has gone away."""
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, 1)
    os.close(writer)


def with_variable(name: str, value: str) -> None:
    """A variable of the environment is set."""
    os.environ[name] = value


DISTURBANCES: dict[str, Callable[..., None]] = {
    function.__name__: function
    for function in (
        bounded,
        small_disk,
        small_disk_from,
        folder_removed,
        fonts_from,
        stopped_at,
        dying_at_page,
        dying_at_renaming,
        full_output,
        closed_output,
        with_variable,
    )
}


def carry_out(order: dict[str, object]) -> None:
    """In the child: disturb, run the command, leave with its code."""
    os.chdir(str(order["folder"]))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for stream, file in ((1, order["printed"]), (2, order["said"])):
        os.dup2(os.open(str(file), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    name, *values = order["disturb"] or [""]  # type: ignore[misc]
    if name:
        DISTURBANCES[name](*values)
    code = main(order["arguments"])  # type: ignore[arg-type]
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            carry_out(order)
        if order["seconds"] is not None:
            time.sleep(order["seconds"])
            os.kill(child, order["signal"])
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201  the answer
