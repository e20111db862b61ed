"""Nobody else gets in: a secret that opens the pages once, a cookie, and a look at where each request comes from.

The program listens on 127.0.0.1 only. What is left are other programs of this computer, and pages of other sites in the
same browser: they know neither secret nor cookie nor token, and their Host, Origin and Sec-Fetch-Site give them away.
"""

import hmac
from secrets import token_urlsafe

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from letters.sentences import _
from letters.web.entry_form import WAS

COOKIE = "letters"
KEY = "key"  # the word in the address that carries the secret
TOKEN = "token"  # the field of a form that says it is ours
SAFE = ("GET", "HEAD")
UNSEEN = (TOKEN, "digest", "content", "outline", "seen")  # fields of forms that nobody has typed
SHORT = 15  # characters that are soon typed again, and choices of menus
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "frame-src 'self' blob:",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # nothing to other sites, and a form still says where it comes from
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """The secrets of one start of the program, and the hosts under which it is reached."""

    def __init__(self, port: int) -> None:
        self.hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self.key: str | None = token_urlsafe(24)  # `None` = it has opened the pages
        self._cookie = token_urlsafe(24)
        self.token = token_urlsafe(24)

    def watch(self, app: Flask) -> None:
        """Look at every request before the application does, and at every answer before it goes out."""
        app.before_request(self._look)
        app.after_request(self._closed)

    def _look(self) -> AnyResponse | None:
        if request.host not in self.hosts or not self._is_from_here():
            abort(403, _("This request does not come from the pages of this program."))
        if KEY in request.args and self._opens(request.args[KEY]):
            return self._let_in()
        if not _same(request.cookies.get(COOKIE, ""), self._cookie):
            abort(403, _("Open the pages with the address that the program has shown. It works once, in one browser."))
        if request.method not in SAFE and not _same(request.form.get(TOKEN, ""), self.token):
            abort(
                403, _("This form is of an earlier start of the program. Open the page again, and send it from there.")
            )
        return None

    def _is_from_here(self) -> bool:
        """Whether no other site has sent this request; what a browser does not say is taken as said by no browser."""
        origin = request.headers.get("Origin")
        if origin is None and request.method not in SAFE:
            return False
        is_ours = origin is None or origin == f"http://{request.host}"
        return is_ours and request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")

    def _opens(self, key: str) -> bool:
        return self.key is not None and _same(key, self.key)

    def _let_in(self) -> AnyResponse:
        self.key = None
        answer = redirect(request.path)
        answer.set_cookie(COOKIE, self._cookie, httponly=True, samesite="Strict", path="/")
        return answer

    @staticmethod
    def _closed(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer


def typed_before() -> list[str]:
    """The longer texts of a form that is refused, so that nobody has to type them anew; none from another site."""
    if request.method in SAFE or request.headers.get("Origin") != f"http://{request.host}":
        return []
    texts = (text for name, text in request.form.items() if name not in UNSEEN and not name.startswith(WAS))
    return [text for text in texts if len(text) > SHORT]


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
