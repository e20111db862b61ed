"""The command `diff`: two books, or lists of published lines, side by side."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from letters.app.diff import Changes, Entry, compare_files
from letters.cli import screen
from letters.cli.findings import show_changes
from letters.cli.options import json_option, print_json


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@json_option
def diff_command(old: Path, new: Path, as_json: bool) -> None:
    """Say who is new, who moved (with both addresses), whose status changed and who is gone.

    OLD and NEW are books (.yaml) or lists with one published Russian line a line of text. People are matched by id,
    else by name and year of birth, however the name is spelled. Ends with code 0 whatever has changed.

    \b
    Examples
      python3 make_letters.py diff friends.yaml addresses.yaml
      python3 make_letters.py diff --json addresses.yaml lines.txt
    """
    found = compare_files(old, new)
    screen.show_problems(found.problems)
    if as_json:
        print_json(dict(_object(found.changes)))
    else:
        show_changes(found.changes)


def _object(changes: Changes) -> Iterator[tuple[str, Any]]:
    for name in ("new", "moved", "rewritten", "status", "gone"):
        yield name, [_one(found) if isinstance(found, Entry) else _both(*found) for found in getattr(changes, name)]
    yield "same", changes.same


def _both(old: Entry, new: Entry) -> dict[str, Any]:
    return {"name": new.name, "old": _one(old), "new": _one(new)}


def _one(entry: Entry) -> dict[str, Any]:
    address = entry.place.text if entry.place else None
    values = {"id": entry.id, "name": entry.name, "born": entry.born, "address": address}
    known = {key: value for key, value in values.items() if value is not None}
    return known | {"status": entry.status, "where": entry.where}
