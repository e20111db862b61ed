"""Answers to forms under an address of their own: «Back» and «Reload» show them again, and send nothing again.

No page is kept by the browser («no-store»), so without this it would say that the form has expired.
"""

from collections import OrderedDict
from secrets import token_urlsafe
from typing import NamedTuple

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

ANSWER = "answer"  # the word in the address that names an answer
KEPT = 30  # answers in the memory of the program, the oldest go first
SHOWN = (200, 409, 422, 500)
END = "language.end"  # after which nobody answers any more


class _Answer(NamedTuple):
    path: str
    page: bytes
    status: int


class Answers:
    """What forms were answered last, as it was shown."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Answer] = OrderedDict()

    def watch(self, app: Flask) -> None:
        """Keep every page that answers a form, and send the browser there; what a script asks is left alone."""
        app.before_request(self._again)
        app.after_request(self._keep)

    def _again(self) -> Response | None:
        """The page as it was shown; one that is not kept any more is shown anew."""
        found = self._kept.get(request.args.get(ANSWER, "")) if request.method == "GET" else None
        if found is None or found.path != request.path:
            return None
        return Response(found.page, found.status, content_type="text/html; charset=utf-8")

    def _keep(self, answer: Response) -> Response | AnyResponse:
        is_form = request.method == "POST" and request.headers.get("Sec-Fetch-Mode") == "navigate"
        is_last = request.endpoint == END
        if not is_form or is_last or answer.status_code not in SHOWN or answer.mimetype != "text/html":
            return answer
        key = token_urlsafe(12)
        self._kept[key] = _Answer(request.path, answer.get_data(), answer.status_code)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return redirect(f"{request.script_root}{request.path}?{ANSWER}={key}", 303)
