"""A fault of the program, not of the user: one line, and a trace that holds no names; or what the system refused."""

import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from letters.cli import screen
from letters.errors import FileError, Problem
from letters.messages import reason, remedy
from letters.sentences import _, sentence

FAULT = 70  # the exit code


def show_refusal(error: OSError, debug: bool) -> int:
    """Say what the system refused: a disk or a screen that is full; with --debug also where; gives the exit code.

    Nothing is said when whoever read the output has gone away, as `head` does.
    """
    _forget_output()
    if not isinstance(error, BrokenPipeError):
        file = str(error.filename or "")
        what = sentence("what this command prints cannot be read or written: {reason}.", reason=reason(error))
        if file:
            what = sentence("cannot be read or written: {reason}.", reason=reason(error))
        with suppress(OSError):
            screen.show_problems([Problem(file, what, remedy(error), code="system-refused")])
            if debug:
                screen.say("".join(traceback.format_exception(error)).rstrip())
    return FileError.exit_code


def _forget_output() -> None:
    """What still waits to be printed goes nowhere: trying once more at the end would fail once more."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def show_fault(error: Exception, debug: bool) -> int:
    """One line, the trace in a file or, with --debug, on the screen; gives the exit code.

    What an exception says may hold a name: it is shown with --debug only, and never written to a file.
    """
    if debug:
        trace = "".join(traceback.format_exception(error)).rstrip()
        screen.say(_("This is a fault of the program, not yours. What follows may hold names. {trace}", trace=trace))
    else:
        place = _write_trace("".join(_nameless_trace(error)))
        what = f"{type(error).__name__} {_where(error)}"
        told = _(
            "This is a fault of the program, not yours: {what}. Details, without names: {place}", what=what, place=place
        )
        screen.say(told)
    return FAULT


def _where(error: BaseException) -> str:
    """The last place in the code, from the folder of the program on."""
    frames = _frames(error)
    return f"in {_short(frames[-1].filename)}, line {frames[-1].lineno}" if frames else ""


def _short(file: str) -> str:
    """A file of the program without the folders above it, which may hold a name too."""
    return "/".join(Path(file).parts[-3:])


def _nameless_trace(error: BaseException) -> Iterator[str]:
    """The trace with the types of what went wrong, and without what they say; the first cause first."""
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _nameless_trace(cause)
        yield "\nThen:\n\n"
    yield "Traceback (most recent call last):\n"
    yield from (f"  {_short(frame.filename)}, line {frame.lineno}, in {frame.name}\n" for frame in _frames(error))
    yield f"{type(error).__name__}\n"


def _frames(error: BaseException) -> traceback.StackSummary:
    return traceback.extract_tb(error.__traceback__)


def _write_trace(trace: str) -> str:
    """The name of a new file with the trace, or how to see it if no file can be written."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="make-letters-fault-", suffix=".txt", delete=False
        ) as file:
            file.write(trace)
    except OSError:
        return _("run it again with --debug")
    return file.name
