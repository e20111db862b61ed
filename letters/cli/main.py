"""The commands and their options; every failure becomes a message and an exit code here."""

import json
import sys
import tempfile
import traceback
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from letters import __version__, shipped
from letters.batch import BY, KINDS, QR_PLACES, Run, check_book, make, read_sound_book
from letters.batch.check import stale_problems
from letters.batch.make import pile_key
from letters.book import Absent, json_schema, parse_object
from letters.bootstrap import speak_utf8
from letters.cli import findings, screen
from letters.cli.add import add_command
from letters.cli.compose import compose_command
from letters.cli.diff import diff_command
from letters.cli.lint import lint_command
from letters.cli.online import online_command
from letters.cli.printing import DEFAULT_FEED, calibrate_command, find_offset, print_command
from letters.cli.tables import export_command, import_command
from letters.envelope import STAMP_PARTS
from letters.errors import CommandError, DataError, FileError, LettersError, Problem
from letters.letter import RULING
from letters.letter_sheets import LEAST_RULING, MOST_RULING, SHAPES
from letters.model import Person
from letters.names import latin
from letters.paper import WINDOW_STYLES, card_names, envelope_names
from letters.postal.group import facility_heading, facility_key
from letters.sheet import FEEDS, LABELS_EXAMPLE, label_names
from letters.wording import letter_names

BOOK = "addresses.yaml"
FAULT = 70
INTERRUPTED = 130


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


def _book_or_sample(_context: click.Context, _option: click.Parameter, value: Path | None) -> Path:
    if value is None and not Path(BOOK).exists():
        sample = shipped.sample_book()
        screen.say(f"There is no {BOOK} in this folder: the sample book is used ({sample}).")
        return sample
    return value or Path(BOOK)


