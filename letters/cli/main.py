"""The program with all its commands; every failure becomes a message and an exit code here.

What `--help` and `--version` say is known without any of the other rooms; a command is loaded when it is named.
"""

import atexit
import gc
import sys
from contextlib import AbstractContextManager, nullcontext, suppress
from importlib import import_module
from io import StringIO
from typing import Any

import click

from letters import __version__
from letters.bootstrap import speak_utf8
from letters.cli.language import UI, read_ui
from letters.cli.own_console import has_own_console
from letters.cli.spoken_help import in_spoken_language
from letters.errors import CommandError, DataError, LettersError, Problem, Stopped
from letters.sentences import LANGUAGES, _, joined, sentence, translated

# Name of a command: the file of this room that has it, and what the list of commands says of it.
COMMANDS = {
    "make": ("make", "Write envelopes, letters, guides, the list"),
    "check": ("check", "Find mistakes and doubts in the book"),
    "parse": ("parse", "Take published address lines apart"),
    "list": ("list", "Show who is in the book"),
    "add": ("add", "Put people into the book from case pages"),
    "compose": ("compose", "Put letters together from ready sentences"),
    "lint": ("lint", "Read a letter as a prison's censor would"),
    "online": ("online", "Prepare a letter for an electronic service"),
    "ledger": ("ledger", "Note who was written to; say who was"),
    "pick": ("pick", "Choose fairly who is written to next"),
    "diff": ("diff", "Compare two books: who is new, moved, gone"),
    "import": ("tables", "Take people from a spreadsheet into the book"),
    "export": ("tables", "Write the book as a spreadsheet"),
    "calibrate": ("printing", "Measure where your printer prints"),
    "print": ("printing", "Print the envelopes: one, then the rest"),
    "serve": ("serve", "Open the pages in your browser"),
    "schema": ("schema", "For editors: what the book may hold"),
}
EACH = "--each"
REDACT = "--redact"
DATA = ("parse", "export", "schema", "online")  # commands that print people, not messages
INTERRUPTED = 130  # the exit code after Ctrl-C
SELDOM = 200_000  # new values before Python looks for circles of them: nearly all that a start makes stays


def load_command(name: str) -> click.Command:
    """The command of that name, with its options and whatever it needs."""
    file, _short = COMMANDS[name]
    command: click.Command = getattr(import_module(f"letters.cli.{file}"), f"{name}_command")
    return in_spoken_language(command)


