"""The server of the pages: 127.0.0.1 alone, a free port, until somebody ends it."""

import _thread
import errno
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

import waitress
from flask import Flask

from letters.errors import CommandError, Problem
from letters.sentences import sentence
from letters.web.desk import Desk
from letters.web.guard import KEY, Guard
from letters.web.pages import MOST_BYTES, create_app

HOST = "127.0.0.1"
PORT = 8377
TRIED = 50  # ports, one after the other, when one is busy
THREADS = 6


def serve(desk: Desk, port: int | None, opened: Callable[[str], None]) -> None:
    """Answer until Ctrl-C, the end of the terminal, or «Close» on the pages; `opened` gets the address with its secret.

    Raises CommandError when the port that was asked for, or every port tried, is taken.
    """
    listening = _listen(port)
    port = listening.getsockname()[1]
    guard = Guard(port)
    desk.can_end, desk.end = True, _thread.interrupt_main
    app = create_app(desk, guard)
    server = _server(app, listening)
    for ending in ("SIGTERM", "SIGHUP"):  # the window of the terminal is closed
        if hasattr(signal, ending):
            signal.signal(getattr(signal, ending), lambda *_said: _thread.interrupt_main())
    with suppress(KeyboardInterrupt):
        opened(f"http://{HOST}:{port}/?{KEY}={guard.key}")
        server.run()
    desk.jobs.stop_all()
    server.close()


def _server(app: Flask, listening: socket.socket) -> "waitress.server.BaseWSGIServer":
    return waitress.create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        ident=None,
        max_request_body_size=MOST_BYTES + 1_000_000,
        max_request_header_size=32_768,
        channel_timeout=60,
        asyncore_use_poll=sys.platform != "win32",
        clear_untrusted_proxy_headers=True,
    )


def _listen(port: int | None) -> socket.socket:
    """A socket on that port; on the first free one if none was asked for."""
    ports = range(PORT, PORT + TRIED) if port is None else (port,)
    for number in ports:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform == "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, number))
            listening.listen(128)
        except OSError as error:
            listening.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
        else:
            return listening
    what = sentence("port {port} of this computer is taken by another program.", port=ports[0])
    hint = sentence("Take another number, or leave ‹port› out: then the next free one is taken.")
    raise CommandError(Problem("", what, hint, code="port-taken", field="port"))
