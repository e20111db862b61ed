"""The program with all its commands; every failure becomes a message and an exit code here."""

import sys
from contextlib import nullcontext
from difflib import get_close_matches
from typing import Any

import click

from letters import __version__
from letters.bootstrap import speak_utf8
from letters.cli import screen
from letters.cli.add import add_command
from letters.cli.compose import compose_command
from letters.cli.diff import diff_command
from letters.cli.fault import show_fault
from letters.cli.lint import lint_command
from letters.cli.make import INTERRUPTED, make_command
from letters.cli.online import online_command
from letters.cli.printing import calibrate_command, print_command
from letters.cli.reading import check_command, list_command, parse_command, schema_command
from letters.cli.redact import OPTION, redacting
from letters.cli.tables import export_command, import_command
from letters.errors import CommandError, DataError, LettersError, Problem


class _Commands(click.Group):
    """A group that does `make` when no command is named."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h", "--version")):
            args = ["make", *args]
        return super().parse_args(context, args)

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        if args[0] not in self.commands:
            close = get_close_matches(args[0], self.commands, 1)
            meant = f"Did you mean {close[0]}? " if close else ""
            hint = f"{meant}Commands: {', '.join(self.commands)}. For one person, by the id in the book: make ID."
            raise CommandError(Problem("", f"there is no command {args[0]!r}.", hint, code="unknown-command"))
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
        return show_fault(error, debug)


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
