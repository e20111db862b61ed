"""The command `ledger` and those inside it: what is noted of letters, and what that comes to."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from letters.app.ledger import REASONS, TWICE, Noted, NoteRequest, Noting, mark_in_book, note, undo, ways
from letters.app.ledger_merge import merge
from letters.app.ledger_place import ledger_beside
from letters.app.letters_so_far import LedgerReport, PersonLetters, read_report, report_csv
from letters.cli import screen
from letters.cli.keyboard import is_somebody_there
from letters.cli.options import book_or_sample, json_option, ledger_option, print_json, read_day
from letters.cli.words import named_file
from letters.errors import DataError, LettersError
from letters.messages import one_line
from letters.sentences import _, ngettext, sentence, some, translated

SHOWN_NEVER = 20


def _day(context: click.Context, option: click.Parameter, value: str | None) -> date | None:
    return read_day(context, option, value) if value else None


day_option = click.option(
    "--day", callback=_day, metavar="YYYY-MM-DD", help="The day on which it happened. [default: today]"
)
way_option = click.option(
    "--way", type=click.Choice(ways()), default="post", show_default=True, metavar="WAY", help=f"{', '.join(ways())}."
)
anyway_options = (
    click.option("--anyway", is_flag=True, help="For somebody who is not in the book: with --name and --born."),
    click.option("--name", metavar="NAME", help="Nominative, surname first, of who is not in the book."),
    click.option("--born", metavar="YEAR", help="Year of birth of who is not in the book, or unknown."),
)


def _anyway(command: Any) -> Any:
    for option in reversed(anyway_options):
        command = option(command)
    return command


_BOOK = "The book with the people. [default: addresses.yaml in this folder, else the sample book]"
_plain_book = click.option("--book", type=click.Path(path_type=Path), help=_BOOK)


def _placed(command: Any) -> Any:
    """`--book` and `--ledger` behind the inner word as well as before it."""
    return _plain_book(ledger_option(command))


def _place(context: click.Context, book: Path | None, ledger_file: Path | None) -> tuple[Path, Path]:
    """The book and the ledger that are meant."""
    first = context.obj or (None, None)
    found = book_or_sample(book or first[0])
    return found, ledger_beside(found, ledger_file or first[1])


@click.group("ledger", invoke_without_command=True)
@_placed
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print the lines of people as CSV.")
@click.pass_context
def ledger_command(
    context: click.Context, book: Path | None, ledger_file: Path | None, as_json: bool, as_csv: bool
) -> None:
    """Say who was written to: letters, answers, what came back, and who never got a letter.

    The ledger is a file, ledger.db beside the book, made when you first note that letters were posted. It says whom a
    letter went to and when, never who wrote it. A word after `ledger` notes something in it, or takes it elsewhere.

    \b
    Examples
      python3 make_letters.py ledger
      python3 make_letters.py ledger posted --run out --occasion "New Year"
      python3 make_letters.py ledger answered zimin
      python3 make_letters.py ledger returned zimin --reason moved
    """
    context.obj = book, ledger_file
    if context.invoked_subcommand:
        return
    report = read_report(*_place(context, None, None))
    if as_json:
        print_json({**asdict(report), "file": str(report.file)})
    elif as_csv:
        click.echo(report_csv(report), nl=False)
    else:
        _show(report)


def _request(context: click.Context, kind: Noting, values: dict[str, Any]) -> NoteRequest:
    book, file = _place(context, values.pop("book"), values.pop("ledger_file"))
    return NoteRequest(kind=kind, book=book, ledger_file=file, today=date.today(), **values)


@ledger_command.command("posted", short_help="Note that letters were posted")
@click.argument("who", nargs=-1)
@click.option(
    "--run", type=click.Path(path_type=Path), metavar="DIR", help="Everybody in a run: its folder, such as out."
)
@day_option
@click.option("--occasion", metavar="TEXT", help="What the letters were for: New Year. Never who wrote them.")
@way_option
@click.option("--from", "country", metavar="CC", help="Country where you post. [default: the run, else the book]")
@click.option("--again", is_flag=True, help="Note it though it is in the ledger already.")
@_anyway
@_placed
@click.pass_context
def posted_command(context: click.Context, /, **values: Any) -> None:
    """Note that letters were posted: to people by their ids, or to everybody in a run.

    \b
    Examples
      python3 make_letters.py ledger posted --run out --occasion "New Year"
      python3 make_letters.py ledger posted zimin vetrov --day 2026-11-22
      python3 make_letters.py ledger posted zimin --way f-pismo
    """
    noted = _asked(_request(context, "posted", values))
    if noted:
        _show_noted("posted", noted)


def _asked(request: NoteRequest) -> Noted | None:
    """What was noted; at a terminal somebody is asked what to do about a letter that is there, or an unknown id."""
    try:
        return note(request)
    except LettersError as error:
        codes = {problem.code for problem in error.problems}
        if not is_somebody_there() or screen.is_nameless():
            raise
        if codes <= {*TWICE}:
            again = replace(request, again=True)
        elif codes == {"unknown-id"} and len(request.who) == 1 and request.run is None:
            again = replace(request, anyway=True)
        else:
            raise
        screen.show_problems(error.problems)
    if not click.confirm(_("Note it all the same?"), default=False, err=True):
        screen.say(_("Nothing was written."))
        return None
    if again.anyway:
        name = click.prompt(_("Name, nominative, surname first, in Russian letters"), err=True)
        born = click.prompt(_("Year of birth, or unknown"), default="unknown", err=True)
        again = replace(again, name=name, born=born)
    return note(again)


@ledger_command.command("answered", short_help="Note that somebody answered")
@click.argument("who", nargs=-1)
@day_option
@way_option
@_anyway
@_placed
@click.pass_context
def answered_command(context: click.Context, /, **values: Any) -> None:
    """Note that somebody answered.

    \b
    Examples
      python3 make_letters.py ledger answered zimin --day 2027-02-01
    """
    if noted := _asked(_request(context, "answered", values)):
        _show_noted("answered", noted)


@ledger_command.command("returned", short_help="Note that a letter came back")
@click.argument("who", nargs=-1)
@click.option("--reason", type=click.Choice(REASONS), default="unknown", show_default=True, help="What stands on it.")
@day_option
@click.option("--mark", is_flag=True, help="Change the book too: `status`, or no day on which the address was checked.")
@_anyway
@_placed
@click.pass_context
def returned_command(context: click.Context, /, mark: bool, **values: Any) -> None:
    """Note that a letter came back, and say which line of the book is doubtful.

    With --mark, or when you say yes to the question, the book is changed: `status: moved` or `released`; for refused
    and unknown the day on which somebody checked the address is taken out, so that `check` asks for it.

    \b
    Examples
      python3 make_letters.py ledger returned zimin --reason moved
    """
    request = _request(context, "returned", values)
    noted = _asked(request)
    if noted is None:
        return
    _show_noted("returned", noted)
    is_asked = is_somebody_there() and any(person.id for person in noted.people)
    if mark or (is_asked and click.confirm(_("Change {book} too?", book=request.book), default=False, err=True)):
        changed = mark_in_book(request, noted)
        names = ", ".join(changed) or _("nobody")
        screen.out.print(Text(one_line(_("Changed in {book}: {names}.", book=request.book, names=names))))


@ledger_command.command("undo", short_help="Take back what was noted last")
@click.argument("act", required=False)
@_placed
@click.pass_context
def undo_command(context: click.Context, act: str | None, book: Path | None, ledger_file: Path | None) -> None:
    """Take back what was noted last, by one more line in the ledger; ACT is the beginning of another act's name.

    The name of an act is what `ledger posted` said. An undo is an act too and can be taken back.

    \b
    Examples
      python3 make_letters.py ledger undo
      python3 make_letters.py ledger undo 5f3a90c1
    """
    done = undo(_place(context, book, ledger_file)[1], date.today(), act)
    kinds = ", ".join(dict.fromkeys(translated(KINDS[event.kind]) for event in done.taken))
    days = ", ".join(dict.fromkeys(event.day for event in done.taken))
    told = ngettext(
        "Taken back: {count} event ({kinds}, {days}). That was act {act}.",
        "Taken back: {count} events ({kinds}, {days}). That was act {act}.",
        len(done.taken),
        kinds=kinds,
        days=days,
        act=done.act[:8],
    )
    screen.out.print(Text(told))


@ledger_command.command("merge", short_help="Take over another group's ledger")
@click.argument("file", type=click.Path(path_type=Path))
@_placed
@click.pass_context
def merge_command(context: click.Context, file: Path, book: Path | None, ledger_file: Path | None) -> None:
    """Take over what another group noted in its ledger, FILE; merging twice, or in any order, gives the same.

    \b
    Examples
      python3 make_letters.py ledger merge koeln.db
    """
    where, ledger = _place(context, book, ledger_file)
    with screen.progress(_("Reading")) as advance:
        merged = merge(where, ledger, file, date.today(), advance)
    screen.show_problems(merged.problems)
    told = ngettext("{count} new event", "{count} new events", merged.new)
    known = _("{file}: {new}, {count} were there already.", file=file, new=told, count=merged.known)
    screen.out.print(Text(one_line(known)))


@ledger_command.command("export", short_help="Write every event as a spreadsheet")
@click.argument("table", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file that exists.")
@_placed
@click.pass_context
def export_command(
    context: click.Context, table: Path, force: bool, book: Path | None, ledger_file: Path | None
) -> None:
    """Write every event as a spreadsheet, .xlsx or .csv; of a damaged ledger what can still be read.

    \b
    Examples
      python3 make_letters.py ledger export ledger.xlsx
    """
    from letters.app.ledger_export import export_ledger  # with the libraries that write tables

    done = export_ledger(_place(context, book, ledger_file)[1], table, force)
    told = ngettext("{count} event written to {file}.", "{count} events written to {file}.", done.events, file=table)
    screen.out.print(Text(one_line(told)))
    if done.problems:
        screen.show_problems(done.problems)
        raise SystemExit(DataError.exit_code)


# ---- what is shown


def _show_noted(kind: str, noted: Noted) -> None:
    screen.show_problems(noted.problems)
    people, count = ", ".join(dict.fromkeys(map(str, noted.people))), len(noted.people)
    file = named_file(noted.file, noted.is_new)
    told = {
        "posted": ngettext(
            "{count} letter posted, {people}.", "{count} letters posted, {people}.", count, people=people
        ),
        "answered": ngettext(
            "{count} letter answered, {people}.", "{count} letters answered, {people}.", count, people=people
        ),
        "returned": ngettext(
            "{count} letter returned, {people}.", "{count} letters returned, {people}.", count, people=people
        ),
    }
    screen.out.print(Text(one_line(_("Noted in {file}: {what}", file=file, what=told[kind]))))
    screen.out.print(Text(_("Wrong? `ledger undo` takes it back (act {act}).", act=noted.act[:8])))


def _show(report: LedgerReport) -> None:
    if report.people:
        screen.out.print(Text("\n".join(map(one_line, _table(report)))))
    for line in _totals(report):
        screen.out.print(Text(one_line(line)))


_ABSENT = sentence("not in the book")
HEADINGS = ("", sentence("letters"), sentence("last"), sentence("answers"), sentence("returned"))
KINDS = {
    "posted": sentence("letter posted"),
    "answered": sentence("answer"),
    "returned": sentence("letter returned"),
    "undo": sentence("taken back"),
}


def _table(report: LedgerReport) -> Iterator[str]:
    """A line a person, in columns; plain text, because five thousand lines are asked for too."""
    rows = [tuple(map(translated, HEADINGS)), *map(_cells, report.people)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for who, letters, last, answers, returned in rows:
        numbers = f"{letters:>{widths[1]}}  {last:<{widths[2]}}  {answers:>{widths[3]}}  {returned:>{widths[4]}}"
        yield f"{who:<{widths[0]}}  {numbers}".rstrip()


def _cells(row: PersonLetters) -> tuple[str, ...]:
    born = f", {row.born}" if row.born else ""
    ids = f" ({', '.join(row.ids) or translated(_ABSENT)})"
    numbers = (row.letters, row.last or "", row.answers or "", row.returned or "")
    return (f"{row.name}{born}{ids}", *map(str, numbers))


def _totals(report: LedgerReport) -> Iterator[str]:
    letters = ngettext("{count} letter", "{count} letters", report.letters)
    answers = ngettext("{count} answer", "{count} answers", report.answers)
    returned = _("{count} returned", count=report.returned)
    yield f"{letters}, {answers}, {returned} ({report.file})."
    titles = (_("by month"), report.months), (_("by occasion"), report.occasions), (_("by way"), report.ways)
    for title, counts in titles:
        if counts:
            told = ", ".join(f"{word or '–'} {count}" for word, count in counts.items())
            yield f"{title}: {told}"
    if report.weeks is not None:
        yield _("Answers came after {weeks:.1f} weeks (half of them sooner).", weeks=report.weeks)
    if report.never:
        names = translated(some(report.never, SHOWN_NEVER))
        yield _("{count} never got a letter: {names}", count=len(report.never), names=names)
    for row in report.people:
        if len(row.ids) > 1:
            yield _(
                "{name} is in the book {count} times: {ids}.", name=row.name, count=len(row.ids), ids=", ".join(row.ids)
            )
