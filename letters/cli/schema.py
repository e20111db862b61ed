"""The command `schema`: the shape of the book, for editors."""

import click

from letters.app.check import book_schema
from letters.cli.options import print_json


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of the book, for editors that complete and check while you type.

    \b
    Examples
      python3 make_letters.py schema > addresses.schema.json
    """
    print_json(book_schema())
