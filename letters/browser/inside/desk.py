"""One request from the page around, and its answer: the application without a server."""

import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from letters.browser.inside.files import BOOK, OUT, WORK
from letters.web import Desk, create_app
from letters.web.jobs import Advance, Job, Jobs, Work

HERE = "https://letters.invalid"  # no page is ever asked for there
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
    _client()


@cache
def _client() -> Any:
    watched = WatchedJobs(lambda done, people: _watchers[0](done, people))
    app = create_app(Desk(BOOK, OUT, jobs=watched, can_print=False))
    return app.test_client(use_cookies=False)


def answer(
    method: str, target: str, content_type: str, body: bytes, languages: str
) -> tuple[int, list[tuple[str, str]], bytes]:
    """What the application says: status, headers, content."""
    headers = {"Accept-Language": languages} if languages else {}
    said = _client().open(
        target, method=method, base_url=HERE, data=body, content_type=content_type or None, headers=headers
    )
    return said.status_code, list(said.headers), said.data