class _Commands(click.Group):
    """A group that does `make` when no command is named; what is listed is names and sentences only."""

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        self.commands = {name: click.Command(name, short_help=short) for name, (_, short) in COMMANDS.items()}

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h", "--version")):
            args = ["make", *args]
        return super().parse_args(context, args)

    def resolve_command(self, _context: click.Context, args: list[str]) -> Any:
        name, *rest = args
        if name not in COMMANDS:
            from difflib import get_close_matches

            close = get_close_matches(name, COMMANDS, 1)
            meant = (
                [sentence("Did you mean {name}?", name=close[0])] if close else [_BOOK_HINT] if _is_book(name) else []
            )
            names = ", ".join(COMMANDS)
            all_ = sentence("Commands: {names}. For one person, by the id in the book: make ID.", names=names)
            what, hint = sentence("there is no command {name!r}.", name=name), joined([*meant, all_], " ")
            raise CommandError(Problem("", what, hint, code="unknown-command"))
        return name, load_command(name), rest


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(version)s")
@click.option(
    "--debug", is_flag=True, expose_value=False, help="Show the trace of a fault of the program; goes with any command."
)
@click.option(
    UI,
    metavar="LANG",
    expose_value=False,
    help=f"Language of messages: {', '.join(LANGUAGES)}; goes with any command. [default: LETTERS_UI, or the system's]",
)
@click.option(
    EACH,
    is_flag=True,
    expose_value=False,
    help="Say each problem on a line of its own, however many are alike; goes with any command.",
)
@click.option(
    REDACT,
    is_flag=True,
    expose_value=False,
    help="Show problems only, by kind and line, without names, ids or addresses: to show them to somebody.",
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


def main(argv: list[str] | None = None) -> int:
    """Run the command line; the exit code is 0, or says what kind of failure there was (see README)."""
    speak_utf8()
    gc.set_threshold(SELDOM)
    arguments = sys.argv[1:] if argv is None else argv
    if argv is None and has_own_console():  # a double click on Windows
        arguments = arguments or ["serve"]
        atexit.register(_wait_to_be_read)
    try:
        words = [word for word in read_ui(arguments) if word not in ("--debug", EACH, REDACT)]
        with _manner(words, arguments):
            code = _with_faults(words, "--debug" in arguments)
        if sys.stdout:
            sys.stdout.flush()
    except LettersError as error:
        return _explained(error)
    except OSError as error:  # the screen itself takes nothing more
        return _refused(error, debug=False)
    return code


def _wait_to_be_read() -> None:
    """The window stays until somebody has read it."""
    with suppress(EOFError, KeyboardInterrupt, OSError):
        input("\n" + _("Press Enter to close this window.") + " ")


def _manner(words: list[str], arguments: list[str]) -> AbstractContextManager[None]:
    """How problems are said in this command."""
    if REDACT in arguments:
        return _redacting(words)
    if EACH not in arguments:
        return nullcontext()
    from letters.cli import screen

    return screen.one_by_one()


def _redacting(words: list[str]) -> AbstractContextManager[None]:
    """Problems without names; raises CommandError for a command whose output is data."""
    if data := [word for word in words if word in DATA or word in ("--json", "--csv")]:
        what = sentence("does not go with {word}: what that prints is data about people, not messages.", word=data[0])
        raise CommandError(Problem("", what, sentence("Leave out one of them."), code="redact-data", field="redact"))
    from letters.cli import screen

    return screen.without_names()


def _with_faults(words: list[str], debug: bool) -> int:
    try:
        return _carry_out(words)
    except (click.Abort, KeyboardInterrupt):
        from letters.cli import screen

        screen.say(Stopped(0, 0).told)
        return INTERRUPTED
    except OSError as error:
        return _fault(error, debug) if error.errno is None else _refused(error, debug)
    except Exception as error:
        return _fault(error, debug)


def _fault(error: Exception, debug: bool) -> int:
    from letters.cli.fault import show_fault

    return show_fault(error, debug)


def _refused(error: OSError, debug: bool) -> int:
    from letters.cli.fault import show_refusal

    return show_refusal(error, debug)


def _carry_out(arguments: list[str]) -> int:
    try:
        door = in_spoken_language(program)
        with door.make_context("make_letters.py", [*arguments]) as context:
            door.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except LettersError as error:
        return _explained(error)
    except click.ClickException as error:
        _show_usage(error)
        return CommandError.exit_code
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def _explained(error: LettersError) -> int:
    """The problems on the error stream; gives the exit code."""
    from letters.cli import screen  # what only a message needs

    screen.show_problems(error.problems)
    if isinstance(error, DataError):
        screen.say(_("Nothing was written."))
    return error.exit_code


_BOOK_HINT = sentence("A book is named with --book FILE.")


def _is_book(word: str) -> bool:
    return word.lower().endswith((".yaml", ".yml"))


def _show_usage(error: click.ClickException) -> None:
    """What is wrong with the command itself, unless the words that somebody typed must not be shown."""
    from letters.cli import screen

    if screen.is_nameless():
        screen.say(_("The command is not written as it should be; --help shows how."))
    else:
        error.show(said := StringIO())
        screen.say(said.getvalue().rstrip())
        if error.message.endswith(")") and _is_book(error.message.rstrip(")")):  # «… extra argument (friends.yaml)»
            screen.say(translated(_BOOK_HINT))
