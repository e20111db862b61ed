"""The commands that only read: check, parse, list, schema."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from letters.app.check import book_schema, check_book
from letters.app.choices import BY
from letters.app.parse import parse_lines
from letters.app.people import Listed, list_people
from letters.cli import findings, screen
from letters.cli.options import BY_HELP, book_option, json_option, print_json
from letters.cli.words import said
from letters.errors import DataError, Problem
from letters.messages import line_in


@click.command("check")
@book_option
@json_option
@click.option("--strict", is_flag=True, help="End with code 1 for notes too.")
def check_command(book: Path, as_json: bool, strict: bool) -> None:
    """Say what is wrong or doubtful in the book: mistakes first, then notes by kind, each with line and remedy.

    Ends with code 1 if there is something that would stop a run; notes alone do not, unless --strict is given.
    People are also compared with each other: somebody twice, one prison in several spellings.

    \b
    Examples
      python3 make_letters.py check --book friends.yaml
    """
    found = check_book(book, date.today())
    if as_json:
        rows = list(map(_problem_object, found.problems))
        print_json({"people": found.people, "absent": len(found.absent), "problems": rows})
    else:
        findings.show_findings(found.problems)
        notes = len(found.problems) - found.errors
        screen.out.print(
            f"{found.file}: {_count(found.people, 'person', 'people')} to write to, "
            f"{_count(found.errors, 'problem', 'problems')}, {_count(notes, 'note', 'notes')}."
        )
        if found.errors:
            screen.out.print("Nothing can be printed until the problems are corrected.")
        for person in found.absent:
            screen.out.print(f"{person.id} {person.fate}: no envelope ({person.where}).", markup=False)
    if found.errors or (strict and found.problems):
        raise SystemExit(DataError.exit_code)


def _problem_object(problem: Problem) -> dict[str, Any]:
    told = said(problem)
    return {
        "level": problem.level,
        "kind": problem.code,
        "who": problem.who or None,
        "where": told.where,
        "line": line_in(problem.where) or None,
        "what": told.what,
        "hint": told.hint,
        **({"field": problem.field} if problem.field else {}),
    }


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


@click.command("parse")
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
def parse_command(file: Path) -> None:
    """Take published address lines apart: one line in, one JSON object out. Writes nothing.

    FILE holds one address a line; - or nothing reads what you paste (end with Ctrl-D, on Windows Ctrl-Z).

    \b
    Examples
      python3 make_letters.py parse lines.txt
    """
    for found in parse_lines(sys.stdin.buffer.read() if str(file) == "-" else file):
        click.echo(json.dumps(found, ensure_ascii=False))


@click.command("list")
@book_option
@json_option
@click.option("--by", type=click.Choice(BY), default="book", show_default=True, help=BY_HELP)
def list_command(book: Path, as_json: bool, by: Any) -> None:
    """Show who is in the book, and whose address nobody has checked for long.

    \b
    Examples
      python3 make_letters.py list
      python3 make_letters.py list --by facility
    """
    listing = list_people(book, by, date.today())
    absent = [{"id": person.id, "status": person.status} for person in listing.absent]
    rows = [*map(_list_object, listing.people), *absent]
    if as_json:
        print_json(rows)
    else:
        _show_rows(rows, by == "facility")


def _show_rows(rows: Iterable[dict[str, Any]], grouped: bool) -> None:
    heading = None
    for row in rows:
        if grouped and row.get("group") != heading:
            heading = row.get("group")
            screen.out.print(f"{heading['name'] if heading else 'no envelope'}:", style="bold", markup=False)
        stale = f" · {_checked(row.get('verified'))}" if row.get("stale") else ""
        status = "" if row["status"] == "held" else f" · {row['status']}: no envelope"
        details = (
            f" · {row['nominative']} · {row['dative']} · {row['facility']} · {row['index']}" if "dative" in row else ""
        )
        screen.out.print(f"{row['id']}{details}{stale}{status}", markup=False)


def _checked(day: str | None) -> str:
    return f"address checked {day}: check again" if day else "address never checked"


def _list_object(listed: Listed) -> dict[str, Any]:
    person, key = listed.person, listed.facility
    prison = {"type": key.type, "number": key.number, "region": key.region, "index": key.index}
    values = {
        "id": person.id,
        "nominative": str(person.name),
        "dative": person.dative,
        "latin": listed.latin,
        "born": person.born,
        "index": person.address.index,
        "region": person.address.region,
        "facility": person.address.facility.text,
        "case": person.case,
        "verified": person.verified and person.verified.isoformat(),
        "status": "held",
        "stale": listed.stale,
        "group": {"name": listed.heading} | {word: value for word, value in prison.items() if value},
    }
    return {key: value for key, value in values.items() if value is not None}


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of the book, for editors that complete and check while you type.

    \b
    Examples
      python3 make_letters.py schema > addresses.schema.json
    """
    print_json(book_schema())
