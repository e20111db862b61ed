"""The command `check`: what is wrong or doubtful in the book."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from letters.app.check import check_book
from letters.cli import findings, screen
from letters.cli.options import book_option, json_option, ledger_option, print_json
from letters.cli.words import as_object
from letters.errors import DataError, Problem
from letters.messages import line_in
from letters.sentences import _, ngettext


@click.command("check")
@book_option
@json_option
@click.option("--strict", is_flag=True, help="End with code 1 for notes too.")
@ledger_option
def check_command(book: Path, as_json: bool, strict: bool, ledger_file: Path | None) -> None:
    """Say what is wrong or doubtful in the book: mistakes first, then notes by kind, each with line and remedy.

    Ends with code 1 if there is something that would stop a run; notes alone do not, unless --strict is given.
    People are also compared with each other: somebody twice, one prison in several spellings. Where there is a ledger,
    it says who had a letter a short while ago, and whose letters came back.

    \b
    Examples
      python3 make_letters.py check --book friends.yaml
    """
    found = check_book(book, date.today(), ledger_file)
    if as_json:
        rows = list(map(_problem_object, found.problems))
        print_json({"people": found.people, "absent": len(found.absent), "problems": rows})
    else:
        findings.show_findings(found.problems)
        notes = len(found.problems) - found.errors
        counts = {
            "people": ngettext("{count} person to write to", "{count} people to write to", found.people),
            "problems": ngettext("{count} problem", "{count} problems", found.errors),
            "notes": ngettext("{count} note", "{count} notes", notes),
        }
        screen.out.print(f"{found.file}: {', '.join(counts.values())}.")
        if found.errors:
            screen.out.print(_("Nothing can be printed until the problems are corrected."))
        for person in found.absent:
            screen.show_absent(person)
    if found.errors or (strict and found.problems):
        raise SystemExit(DataError.exit_code)


def _problem_object(problem: Problem) -> dict[str, Any]:
    where = {"level": problem.level, "who": problem.who or None, "line": line_in(problem.where) or None}
    return where | as_object(problem)
