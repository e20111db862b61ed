"""The options that several commands share."""

import json
from collections.abc import Callable
from datetime import date, datetime
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


def own_book_option(words: str) -> Callable[[Any], Any]:
    """`--book` of a command that does not fall back to the sample."""
    return click.option("--book", type=click.Path(path_type=Path), default=BOOK, show_default=True, help=words)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def print_json(value: Any) -> None:
    """Print a value as JSON for other programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def read_day(_context: click.Context, _option: click.Parameter, value: str | None) -> date:
    """The day of an option, or today."""
    if value is None:
        return date.today()
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError as error:
        raise click.BadParameter("write the day as 2026-11-22") from error
