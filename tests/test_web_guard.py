"""Nobody else gets into the pages: every rule of the guard broken once, and what the server itself refuses."""

import re
import shutil
import signal
import socket
import urllib.parse
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from letters.cli.own_console import is_alone
from letters.web import Desk, create_app
from letters.web.guard import COOKIE, Guard
from tests.browser import browser
from tests.web import ROOT, TODAY, pages, served, serving

PORT = 8377
HERE = f"127.0.0.1:{PORT}"
FORM = {"ui": "ru", "back": "/help"}


def guarded(folder: Path):
    """A client that comes through the guard, and the guard."""
    guard = Guard(PORT)
    app = create_app(Desk(folder / "addresses.yaml", folder / "out", today=lambda: TODAY), guard)
    app.testing = True
    return app.test_client(), guard


def opened(folder: Path):
    """The same, let in by the secret, and the token of its forms."""
    client, guard = guarded(folder)
    answer = client.get(f"/?key={guard.key}", headers={"Host": HERE})
    assert answer.status_code == 302
    return client, guard


def test_the_secret_opens_once(tmp_path):
    client, guard = guarded(tmp_path)
    key = guard.key
    answer = client.get(f"/?key={key}", headers={"Host": HERE})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    said = answer.headers["Set-Cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Strict" in said
    assert client.get("/help", headers={"Host": HERE}).status_code == 200
    client.delete_cookie(COOKIE, domain="127.0.0.1")
    assert client.get(f"/?key={key}", headers={"Host": HERE}).status_code == 403


# What comes, and whether it is let in: everything right, then one thing wrong.
GETS = [
    ("right", {"Host": HERE}, 200),
    ("typed into the address bar", {"Host": HERE, "Sec-Fetch-Site": "none"}, 200),
    ("by the other name of this computer, where its cookie is unknown", {"Host": f"localhost:{PORT}"}, 403),
    ("another name that leads here (DNS rebinding)", {"Host": f"letters.example:{PORT}"}, 403),
    ("another port", {"Host": "127.0.0.1:80"}, 403),
    ("no port", {"Host": "127.0.0.1"}, 403),
    ("a name with more before it", {"Host": f"x.{HERE}"}, 403),
    ("a page of another site", {"Host": HERE, "Sec-Fetch-Site": "cross-site"}, 403),
    ("another port of this computer", {"Host": HERE, "Sec-Fetch-Site": "same-site"}, 403),
    ("an origin from elsewhere", {"Host": HERE, "Origin": "http://letters.example"}, 403),
    ("a sandboxed frame", {"Host": HERE, "Origin": "null"}, 403),
]


@pytest.mark.parametrize(("what", "headers", "status"), GETS, ids=[row[0] for row in GETS])
def test_a_page_is_shown_to_its_own_browser_only(tmp_path, what, headers, status):
    client, _guard = opened(tmp_path)
    assert client.get("/help", headers=headers).status_code == status


def test_without_the_cookie_nothing_is_shown(tmp_path):
    client, guard = guarded(tmp_path)
    for path in ("/", "/help", "/static/style.css", "/nothing", "/?key=", "/?key=guess"):
        answer = client.get(path, headers={"Host": HERE})
        assert answer.status_code == 403
        assert guard.token not in answer.text
    assert client.post("/language", data={**FORM, "token": guard.token}, headers={"Host": HERE}).status_code == 403


POSTS = [
    ("right", {}, None, 303),
    ("no token", {}, "", 403),
    ("a wrong token", {}, "x" * 32, 403),
    ("a token of other letters", {}, "ы", 403),
    ("no origin", {"Origin": None}, None, 403),
    ("an origin from elsewhere", {"Origin": "http://letters.example"}, None, 403),
    ("the right origin by https", {"Origin": f"https://{HERE}"}, None, 403),
    ("another port of this computer", {"Origin": "http://127.0.0.1:1"}, None, 403),
    ("the other name of this computer", {"Origin": f"http://localhost:{PORT}"}, None, 403),
    ("a sandboxed frame", {"Origin": "null"}, None, 403),
    ("a form of another site", {"Sec-Fetch-Site": "cross-site"}, None, 403),
]


@pytest.mark.parametrize(("what", "headers", "token", "status"), POSTS, ids=[row[0] for row in POSTS])
def test_a_change_comes_from_our_own_form(tmp_path, what, headers, token, status):
    client, guard = opened(tmp_path)
    sent = {"Host": HERE, "Origin": f"http://{HERE}", "Sec-Fetch-Site": "same-origin", **headers}
    sent = {name: value for name, value in sent.items() if value is not None}
    data = {**FORM, "token": guard.token if token is None else token}
    assert client.post("/language", data=data, headers=sent).status_code == status


@pytest.mark.parametrize(("origin", "is_shown"), [(f"http://{HERE}", True), ("https://else.example", False)])
def test_what_was_typed_before_the_program_was_started_anew_can_be_copied(tmp_path, origin, is_shown):
    client, _guard = guarded(tmp_path)
    data = {"token": "of an earlier start of the program", "text__0": "a page that\n<somebody> has pasted"}
    answer = client.post("/add", data=data, headers={"Host": HERE, "Origin": origin})
    assert (answer.status_code, "a page that\n&lt;somebody&gt; has pasted" in answer.text) == (403, is_shown)
    assert "earlier start of the program" not in answer.text


def test_a_change_is_never_a_get(tmp_path):
    client, guard = opened(tmp_path)
    changing = [rule for rule in client.application.url_map.iter_rules() if "POST" in rule.methods]
    assert changing
    for path in ("/language", "/end"):
        assert client.get(f"{path}?token={guard.token}&ui=ru", headers={"Host": HERE}).status_code == 405


BROWSERS = [("a form", {"Sec-Fetch-Mode": "navigate"}, 303), ("a script", {"Sec-Fetch-Mode": "cors"}, 422)]


@pytest.mark.parametrize(("what", "mode", "status"), BROWSERS, ids=[row[0] for row in BROWSERS])
def test_the_answer_to_a_form_has_an_address_to_come_back_to(tmp_path, what, mode, status):
    """The browser keeps no page, and «Back» would only say that the form has expired."""
    client, guard = opened(tmp_path)
    headers = {"Host": HERE, "Origin": f"http://{HERE}", "Sec-Fetch-Site": "same-origin"}
    sent = client.post("/ledger", data={"token": guard.token, "occasion": "New Year"}, headers=headers | mode)
    assert sent.status_code == status
    if status == 303:
        for _again in range(2):
            shown = client.get(sent.location, headers={"Host": HERE})
            assert (shown.status_code, 'value="New Year"' in shown.text) == (422, True)
            assert shown.headers["Cache-Control"] == "no-store"
        elsewhere = client.get(sent.location.replace("/ledger", "/help"), headers={"Host": HERE})
        assert "New Year" not in elsewhere.text


def test_every_answer_forbids_the_outside(tmp_path):
    client, _guard = opened(tmp_path)
    for path in ("/help", "/nothing", "/static/style.css"):
        said = client.get(path, headers={"Host": HERE}, buffered=True).headers
        policy = said["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"https?:|\*", policy)
        assert said["X-Content-Type-Options"] == "nosniff"
        assert said["Referrer-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in said


def test_no_template_needs_what_the_policy_forbids():
    for path in (ROOT / "letters/web/templates").glob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"<style|\bstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text), path.name
        assert "|safe" not in text, path.name
        assert not re.search(r"(src|href|action)=[\"']?(https?:)?//", text), path.name


def test_every_form_that_changes_something_is_ours():
    for path in (ROOT / "letters/web/templates").glob("*.html"):
        for form in re.findall(r"<form[^>]*method=.post.*?</form>", path.read_text("utf-8"), re.S):
            assert "ours()" in form, path.name


def test_a_language_leads_to_a_page_of_ours(tmp_path):
    client = pages(tmp_path)
    for back in ("//evil.example", "/\\evil.example", "https://evil.example", "evil", ""):
        answer = client.post("/language", data={"ui": "ru", "back": back})
        assert answer.headers["Location"] == "/"
    assert client.post("/language", data={"ui": "ru", "back": "/help?a=1"}).headers["Location"] == "/help?a=1"
    assert 'lang="ru"' in client.get("/help").text


HOSTILE = [
    ("ten megabytes of text", {"ui": "x" * 10_000_000}, 303),
    ("more than is taken", {"ui": "x" * 30_000_000}, 413),
    ("twenty thousand fields", {f"f{number}": "1" for number in range(20_000)}, 303),
    ("NUL and half characters", {"ui": "ru\0", "back": "/\0\ud800".encode("utf-8", "replace")}, 303),
    ("HTML", {"ui": "<script>alert(1)</script>", "back": "/<script>"}, 303),
]


@pytest.mark.parametrize(("what", "data", "status"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_a_hostile_form_gets_a_page(tmp_path, what, data, status):
    answer = pages(tmp_path).post("/language", data=data)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


PATHS = [
    "/../addresses.yaml",
    "/static/../pages.py",
    "/static/..%2fpages.py",
    "/static/%2e%2e/pages.py",
    "/%00",
    "/a\\b",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_a_file(tmp_path, path):
    assert pages(tmp_path).get(path).status_code == 404


def asked(address: str, request: bytes) -> bytes:
    """What the server answers to these bytes."""
    port = int(re.search(r":(\d+)/", address)[1])
    with closing(socket.create_connection(("127.0.0.1", port), 10)) as line:
        line.sendall(request.replace(b"HERE", f"127.0.0.1:{port}".encode()))
        line.settimeout(10)
        return line.recv(65_536)


RAW = [
    (b"GET /help HTTP/1.1\r\nHost: HERE\r\n\r\n", b"403"),
    (b"GET /help HTTP/1.0\r\n\r\n", b"403"),
    (b"GET http://letters.example/ HTTP/1.1\r\nHost: letters.example\r\n\r\n", b"403"),
    (b"GET /help HTTP/1.1\r\nHost: HERE\r\nX-Forwarded-Host: HERE\r\nCookie: letters=guess\r\n\r\n", b"403"),
    (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: HERE\r\n\r\n", b"431"),
    (b"POST /language HTTP/1.1\r\nHost: HERE\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
]


@pytest.mark.slow
def test_the_server_listens_to_this_computer_alone_and_ends(tmp_path):
    with served(tmp_path) as address, served(tmp_path) as second:
        assert address.split("/?")[0] != second.split("/?")[0]  # a busy port takes the next
        for request, status in RAW:
            answer = asked(address, request)
            assert answer.split()[1] == status, request[:60]
            assert b"Server:" not in answer
        port = int(re.search(r":(\d+)/", address)[1])
        for family, host in ((socket.AF_INET, outer_address()), (socket.AF_INET6, "::1")):
            with closing(socket.socket(family)) as line:
                line.settimeout(2)
                assert host is None or line.connect_ex((host, port)) != 0


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["the signal of Ctrl-C", "the window of the terminal", "the button"])
def test_it_ends_when_it_is_told(tmp_path, ending):
    with serving(tmp_path) as (address, process):
        if ending == "the button":
            end_by_button(address)
        else:
            process.send_signal(signal.SIGINT if "Ctrl-C" in ending else signal.SIGHUP)
        assert process.wait(10) == 0
        assert "Traceback" not in process.stderr.read()


def end_by_button(address):
    """As a browser does it."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(address, timeout=10).read().decode("utf-8")
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    home = address.split("/?")[0]
    data = urllib.parse.urlencode({"token": token}).encode()
    answer = opener.open(urllib.request.Request(f"{home}/end", data, {"Origin": home}), timeout=10)
    assert "has ended" in answer.read().decode("utf-8")


def outer_address():
    """The address of this computer in its network, if it has one; nothing is sent."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as line:
        try:
            line.connect(("192.0.2.1", 9))
            return None if line.getsockname()[0].startswith("127.") else line.getsockname()[0]
        except OSError:
            return None


@pytest.mark.slow
def test_an_open_page_says_that_the_program_has_ended(tmp_path):
    shutil.copy(ROOT / "addresses.yaml", tmp_path)
    with browser("chrome", tmp_path / "profile") as page:
        with serving(tmp_path) as (address, _process):
            page.go(address)
            page.go(address.partition("?")[0] + "tonight")
        page.click("#who-zimin")
        page.wait("#ended")
        assert page.text("#ended") == "The program has ended"


@pytest.mark.parametrize(
    ("images", "alone"),
    [
        ([r"C:\Windows\py.exe", r"C:\letters\.venv\Scripts\python.exe", r"C:\Python311\python.exe"], True),
        ([r"C:\Windows\System32\cmd.exe", r"C:\Windows\py.exe"], False),
        ([r"C:\Program Files\PowerShell\7\pwsh.exe", r"C:\Python311\python.exe"], False),
        (["?", r"C:\Python311\python.exe"], False),
        ([], False),
    ],
)
def test_a_double_click_is_told_from_a_terminal(images, alone):
    assert is_alone(images) is alone
