"""The options that several commands share."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from letters.cli import screen
from letters.messages import as_json
from letters.sentences import _, sentence, translated

BOOK = "addresses.yaml"
BY_HELP = "Order of the people: as in the book, or one prison (type, number, region) after the other."


class Sectioned(click.Command):
    """A command whose help shows its options under headings; `sections` = the names of their values by heading."""

    def __init__(self, *words: Any, sections: Mapping[str, str], **more: Any) -> None:
        super().__init__(*words, **more)
        self.sections = {heading: tuple(names.split()) for heading, names in sections.items()}

    def by_section(self, context: click.Context) -> dict[str, list[tuple[str, str]]]:
        """What the help says of each option, by heading; what no section names comes last."""
        options = [one for one in self.get_params(context) if isinstance(one, click.Option)]
        records = {str(one.name): record for one in options if (record := one.get_help_record(context))}
        found = {heading: [records.pop(name) for name in names] for heading, names in self.sections.items()}
        return found | {sentence("Other options"): list(records.values())}

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """A block a section."""
        for heading, records in self.by_section(context).items():
            with formatter.section(translated(heading)):
                formatter.write_dl(records)


class _PlainRange:
    """A range of numbers that says in plain words what it takes."""

    min: Any
    max: Any

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        """The number; raises BadParameter for one outside the range, and for what is none."""
        try:
            return super().convert(value, parameter, context)  # type: ignore[misc]
        except click.BadParameter as error:
            told = _("it takes {least:g} or more, not {value}.", least=self.min, value=value)
            if self.max is not None:
                told = _("it takes {least:g} to {most:g}, not {value}.", least=self.min, most=self.max, value=value)
            raise click.BadParameter(told, context, parameter) from error


class WholeNumber(_PlainRange, click.IntRange):
    """A whole number from … to …, both included."""


class Number(_PlainRange, click.FloatRange):
    """A number from … to …, both included."""


def _book_or_sample(_context: click.Context, _option: click.Parameter, value: Path | None) -> Path:
    return book_or_sample(value)


def book_or_sample(value: Path | None) -> Path:
    """The book that is named, or the one in this folder, or else the sample, and then that is said."""
    if value is None and not Path(BOOK).exists():
        from letters.app.check import sample_book

        sample = sample_book()
        screen.say(
            _("There is no {book} in this folder: the sample book is used ({sample}).", book=BOOK, sample=sample)
        )
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


ledger_option = click.option(
    "--ledger",
    "ledger_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file that knows who was written to. [default: ledger.db beside the book]",
)


def group_names(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
    """«Berlin,Köln» as names."""
    return tuple(name.strip() for name in value.split(",")) if value else ()


_CHOICE = (
    click.option("--seed", default="1", metavar="WORD", help="Any word: decides between those who wait equally long."),
    click.option("--region", metavar="NAME", help="Only people in that region, such as Мордовия or Mordovia."),
    click.option("--facility", metavar="NAME", help="Only people in that prison, such as ИК-6 or SIZO-2."),
    click.option("--tag", metavar="WORD", help="Only people with that tag in the book."),
    click.option("--at-most-per-facility", type=WholeNumber(1), metavar="K", help="No more than K of one prison."),
    click.option(
        "--groups", callback=group_names, metavar="NAMES", help="Deal people out to cities or tables: Berlin,Köln."
    ),
    ledger_option,
)


def choice_options(command: Any) -> Any:
    """The options of a fair choice."""
    for option in reversed(_CHOICE):
        command = option(command)
    return command


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def print_json(value: Any) -> None:
    """Print a value as JSON for other programs."""
    click.echo(as_json(value, indent=2))


def read_day(_context: click.Context, _option: click.Parameter, value: str | None) -> date:
    """The day of an option, or today."""
    if value is None:
        return date.today()
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError as error:
        raise click.BadParameter(_("write the day as 2026-11-22")) from error
