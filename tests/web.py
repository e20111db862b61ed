"""Knows how tests reach the pages: through the application itself, and through a server with its guard."""

import html
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from flask.testing import FlaskClient

from letters.web import Desk, create_app

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 30)


class Client(FlaskClient):
    """A client of one desk; all share an application, whose routes and templates are made once."""

    def open(self, *arguments, **values):
        """The answer; what was sent is let go of: a large upload waits in a file."""
        self.application.extensions = self.extensions
        answer = super().open(*arguments, **values)
        answer.request.environ["wsgi.input"].close()
        return answer


@cache
def application():
    """The pages; each client puts its desk there."""
    app = create_app(Desk(Path(), Path()))
    app.testing, app.test_client_class = True, Client
    return app


def pages(folder, book="addresses.yaml", **values):
    """A client of the pages over a desk in this folder, without a server and its guard."""
    client = application().test_client()
    desk = Desk(folder / book, folder / "out", today=lambda: TODAY, **values)
    client.extensions = client.application.extensions = {"desk": desk}
    return client


def text_of(answer):
    """What the page says, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def people(folder):
    """The entries of the book there."""
    return yaml.safe_load((folder / "addresses.yaml").read_text("utf-8"))["people"]


@contextmanager
def serving(folder, *words):
    """The pages as `serve` shows them, in a process of their own: the address with its secret, and the process."""
    command = [sys.executable, str(ROOT / "make_letters.py"), "serve", "--no-open", *words]
    kept = os.environ | {"XDG_CONFIG_HOME": str(folder / ".config"), "LETTERS_UI": "en"}
    process = subprocess.Popen(command, cwd=folder, env=kept, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        said = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/\?key=\S+", said)):
            line = process.stderr.readline()
            assert line, f"serve has ended: {said}"
            said += line
        yield found[0], process
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


@contextmanager
def served(folder, *words):
    """The address of the same."""
    with serving(folder, *words) as (address, _process):
        yield address