_book = click.option(
    "--book",
    type=click.Path(path_type=Path),
    callback=_book_or_sample,
    help=f"The file with the people and their addresses. [default: {BOOK} in this folder, else the sample book]",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def _date(_context: click.Context, _option: click.Parameter, value: str | None) -> date:
    if value is None:
        return date.today()
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError as error:
        raise click.BadParameter("write the day as 2026-11-22") from error


def _kinds(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
    wanted = tuple(word.strip() for word in value.split(",")) if value else KINDS
    if unknown := [word for word in wanted if word not in KINDS]:
        raise click.BadParameter(f"unknown: {', '.join(unknown)}; choose from {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in wanted)


_BY = "Order of the people: as in the book, or one prison (type, number, region) after the other."


@program.command("make")
@click.argument("who", nargs=-1)
@_book
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="out",
    show_default=True,
    help="The folder for the PDFs.",
)
@click.option(
    "--envelope",
    default="C6",
    show_default=True,
    help=f"{', '.join(envelope_names())}, a card ({', '.join(card_names())}), or a size in mm: 200x120.",
)
@click.option(
    "--feed",
    type=click.Choice(FEEDS),
    default="landscape",
    show_default=True,
    metavar="FEED",
    help="How an envelope goes through the printer: landscape page; upright page with the print turned clockwise or "
    f"counter-clockwise; or lying on an A4 or Letter page, where no envelope size can be chosen: {', '.join(FEEDS)}.",
)
@click.option(
    "--sheet",
    metavar="NAME",
    help=f"A4 sheets in place of envelopes: labels {', '.join(label_names())} or {LABELS_EXAMPLE} (width x height of a "
    "label in mm, columns x rows, +gap); fold = a page to fold into an envelope; cut = fronts to cut out.",
)
@click.option("--start", type=int, default=1, metavar="N", help="First free label of a used sheet, row by row.")
@click.option("--outlines", is_flag=True, help="Draw the labels' outlines: try on plain paper, hold against a sheet.")
@click.option(
    "--from", "country", help="Country where you post: DE, FR, US, …; RU = inside Russia. [default: the book]"
)
@click.option("--only", callback=_kinds, metavar="KINDS", help="Some files only: envelopes,letters,guides,list.")
@click.option(
    "--letter",
    default="form",
    show_default=True,
    help=f"{', '.join(letter_names())} (form = ruled lines only), a text FILE, or a folder of `compose`.",
)
@click.option(
    "--as",
    "shape",
    type=click.Choice(SHAPES),
    default="text",
    show_default=True,
    help="The letter as text; as a form, ruled but for greeting and closing; as a copy sheet, an empty line under each "
    "line; as a tracing sheet, pale grey to write over.",
)
@click.option(
    "--ruling",
    type=click.FloatRange(LEAST_RULING, MOST_RULING),
    default=RULING,
    show_default=True,
    metavar="MM",
    help="From one ruled line to the next, 8 to 10 mm.",
)
@click.option("--lang", "language", default="en", show_default=True, help="Language of guide and list.")
@click.option(
    "--qr",
    type=click.Choice(QR_PLACES),
    help="Where the QR code to the case page goes. [default: guide; none with --from RU]",
)
@click.option("--date", "today", callback=_date, metavar="YYYY-MM-DD", help="The date on the letters. [default: today]")
@click.option(
    "--order",
    type=click.Choice(["postal", "published"]),
    default="postal",
    show_default=True,
    help="Order of the address lines: as the Russian post wants it, or as the case page has it.",
)
@click.option("--by", type=click.Choice(BY), default="book", show_default=True, help=_BY)
@click.option(
    "--window",
    type=click.Choice(WINDOW_STYLES),
    help="The address on the letter, for window envelopes: din (DL, C6/5, C5; left) or fr (DL; right).",
)
@click.option("--reply", is_flag=True, help="Also write envelopes back to you, for the answer: replies.pdf.")
@click.option(
    "--stamp",
    type=click.Choice(STAMP_PARTS),
    default="full",
    show_default=True,
    help="Inside Russia, the code stamp: full, only its digits (pre-printed envelopes), or none.",
)
@click.option("--dots/--no-dots", default=True, show_default=True, help="The dots under the digits of the code stamp.")
@click.option(
    "--bilingual/--no-bilingual",
    default=None,
    help="Latin lines under the Russian address. [default: where the post of the country wants them]",
)
@click.option("--allow", multiple=True, metavar="RULE", help="Let one rule for letter texts pass, such as latin.")
@click.option("--printer", metavar="NAME", help="Move envelopes as `calibrate --set` has remembered for this printer.")
@click.option("--html", is_flag=True, help="Also write guides.html: the guides for phones and screen readers.")
@click.option("--proof", is_flag=True, help="Also write pictures of the first pages, and read every page back.")
def make_command(**options: Any) -> None:
    """Write envelopes, letters, guides and the list.

    WHO are ids from the book; none means everybody. Envelopes and letters go into the post; guides and the list
    stay with you.

    \b
    Examples
      python3 make_letters.py make
      python3 make_letters.py make zimin batsenin --from FR --envelope DL
      python3 make_letters.py make --letter my-letter.txt --only letters
      python3 make_letters.py make --sheet L7163 --start 7 --only envelopes
    """
    if options.pop("reply"):
        options["only"] += ("replies",)
    offset = find_offset(options.pop("printer"), options.get("feed", DEFAULT_FEED))
    with screen.progress("Laying out") as advance:
        report = make(Run(**options, offset=offset), advance)
    screen.show_alike(report.warnings)
    screen.show_report(report)


@program.command("check")
@_book
@_json
@click.option("--strict", is_flag=True, help="End with code 1 for notes too.")
def check_command(book: Path, as_json: bool, strict: bool) -> None:
    """Say what is wrong or doubtful in the book: mistakes first, then notes by kind, each with line and remedy.

    Ends with code 1 if there is something that would stop a run; notes alone do not, unless --strict is given.
    People are also compared with each other: somebody twice, one prison in several spellings.

    \b
    Example
      python3 make_letters.py check --book friends.yaml
    """
    found, problems = check_book(book, date.today())
    errors = sum(problem.level == "error" for problem in problems)
    if as_json:
        rows = list(map(_problem_object, problems))
        _print_json({"people": len(found.people), "absent": len(found.absent), "problems": rows})
    else:
        findings.show_findings(problems)
        screen.out.print(
            f"{found.file}: {_count(len(found.people), 'person', 'people')} to write to, "
            f"{_count(errors, 'problem', 'problems')}, {_count(len(problems) - errors, 'note', 'notes')}."
        )
        for person in found.absent:
            screen.out.print(f"{person.id}, {person.where}: status {person.status}, no envelope.", markup=False)
    if errors or (strict and problems):
        raise SystemExit(DataError.exit_code)


def _problem_object(problem: Problem) -> dict[str, Any]:
    line = problem.where.split(" ")[0].rpartition(":")[2]
    return {
        "level": problem.level,
        "kind": problem.kind or None,
        "who": problem.who or None,
        "where": problem.where,
        "line": int(line) if line.isdigit() else None,
        "what": problem.what,
        "hint": problem.hint,
    }


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


@program.command("parse")
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
def parse_command(file: Path) -> None:
    """Take published address lines apart: one line in, one JSON object out. Writes nothing.

    FILE holds one address a line; - or nothing reads what you paste (end with Ctrl-D, on Windows Ctrl-Z).

    \b
    Example
      python3 make_letters.py parse lines.txt
    """
    for line in _lines(file):
        if line.strip():
            click.echo(json.dumps(parse_object(line), ensure_ascii=False))


def _lines(file: Path) -> Iterable[str]:
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except OSError as error:
        raise FileError(Problem(str(file), f"cannot be read: {error.strerror}.")) from error
    except UnicodeDecodeError as error:
        raise DataError(Problem(str(file), "is not UTF-8 text.", "Save it as plain text in UTF-8.")) from error


@program.command("list")
@_book
@_json
@click.option("--by", type=click.Choice(BY), default="book", show_default=True, help=_BY)
def list_command(book: Path, as_json: bool, by: str) -> None:
    """Show who is in the book, and whose address nobody has checked for long.

    \b
    Examples
      python3 make_letters.py list
      python3 make_letters.py list --by facility
    """
    found = read_sound_book(book, date.today())
    people = found.people.ordered(pile_key) if by == "facility" else found.people
    rows = _list_objects(people, found.absent)
    if as_json:
        _print_json(rows)
    else:
        _show_rows(rows, by == "facility")


def _show_rows(rows: list[dict[str, Any]], grouped: bool) -> None:
    heading = None
    for row in rows:
        if grouped and row.get("group") != heading:
            heading = row.get("group")
            screen.out.print(f"{heading['name'] if heading else 'no envelope'}:", style="bold", markup=False)
        stale = " · address not checked lately" if row.get("stale") else ""
        status = "" if row["status"] == "held" else f" · {row['status']}: no envelope"
        details = (
            f" · {row['nominative']} · {row['dative']} · {row['facility']} · {row['index']}" if "dative" in row else ""
        )
        screen.out.print(f"{row['id']}{details}{stale}{status}", markup=False)


def _list_objects(people: Iterable[Person], absent: Iterable[Absent]) -> list[dict[str, Any]]:
    held = [_list_object(person) for person in people]
    return held + [{"id": person.id, "status": person.status} for person in absent]


def _list_object(person: Person) -> dict[str, Any]:
    values = {
        "id": person.id,
        "nominative": str(person.name),
        "dative": person.dative,
        "latin": latin(str(person.name)),
        "born": person.born,
        "index": person.address.index,
        "region": person.address.region,
        "facility": person.address.facility.text,
        "case": person.case,
        "verified": person.verified and person.verified.isoformat(),
        "status": "held",
        "stale": any(stale_problems(person, date.today())),
        "group": _group(person),
    }
    return {key: value for key, value in values.items() if value is not None}


def _group(person: Person) -> dict[str, Any]:
    """The prison as a program tells it from others; `name` is what a heading says."""
    key = facility_key(person.address)
    named = {"type": key.type, "number": key.number, "region": key.region, "index": key.index}
    return {"name": facility_heading(person.address)} | {word: value for word, value in named.items() if value}


program.add_command(diff_command)
program.add_command(lint_command)
program.add_command(online_command)
program.add_command(calibrate_command)
program.add_command(print_command)


@program.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of the book, for editors that complete and check while you type.

    \b
    Example
      python3 make_letters.py schema > addresses.schema.json
    """
    _print_json(json_schema())


program.add_command(add_command)
program.add_command(compose_command)
program.add_command(import_command)
program.add_command(export_command)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def main(argv: list[str] | None = None) -> int:
    """Run the command line; the exit code is 0, or says what kind of failure there was (see README)."""
    speak_utf8()
    arguments = sys.argv[1:] if argv is None else argv
    debug = "--debug" in arguments
    try:
        return _carry_out([word for word in arguments if word != "--debug"])
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
            screen.say("Nothing was written.")
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return CommandError.exit_code
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def _fault(error: Exception, debug: bool) -> int:
    """A fault of the program, not of the user: one line, the trace in a file or, with --debug, on the screen."""
    trace = "".join(traceback.format_exception(error))
    what = " ".join(f"{type(error).__name__}: {error}".split())
    place = trace.rstrip() if debug else f"Details: {_write_trace(trace)}"
    screen.say(f"This is a fault of the program, not yours: {what}. {place}")
    return FAULT


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
