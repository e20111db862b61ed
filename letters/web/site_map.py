"""Every address of the pages, and the function that answers there; its file is imported when somebody first asks."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import Flask

# Method, address (as Werkzeug writes it), and who answers: «file of this room.function», the name for `url_for`.
_TABLE = """
GET  /                               people.show
GET  /least                          people.least
GET  /tonight                        tonight.show
POST /tonight                        tonight.choose
POST /tonight/preview                tonight.look
GET  /letter                         letter.show
POST /letter                         letter.work
POST /letter/read                    letter.read
POST /letter/sentence                letter.put
GET  /ledger                         ledger.show
POST /ledger                         ledger.write
POST /ledger/undo                    ledger.take_back
POST /ledger/merge                   ledger.take_over
GET  /ledger/people.csv              ledger.people_csv
GET  /ledger/events.csv              ledger.events_csv
GET  /ledger/ledger.db               ledger.whole_file
GET  /check                          check.show
GET  /printer                        printer.show
GET  /printer/test-sheet.pdf         printer.sheet
POST /printer                        printer.keep
POST /printer/forget                 printer.forget_one
GET  /help                           help.show
GET  /person/<id>                    person.show
POST /person/<id>                    person.save
POST /person/<id>/checked            person.checked
GET  /add                            add.show
POST /add                            add.look
GET  /import                         tables.show
POST /import                         tables.take
GET  /import/<key>                   tables.seen
POST /import/<key>                   tables.choose
GET  /import/<key>/progress          tables.tell
POST /import/<key>/stop              tables.stop
GET  /import/<key>/refused.csv       tables.refused
GET  /export.<any(xlsx,csv):ending>  tables.export
GET  /made                           made.show
GET  /made/<name>                    made.show_job
GET  /made/<name>/progress           made.tell
POST /made/<name>/stop               made.stop
GET  /made/<name>/file/<file>        made.give
POST /made/<name>/print              made.send
POST /made/<name>/posted             made.post
POST /language                       language.choose
POST /end                            language.end
"""
ADDRESSES = tuple(tuple(line.split()) for line in _TABLE.strip().splitlines())
FILES = sorted({answer.partition(".")[0] for _method, _address, answer in ADDRESSES})


def add_pages(app: Flask) -> None:
    """Give the application all of them."""
    for method, address, answer in ADDRESSES:
        app.add_url_rule(address, answer, _imported_when_asked(answer), methods=[method])


def _imported_when_asked(answer: str) -> Callable[..., Any]:
    file, function = answer.split(".")

    def view(**values: str) -> Any:
        return getattr(import_module(f"letters.web.{file}"), function)(**values)

    return view
