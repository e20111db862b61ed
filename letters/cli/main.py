"""The program with all its commands; every failure becomes a message and an exit code here."""

import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from letters import __version__
from letters.bootstrap import speak_utf8
from letters.cli import screen
from letters.cli.add import add_command
from letters.cli.compose import compose_command
from letters.cli.diff import diff_command
from letters.cli.lint import lint_command
from letters.cli.make import INTERRUPTED, make_command
from letters.cli.online import online_command
from letters.cli.printing import calibrate_command, print_command
from letters.cli.reading import check_command, list_command, parse_command, schema_command
from letters.cli.redact import OPTION, redacting
from letters.cli.tables import export_command, import_command
from letters.errors import CommandError, DataError, LettersError, Problem

FAULT = 70


class _Commands(click.Group):
    """A group that does `make` when no command is named."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h", "--version")):
            args = ["make", *args]
        return super().parse_args(context, args)

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        if args[0] not in self.commands:
            hint = f"Commands: {', '.join(self.commands)}. To write to one person: make {args[0]}."
            raise CommandError(Problem("", f"there is no command {args[0]!r}.", hint))
        return super().resolve_command(context, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(version)s")
@click.option(
    "--debug", is_flag=True, expose_value=False, help="Show the trace of a fault of the program; goes with any command."
)
@click.option(
    OPTION,
    is_flag=True,
    expose_value=False,
    help="Take names, addresses, ids and links out of all that is printed, to show it to somebody; with any command.",
)
def program() -> None:
    """Envelopes, letter forms and writer's guides for letters to prisoners in Russia.

    Without a command it does `make`: reads addresses.yaml and writes envelopes.pdf, letters.pdf, guides.pdf and
    list.pdf into the folder out.

    \b
    Examples
      python3 make_letters.py                      everything, for everybody in the book
      python3 make_letters.py make zimin --from DE --envelope DL
      python3 make_letters.py check                what is wrong or doubtful in the book
    """


for command in (
    make_command,
    check_command,
    parse_command,
    list_command,
    add_command,
    compose_command,
    lint_command,
    online_command,
    diff_command,
    import_command,
    export_command,
    calibrate_command,
    print_command,
    schema_command,
):
    program.add_command(command)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; the exit code is 0, or says what kind of failure there was (see README)."""
    speak_utf8()
    arguments = sys.argv[1:] if argv is None else argv
    words = [word for word in arguments if word not in ("--debug", OPTION)]
    try:
        with redacting(words) if OPTION in arguments else nullcontext():
            return _with_faults(words, "--debug" in arguments)
    except LettersError as error:
        screen.show_problems(error.problems)
        return error.exit_code


def _with_faults(words: list[str], debug: bool) -> int:
    try:
        return _carry_out(words)
    except (click.Abort, KeyboardInterrupt):
        screen.say("Stopped; the files are as they were before.")
        return INTERRUPTED
    except Exception as error:
        return _fault(error, debug)


def _carry_out(arguments: list[str]) -> int:
    try:
        program.main(arguments, "make_letters.py", standalone_mode=False)
    except LettersError as error:
        screen.show_problems(error.problems)
        if isinstance(error, DataError):
            screen.say(error.outcome)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return CommandError.exit_code
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def _fault(error: Exception, debug: bool) -> int:
    """A fault of the program, not of the user: one line, the trace in a file or, with --debug, on the screen.

    What an exception says may hold a name: it is shown with --debug only, and never written to a file.
    """
    if debug:
        trace = "".join(traceback.format_exception(error)).rstrip()
        screen.say(f"This is a fault of the program, not yours. What follows may hold names. {trace}")
    else:
        place = _write_trace("".join(_nameless_trace(error)))
        what = f"{type(error).__name__} {_where(error)}"
        screen.say(f"This is a fault of the program, not yours: {what}. Details, without names: {place}")
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
        return "run it again with --debug"
    return file.name
