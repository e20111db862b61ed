"""One request from the page around, and its answer: the application without a server."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from letters.browser.inside.files import BOOK, OUT, WORK
from letters.browser.inside.templates import CompiledTemplates
from letters.web import Desk, create_app
from letters.web.jobs import Advance, Job, Jobs, Work
from letters.web.site_map import FILES

Progress = Callable[[int, int], None]


class WatchedJobs(Jobs):
    """Work that is done before the answer goes out, and tells the page around how far it is."""

    def __init__(self, watch: Progress) -> None:
        super().__init__(has_threads=False)
        self._watch = watch

    def start(self, work: Work, about: Any = None) -> Job:
        """Do it at once."""

        def watched(advance: Advance) -> object:
            def both(done: int, people: int) -> None:
                self._watch(done, people)
                advance(done, people)

            return work(both)

        return super().start(watched, about)


_watchers: list[Progress] = []


def begin(files: Mapping[str, bytes], watch: Progress) -> None:
    """Lay the person's files on the desk, and import what the first page needs."""
    WORK.mkdir(exist_ok=True)
    os.environ["XDG_CONFIG_HOME"] = str(WORK / "settings")  # what the program remembers goes with the files
    for name, data in files.items():
        path = WORK / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    _watchers[:] = [watch]
    _application()


@cache
def _application() -> Callable[..., Iterable[bytes]]:
    watched = WatchedJobs(lambda done, people: _watchers[0](done, people))
    made = create_app(Desk(BOOK, OUT, jobs=watched, can_print=False))
    made.jinja_env.bytecode_cache = CompiledTemplates()  # type: ignore[assignment]  # it is asked for these two alone
    return made


_unasked = iter(FILES)


def load_more() -> bool:
    """Import the next file of the pages before anybody asks for it; whether there was one more."""
    name = next(_unasked, "")
    return bool(name and import_module(f"letters.web.{name}"))


def answer(
    method: str, target: str, content_type: str, body: bytes, languages: str
) -> tuple[int, list[tuple[str, str]], bytes]:
    """What the application says to a request: status, headers, content (PEP 3333)."""
    said: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        said.append((status, headers))
        return lambda _data: None

    content = _application()(_environ(method, target, content_type, body, languages), start_response)
    try:
        data = b"".join(content)
    finally:
        close = getattr(content, "close", None)
        if close:
            close()
    status, headers = said[-1]
    return int(status.split()[0]), headers, data


def _environ(method: str, target: str, content_type: str, body: bytes, languages: str) -> dict[str, Any]:
    path, _, query = target.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "letters.invalid",  # no page is ever asked for there
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_ACCEPT_LANGUAGE": languages,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
