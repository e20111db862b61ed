"""The commands that only read: check, parse, list, schema."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from letters.app import BY, check_book, read_sound_book
from letters.app.make import pile_key
from letters.cli import findings, screen
from letters.cli.options import BY_HELP, book_option, json_option, print_json
from letters.cli.words import said
from letters.errors import DataError, Problem
from letters.messages import line_in
from letters.model import Person
from letters.russian.names import latin
from letters.russian.postal.group import facility_heading, facility_key
from letters.store.book import Absent, json_schema, parse_object
from letters.store.book.stale import stale_problems
from letters.textfile import decoded, read_text


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
    found, problems = check_book(book, date.today())
    errors = sum(problem.level == "error" for problem in problems)
    if as_json:
        rows = list(map(_problem_object, problems))
        print_json({"people": len(found.people), "absent": len(found.absent), "problems": rows})
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
    for line in _lines(file):
        if line.strip():
            click.echo(json.dumps(parse_object(line), ensure_ascii=False))


def _lines(file: Path) -> Iterable[str]:
    text = decoded(sys.stdin.buffer.read(), "the text") if str(file) == "-" else read_text(file)
    return text.split("\n")


@click.command("list")
@book_option
@json_option
@click.option("--by", type=click.Choice(BY), default="book", show_default=True, help=BY_HELP)
def list_command(book: Path, as_json: bool, by: str) -> None:
    """Show who is in the book, and whose address nobody has checked for long.

    \b
    Examples
      python3 make_letters.py list
      python3 make_letters.py list --by facility
    """
    found = read_sound_book(book)
    people = found.people.ordered(pile_key) if by == "facility" else found.people
    rows = _list_objects(people, found.absent)
    if as_json:
        print_json(rows)
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


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of the book, for editors that complete and check while you type.

    \b
    Examples
      python3 make_letters.py schema > addresses.schema.json
    """
    print_json(json_schema())
