"""The options that several commands share."""

import json
from pathlib import Path
from typing import Any

import click

from letters import shipped
from letters.cli import screen

BOOK = "addresses.yaml"
BY_HELP = "Order of the people: as in the book, or one prison (type, number, region) after the other."


def _book_or_sample(_context: click.Context, _option: click.Parameter, value: Path | None) -> Path:
    if value is None and not Path(BOOK).exists():
        sample = shipped.sample_book()
        screen.say(f"There is no {BOOK} in this folder: the sample book is used ({sample}).")
        return sample
    return value or Path(BOOK)


book_option = click.option(
    "--book",
    type=click.Path(path_type=Path),
    callback=_book_or_sample,
    help=f"The file with the people and their addresses. [default: {BOOK} in this folder, else the sample book]",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def print_json(value: Any) -> None:
    """Print a value as JSON for other programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
