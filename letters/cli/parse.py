"""The command `parse`: published address lines taken apart, for other programs."""

from pathlib import Path

import click

from letters.app.parse import LARGEST, parse_lines
from letters.cli.keyboard import read_pasted
from letters.messages import as_json


@click.command("parse")
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
def parse_command(file: Path) -> None:
    """Take published address lines apart: one line in, one JSON object out. Writes nothing.

    FILE holds one address a line; - or nothing reads what you paste (end with Ctrl-D, on Windows Ctrl-Z).

    \b
    Examples
      python3 make_letters.py parse lines.txt
    """
    for found in parse_lines(read_pasted(LARGEST) if str(file) == "-" else file):
        click.echo(as_json(found))
