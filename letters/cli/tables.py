"""The commands `import` and `export`: the book and spreadsheets."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from letters.app.tables import ExportRequest, Imported, ImportRequest, export_book, field_names, import_table
from letters.cli import screen
from letters.cli.options import json_option, own_book_option, print_json
from letters.cli.words import english, named_file, typed
from letters.errors import DataError
from letters.messages import Alike, fold, one_line
from letters.sentences import _, joined, ngettext, sentence

_REJECTED = "Where rows go that cannot be taken. [default: the table's name + .rejected.csv, beside the book]"


@click.command("import", epilog=f"Fields for --map: {', '.join(field_names())}.")
@click.argument("table", metavar="FILE", type=click.Path(path_type=Path))
@own_book_option("The book to write to.")
@click.option("--map", "maps", multiple=True, metavar='"HEADING=FIELD"', help="What a column holds; - leaves it out.")
@click.option("--sheet", metavar="NAME", help="The sheet to read. [default: the first that is not hidden]")
@click.option("--rejected", type=click.Path(path_type=Path), metavar="FILE", help=_REJECTED)
@click.option("--dry-run", is_flag=True, help="Show everything and write nothing.")
@json_option
def import_command(as_json: bool, **options: Any) -> None:
    """Put the people of a spreadsheet (.xlsx, .ods, .csv), or of another group's book (.yaml), into the book.

    In a spreadsheet the row above the people names the columns, in English or Russian, in any order: «address» or
    «адрес» with the whole published line; or postcode, region, district, settlement, street, house, facility, name
    and year of birth apart, from which the line is put together. People who are in the book already are left as
    they are. Rows that cannot be taken go into a file with their reasons, and the code at the end is 1; the other
    rows are imported. That file has the fields of the book for headings and holds no other columns: correct the
    rows there and import it.

    Formulas and macros are never carried out; the stored results are read.

    \b
    Examples
      python3 make_letters.py import friends.xlsx --dry-run
      python3 make_letters.py import friends.yaml
      python3 make_letters.py import friends.ods --map "Where to=address" --map "Phone=-"
    """
    request = ImportRequest(today=date.today(), **options)
    with screen.progress(_("Reading")) as advance:
        done = import_table(request, advance)
    if as_json:
        print_json(_object(done, request))
    else:
        _show(done, request)
    if done.rejected:
        raise SystemExit(DataError.exit_code)


def _show(done: Imported, request: ImportRequest) -> None:
    for note in _notes(done, request.table.name):
        screen.say(_("note: ") + one_line(typed(note)))
    screen.show_problems(done.problems)
    for line in _result(done, request):
        screen.out.print(one_line(line), markup=False)


def _notes(done: Imported, file: str) -> Iterator[str]:
    yield from (joined((file, note), ": ") for note in done.notes)
    if done.unknown:
        names = ", ".join(f"«{heading[:60]}»" for heading in done.unknown[:20])
        yield sentence("{file}: columns that were not imported: {names}.", file=file, names=names)


def _result(done: Imported, request: ImportRequest) -> Iterator[str]:
    counts = {
        "table": request.table.name,
        "added": len(done.added),
        "book": named_file(request.book, bool(done.is_new_book and done.added)),
        "present": done.present,
        "rejected": done.rejected,
    }
    if request.dry_run:
        yield _(
            "{table}: {added} would be added to {book}, {present} were there already, {rejected} not imported.",
            **counts,
        )
    else:
        yield _("{table}: {added} added to {book}, {present} were there already, {rejected} not imported.", **counts)
    if done.rejected and request.dry_run:
        yield _(
            "The rows not imported would be in {file}: correct them there, and import that file.",
            file=request.rejected_file,
        )
    elif done.rejected:
        yield _(
            "The rows not imported are in {file}: correct them there, and import that file.", file=request.rejected_file
        )
    if done.added and not request.dry_run:
        yield _("Next: {command}", command=f"make_letters.py check --book {request.book}")


def _object(done: Imported, request: ImportRequest) -> dict[str, Any]:
    return {
        "file": str(request.table),
        "book": str(request.book),
        "dry_run": request.dry_run,
        "added": done.added,
        "present": done.present,
        "rejected": done.rejected,
        "rejected_file": str(request.rejected_file) if done.rejected and not request.dry_run else None,
        "unknown_columns": done.unknown,
        "notes": list(map(english, done.notes)),
        "problems": list(map(_problem, fold(done.problems, apart=0))),
    }


def _problem(group: Alike) -> dict[str, Any]:
    problem = group.problem
    return {
        "level": problem.level,
        "kind": problem.code,
        "hint": english(problem.hint),
        "what": english(group.what),
        "places": [english(place) for place, _who in group.places],
        "count": group.count,
        **({"field": problem.field} if problem.field else {}),
    }


@click.command("export")
@click.argument("table", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@own_book_option("The book to read.")
@click.option("--force", is_flag=True, help="Write over a file that exists.")
def export_command(table: Path | None, book: Path, force: bool) -> None:
    """Write the book as a spreadsheet: everybody in it, every cell as text.

    FILE ends with .xlsx or .csv; without it, the name of the book with .xlsx in this folder. `import` reads the file
    back. What the book says of the sender, and remarks in it, are not in the table.

    \b
    Examples
      python3 make_letters.py export
      python3 make_letters.py export friends.csv --book friends.yaml --force
    """
    path = table or Path(f"{book.stem}.xlsx")
    count = export_book(ExportRequest(book, path, force))
    told = ngettext("{count} person written to {file}.", "{count} people written to {file}.", count, file=path)
    screen.out.print(one_line(told), markup=False)
