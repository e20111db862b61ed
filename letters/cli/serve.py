"""The command `serve`: the whole program as pages in the browser of this computer."""

import webbrowser
from pathlib import Path

import click

from letters.cli import screen
from letters.cli.options import WholeNumber, ledger_option, own_book_option
from letters.sentences import _
from letters.web.desk import Desk
from letters.web.server import serve


@click.command("serve")
@own_book_option("The file with the people and their addresses; it is made when the first one is added.")
@click.option(
    "--out", type=click.Path(path_type=Path), default="out", show_default=True, help="The folder for the PDFs."
)
@ledger_option
@click.option(
    "--port", type=WholeNumber(1024), metavar="N", help="The number of the address. [default: the first free]"
)
@click.option("--no-open", is_flag=True, help="Show the address only, do not open the browser.")
def serve_command(book: Path, out: Path, ledger_file: Path | None, port: int | None, no_open: bool) -> None:
    """Open the pages: everything the program does, in the browser of this computer, for nobody else.

    \b
    Examples
      python3 make_letters.py serve
      python3 make_letters.py serve --book friends.yaml --no-open
    """

    def opened(address: str) -> None:
        screen.say(_("The pages are open at {address}", address=address))
        screen.say(
            _(
                "They work in this browser on this computer only. To end the program, close it there, or press Ctrl-C "
                "here."
            )
        )
        if not no_open:
            webbrowser.open(address)

    serve(Desk(book, out, ledger_file), port, opened)
    screen.say(_("The program has ended."))
