"""letters.html and its folder: built twice alike, driven in Chromium and Firefox, and nothing gets out of them."""

import base64
import hashlib
import http.server
import json
import re
import sqlite3
import threading
import time
import zipfile
from contextlib import contextmanager
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from letters.app.ledger import NoteRequest, note
from letters.app.make import make, read_run
from letters.browser import parts, policy
from letters.browser.contents import REPOSITORY
from letters.browser.edition import FILE, FOLDER, build
from letters.browser.inside import files
from letters.browser.parts import PINS, cache_folder, fetch, read_pins
from letters.errors import FileError
from tests.browser import DESK, PHONE, browser
from tests.browser.edition import shared_edition
from tests.conftest import SAMPLE

PRISON = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
PASTED = f"{PRISON}, Ветрову Илье Сергеевичу 1990 г. р.\n{PRISON}, Лесному Антону Ивановичу 1979 г. р.\n"
ONE = json.dumps({"people": [{"id": "x", "address": f"{PRISON}, Лесному Антону Ивановичу"}]}).encode()
MOST = {FILE: 18_000_000, FOLDER: 12_000_000}
slow = pytest.mark.slow


# --- the build ---


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return shared_edition(tmp_path_factory)


@slow
def test_two_builds_are_the_same_bytes(built):
    again = {name: hashlib.sha256(data).hexdigest() for name, data in build(cache_folder()).files.items()}
    paths = (path for path in built.rglob("*") if path.is_file())
    assert again == {path.relative_to(built).as_posix(): _digest(path) for path in paths}


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@slow
@pytest.mark.parametrize("form", [FILE, FOLDER])
def test_sizes(built, form):
    paths = (
        [built / form] if (built / form).is_file() else [path for path in (built / form).rglob("*") if path.is_file()]
    )
    assert sum(path.stat().st_size for path in paths) <= MOST[form]


def test_every_part_is_the_release_of_the_lock():
    """The program runs in the browser with the packages with which the tests run."""
    lock = dict(
        line.split(" ")[0].split("==")
        for line in (REPOSITORY / "requirements.lock").read_text().splitlines()
        if "==" in line
    )
    _core, wheels = read_pins()
    assert {pin.name: pin.version for pin in wheels} == {pin.name: lock[pin.name] for pin in wheels}


def test_dictionaries_of_hyphenation_go_in():
    rows = (REPOSITORY / "letters/data/typography.toml").read_text("utf-8").splitlines()
    names = [line.split('"')[1] for line in rows if line.startswith("dictionary = ")]
    (pyphen,) = (pin for pin in read_pins()[1] if pin.name == "pyphen")
    assert sorted(pyphen.keep) == sorted(f"pyphen/dictionaries/hyph_{name}.dic" for name in names)


def test_a_part_that_differs_is_refused(tmp_path, monkeypatch):
    core, wheels = read_pins()
    for pin in (core, *wheels):
        (tmp_path / pin.file).write_bytes(b"another")
    monkeypatch.setattr(parts, "call", lambda *_arguments: None)
    with pytest.raises(FileError) as caught:
        fetch(core, wheels, tmp_path)
    assert {problem.code for problem in caught.value.problems} == {"part-differs"}
    assert len(caught.value.problems) == len(wheels) + 1


def test_a_missing_tool_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileError, match="npm is not installed"):
        fetch(*read_pins(PINS), tmp_path)


def test_policies_name_scripts_by_their_hash():
    digest = base64.b64encode(hashlib.sha256(b"let a;").digest()).decode()
    for text in (policy.of_a_page(["let a;"], []), policy.of_the_file(["let a;"], [], is_folder=False)):
        assert f"'sha256-{digest}'" in text
        assert "unsafe-inline" not in text
        assert "default-src 'none'" in text
        assert "connect-src" not in text


# --- the person's files, inside ---


@pytest.fixture
def memory(tmp_path, monkeypatch):
    """The folder that lies in the memory of a browser otherwise."""
    for name, path in (("WORK", ""), ("OUT", "out"), ("BOOK", "addresses.yaml"), ("LEDGER", "ledger.db")):
        monkeypatch.setattr(files, name, tmp_path / "work" / path)
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def packed(members):
    """A .zip: path -> content."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def unpacked(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


NEWER = {"plans.bin": b"\0", "settings/new.cfg": b"y"}  # of a version to come


def test_what_a_newer_version_has_saved_is_kept_and_saved_again(memory):
    """What this version does not know is named, and nothing is lost."""
    saved = {"addresses.yaml": ONE, "ledger.db": b"x", "texts/a.txt": b"z", **NEWER}
    answer = files.open_file("letters.zip", packed(saved))
    assert answer == {"taken": list(saved), "unknown": list(NEWER)}
    assert unpacked(files.together()) == saved


def test_what_an_older_version_has_saved_leaves_the_rest(memory):
    files.open_file("letters.zip", packed({"addresses.yaml": b"people: []\n", "ledger.db": b"x"}))
    assert files.open_file("letters.zip", packed({"addresses.yaml": ONE})) == {
        "taken": ["addresses.yaml"],
        "unknown": [],
    }
    assert files.kept() == {"addresses.yaml": ONE, "ledger.db": b"x"}


BOOK_IN_IT = {"addresses.yaml": ONE}
WRONG = {
    "damaged behind the book": packed(BOOK_IN_IT | {"ledger.db": b"1234567"}).replace(b"1234567", b"7654321"),
    "nothing of ours": packed(NEWER),
    "a file that is a folder too": packed(BOOK_IN_IT | {"addresses.yaml/a.txt": b"x"}),
    "paths that lead out": packed({"../addresses.yaml": ONE, "/addresses.yaml": ONE, "texts/../../a.txt": ONE}),
    "far too many": packed(BOOK_IN_IT | {f"texts/{number}.txt": b"" for number in range(1_000)}),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_a_zip_that_is_not_ours_changes_nothing(data, memory):
    files.open_file("addresses.json", b"people: []\n")
    with pytest.raises(FileError, match="is no book, no ledger"):
        files.open_file("letters.zip", data)
    assert files.kept() == {"addresses.yaml": b"people: []\n"}


# --- in browsers ---


@contextmanager
def serving(folder):
    """The folder on loopback, as a web space has it."""
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_arguments: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


AS_TEXT = "data => btoa(Array.from(new Uint8Array(data), c => String.fromCharCode(c)).join(''))"
FRAME = "document.getElementById('pages').contentDocument"


class Window:
    """letters.html in a browser: what stands in the page inside, and the bar around it."""

    def __init__(self, page):
        self.page = page

    def open(self, url):
        self.page.go(url)
        # what is saved is looked at in place of the folder of downloads
        self.page.run(
            "(() => { window.saved = []; delete window.showSaveFilePicker; const made = URL.createObjectURL;"
            " URL.createObjectURL = (blob) => { saved.push(blob); return made.call(URL, blob); }; })()"
        )
        self.until("!document.getElementById('bar').hidden")
        self.until(f"{FRAME}?.querySelector('main')")

    def until(self, script, seconds=120):
        """Wait until an expression holds."""
        end = time.monotonic() + seconds
        while not self.page.run(f"Boolean({script})"):
            assert time.monotonic() < end, f"{script}: {self.page.text('body')} {self.text()} {self.page.said()}"
            time.sleep(0.25)

    def text(self):
        return self.page.run(f"{FRAME}?.body?.innerText ?? ''")

    def fill(self, selector, value):
        self.page.run(f"void ({FRAME}.querySelector({json.dumps(selector)}).value = {json.dumps(value)})")

    def click(self, selector):
        """Click in the page inside, and wait for the page that comes."""
        self.page.run(
            f"void (window.last = {FRAME}, last.querySelector({json.dumps(selector)}).click())",
        )
        self.until(
            f"{FRAME} && {FRAME} !== window.last && {FRAME}.readyState === 'complete' && {FRAME}.querySelector('h1')"
        )

    def go(self, path):
        """Follow a link."""
        made = f"Object.assign(d.createElement('a'), {{ href: {json.dumps(path)}, id: 'test-link' }})"
        self.page.run(f"void (d => d.body.append({made}))({FRAME})")
        self.click("#test-link")

    def give(self, selector, name, data):
        """A file for a field of the page inside."""
        self.page.run(
            f"void (() => {{ const f = {FRAME}.querySelector({json.dumps(selector)}), t = new DataTransfer();"
            f" t.items.add(new File([Uint8Array.from(atob('{base64.b64encode(data).decode()}'), c => c.charCodeAt(0))],"
            f" {json.dumps(name)})); f.files = t.files; }})()"
        )

    def bytes_of(self, path):
        """What the program answers to a request of a script."""
        answer = self.page.run(
            f"carryRequest('GET', {json.dumps(path)}).then(async ({{ status, body }}) =>"
            f" [status, ({AS_TEXT})(await body.arrayBuffer())])"
        )
        assert answer[0] == 200, path
        return base64.b64decode(answer[1])

    def press(self, button):
        """A button of the bar, or of its dialog."""
        self.page.click(f"#{button}")

    def save(self, button):
        """The file that a button of «Save…» gives."""
        self.page.run("void (saved.length = 0)")
        self.press("save")
        self.press(button)
        self.until("saved.length")
        return base64.b64decode(self.page.run(f"saved[0].arrayBuffer().then({AS_TEXT})"))

    def put_in(self, name, data):
        """Open one of the person's files."""
        self.press("open")
        self.page.run(
            "void (() => { const f = document.getElementById('file'); f.click = () => { const t = new DataTransfer();"
            f" t.items.add(new File([Uint8Array.from(atob('{base64.b64encode(data).decode()}'), c => c.charCodeAt(0))],"
            f" {json.dumps(name)})); f.files = t.files; f.dispatchEvent(new Event('change')); }}; }})()"
        )
        self.page.run("void (window.last = document.getElementById('pages').contentDocument)")
        self.press("open-files")

    def opens(self, name, data):
        """Open one, and wait for the first page of what it holds."""
        self.put_in(name, data)
        self.until(f"{FRAME} && {FRAME} !== window.last && {FRAME}.querySelector('h1')", 240)
        self.until("document.getElementById('state').textContent.startsWith('Opened')")


FORMS = [(kind, form) for kind in ("chrome", "firefox") for form in (FILE, FOLDER)]


# What is the same from a file and from a folder is tried once in each browser.
in_each_browser = pytest.mark.parametrize(
    "window", FORMS[::3], indirect=True, ids=["-".join(one) for one in FORMS[::3]]
)


@pytest.fixture(scope="module", params=FORMS, ids=["-".join(one) for one in FORMS])
def window(request, built, tmp_path_factory):
    kind, form = request.param
    with browser(kind, tmp_path_factory.mktemp("profile")) as page, serving(built / FOLDER) as address:
        page.size(DESK)
        one = Window(page)
        one.open((built / FILE).as_uri() if form == FILE else address)
        yield one


@slow
def test_the_start_leaves_nothing_on_the_console(window):
    assert window.page.said() == []


@slow
def test_an_evening(window, tmp_path):
    """Two people pasted, DL from Germany: the bytes of the command line; everything saved, and opened again."""
    window.go("/add")
    window.fill("textarea", PASTED)
    window.click("button[value=look]")
    assert "Лесной Антон Иванович" in window.text()
    window.click("button[value=save]")
    window.until("!document.getElementById('unsaved').hidden")
    book = window.save("save-addresses")
    (tmp_path / "addresses.yaml").write_bytes(book)
    assert book.count(b"address:") == 2

    window.go("/tonight?" + "&".join(f"who={one}" for one in ("vetrov", "lesnoy")))
    assert window.page.run(f"Boolean({FRAME}.querySelector('#country'))"), window.text()
    window.fill("#country", "DE")
    window.fill("#envelope", "DL")
    window.click("button[value=make]")
    assert "envelopes.pdf" in window.text() or window.page.run(f"Boolean({FRAME}.querySelector('#posted'))")
    make(
        read_run(
            {
                "book": tmp_path / "addresses.yaml",
                "out": tmp_path / "out",
                "today": date.today(),
                "country": "DE",
                "envelope": "DL",
                "who": ("vetrov", "lesnoy"),
            }
        )
    )
    links = window.page.run(f"[...{FRAME}.querySelectorAll('a[download]')].map(a => a.getAttribute('href'))")
    made = {Path(link.split("?")[0]).name: window.bytes_of(link) for link in links}
    for path in (tmp_path / "out").glob("*.pdf"):
        assert hashlib.sha256(made[path.name]).hexdigest() == hashlib.sha256(path.read_bytes()).hexdigest(), path.name

    window.click("form[action$='/posted'] button")
    assert "ledger.db" in window.page.text("#unsaved")
    assert "addresses.yaml" not in window.page.text("#unsaved")
    ledger = window.save("save-ledger")
    window.until("document.getElementById('unsaved').hidden")
    assert ledger.startswith(b"SQLite format 3")
    together = window.save("save-all")
    window.until("document.getElementById('unsaved').hidden")
    window.put_in("letters.zip", together)
    window.until(f"{FRAME} !== window.last && {FRAME}?.body?.innerText.includes('Лесной')")
    assert window.save("save-addresses") == book
    assert window.save("save-ledger") == ledger


TABLE = f'name;address;birth_year\nПолевой Пётр Ильич;"{PRISON}, Полевому Петру Ильичу";1980\n'


@slow
def test_a_spreadsheet_in_and_one_out(window):
    """A table is looked at and taken in; the book as .xlsx has its people, as the same table read by the program."""
    window.go("/import")
    window.give("#table", "people.csv", TABLE.encode())
    window.click("form[enctype] button")
    assert "Полевой" in window.text()
    window.click("button[value=save]")
    window.go("/")
    assert "Полевой" in window.text()
    made = window.bytes_of("/export.xlsx")
    assert made.startswith(b"PK")
    window.go("/import")
    window.give("#table", "people.xlsx", made)
    window.click("form[enctype] button")
    assert "Полевой" in window.text()


@slow
def test_another_ledger_is_taken_over(window, tmp_path):
    """Merged, saved, and opened again."""
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    note(NoteRequest("posted", tmp_path / "addresses.yaml", date.today(), ("zimin",)))
    window.go("/ledger")
    window.give("#other", "ledger.db", (tmp_path / "ledger.db").read_bytes())
    window.click("form[action$=merge] button")
    assert "Зимин" in window.text()
    window.opens("ledger.db", window.save("save-ledger"))
    window.go("/ledger")
    assert "Зимин" in window.text()


def newer_ledger(folder):
    (folder / "addresses.yaml").write_text(SAMPLE, "utf-8")
    note(NoteRequest("posted", folder / "addresses.yaml", date.today(), ("zimin",)))
    ledger = sqlite3.connect(folder / "ledger.db")
    ledger.execute("PRAGMA user_version = 99")
    ledger.close()
    return (folder / "ledger.db").read_bytes()


@slow
def test_a_ledger_of_a_newer_version_stays_as_it_is(window, tmp_path):
    newer = newer_ledger(tmp_path)
    window.opens("ledger.db", newer)
    window.go("/ledger")
    assert "newer version of this program" in window.text()
    assert window.save("save-ledger") == newer


@slow
def test_a_letter_is_read_as_a_censor_reads(window):
    window.go("/letter")
    window.fill("#own_text", "Здравствуйте! Позвоните мне: +7 912 345-67-89")
    window.click("button[value=read]:not([hidden])")
    window.until(f"{FRAME}.querySelector('.findings li')")


STRANGERS = [("notes.txt", b"hello"), ("letters.zip", b"PK\x05\x06" + bytes(18)), ("ledger.db", b"no ledger")]


@slow
@pytest.mark.parametrize(("name", "data"), STRANGERS)
def test_what_is_not_ours_is_not_opened(window, name, data):
    window.put_in(name, data)
    window.until("document.getElementById('state').textContent.includes('is no book')")


@slow
def test_a_dead_program_is_started_anew_with_the_book_as_it_was(window):
    window.opens("addresses.json", ONE)
    if "firefox" in window.page.run("navigator.userAgent").lower():
        pytest.skip("what drives Firefox cannot reach into a worker")
    window.page.work("deeds.ask = () => { throw new RangeError('Maximum call stack size exceeded'); }")
    window.click("a[href='/help']")
    window.until(f"{FRAME}?.querySelector('h1')")
    assert "started anew" in window.page.text("#state")
    window.go("/")
    assert "Лесной" in window.text()


@slow
def test_a_book_of_five_thousand(window):
    """Opened, looked through and saved again as it was."""
    rows = [{"id": f"p{number}", "address": f"{PRISON}, Лесному Антону Ивановичу"} for number in range(5_000)]
    book = json.dumps({"people": rows}, ensure_ascii=False).encode()
    window.opens("addresses.json", book)
    assert "Лесной" in window.text()
    assert window.save("save-addresses") == book


FULL = """
from letters.browser.inside import desk
def full():
    raise MemoryError
desk._application().view_functions["help.show"] = full
"""


def asks_for_help_after(window, script):
    """With one person in the book, and after these lines of Python in the worker."""
    window.opens("addresses.json", ONE)
    if "firefox" in window.page.run("navigator.userAgent").lower():
        pytest.skip("what drives Firefox cannot reach into a worker")
    window.page.work(f"python.runPython({json.dumps(script)})")
    window.click("a[href='/help']")


@slow
def test_too_little_memory_is_said_and_the_book_can_be_saved(window):
    asks_for_help_after(window, FULL)
    assert "fewer people" in window.text()
    assert window.save("save-addresses") == ONE


NOTHING_LEFT = """
import letters.browser.inside as inside
def full(*_):
    raise MemoryError
inside.answer = full
"""


@slow
def test_where_no_memory_is_left_for_a_sentence_the_program_is_started_anew(window):
    asks_for_help_after(window, NOTHING_LEFT)
    assert "started anew" in window.page.text("#state")
    assert window.save("save-addresses") == ONE


@slow
def test_an_old_browser_gets_a_sentence(built, tmp_path):
    """One without what unpacks; and one that cannot even read the script."""
    page_of = (built / FOLDER / "index.html").read_text("utf-8")
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page_of)  # its scripts are changed here
    (tmp_path / "old.html").write_text(free.replace("typeof DecompressionStream", "typeof Missing"), "utf-8")
    (tmp_path / "older.html").write_text(free.replace("window.lettersBegun = true;", "let = = 1;"), "utf-8")
    with browser("chrome", tmp_path / "profile") as page:
        for name in ("old.html", "older.html"):
            page.go((tmp_path / name).as_uri())
            assert "Firefox 114" in page.text("#start-wrong"), name


@slow
def test_the_folder_opens_again_without_its_server(built, tmp_path):
    with browser("chrome", tmp_path / "profile") as page:
        one = Window(page)
        with serving(built / FOLDER) as address:
            one.open(address)
            one.until("navigator.serviceWorker.controller")
        one.open(address)


@slow
@in_each_browser
def test_what_another_version_has_saved(window, tmp_path):
    """What this version does not know is named, kept and saved again; a ledger of a newer version says so."""
    older, newer = {"addresses.yaml": b"people: []\n"}, {"addresses.yaml": ONE, "ledger.db": newer_ledger(tmp_path)}
    window.opens("letters.zip", packed(older))
    window.opens("letters.zip", packed(newer | NEWER))
    assert all(name in window.page.text("#state").partition("does not know")[2] for name in NEWER)
    assert "Лесной" in window.text()
    window.go("/ledger")
    assert "newer version of this program" in window.text()
    assert (newer | NEWER).items() <= unpacked(window.save("save-all")).items()


DEEP = 100_000
NESTED = [
    ("addresses.yaml", b"people: " + b"[" * DEEP + b"]" * DEEP),
    ("addresses.yaml", b"people:\n- " + b"? " * DEEP),
    ("addresses.json", b'{"people": ' + b"[" * DEEP + b"]" * DEEP + b"}"),
]


@slow
@in_each_browser
@pytest.mark.parametrize(("name", "data"), NESTED)
def test_a_book_nested_without_end_does_not_end_the_program(window, name, data):
    window.put_in(name, data)
    window.until(f"{FRAME} && {FRAME} !== window.last && {FRAME}.querySelector('h1')")
    assert "started anew" not in window.page.text("#state")


def paste(window, text):
    window.go("/add")
    window.fill("textarea", text)
    window.click("button[value=look]")


def write(window, text):
    window.go("/letter")
    window.fill("#own_text", "{{ name" + "|upper" * 5_000 + " }}" + text[:1_000])
    window.click("button[value=copy]")


def take_in(window, text):
    window.go("/import")
    window.give("#table", "people.csv", f"name;address\n{text};{text}\n".encode())
    window.click("form[enctype] button")


def merge(window, text):
    window.go("/ledger")
    window.give("#other", "ledger.db", text.encode())
    window.click("form[action$=merge] button")


def open_settings(window, text):
    settings = {f"settings/make-letters/{name}.json": text[:9_000].encode() for name in ("tonight", "printers")}
    window.opens("letters.zip", packed({"addresses.yaml": ONE, **settings}))
    for page in ("/tonight?who=x", "/printer"):
        window.go(page)


@slow
@in_each_browser
@pytest.mark.parametrize("deed", [paste, write, take_in, merge, open_settings])
def test_nothing_nested_without_end_ends_the_program(window, deed):
    window.opens("addresses.json", ONE)
    deed(window, "[" * DEEP)
    assert window.page.run(f"Boolean({FRAME}.querySelector('main h1'))")
    assert "anew" not in window.page.text("#state")
    assert window.save("save-addresses") == ONE


@slow
def test_what_is_remembered_is_wiped_in_one_click(window):
    there = "indexedDB.databases().then(all => all.some(({name}) => name === 'letters'))"
    assert not window.page.run(there)
    window.press("save")
    window.press("remember")
    window.until("document.getElementById('remember').checked")
    time.sleep(1)
    assert window.page.run(there)
    window.press("forget")
    window.until("!document.getElementById('remember').checked")
    time.sleep(1)
    assert not window.page.run(there)
    window.press("dialog-close")


@slow
def test_readable_for_everybody(window, tmp_path):
    for name, size in (("desk", DESK), ("phone", PHONE)):
        window.page.size(size)
        assert window.page.axe() == []
        window.page.picture(tmp_path / f"{name}.png", whole=False)
    window.press("about")
    assert window.page.axe() == []
    window.until("[...document.querySelectorAll('#dialog summary')].some(one => one.textContent.startsWith('Pyodide'))")
    window.press("dialog-close")
    window.page.size(DESK)


# --- nothing gets out; last, because it leaves its trials in the page ---

CHANNELS = {
    "fetch": "w.fetch(u).catch(() => 0)",
    "xhr": "new Promise(r => { const x = new w.XMLHttpRequest(); x.onloadend = r; x.open('GET', u); x.send(); })",
    "websocket": "new Promise(r => { const s = new w.WebSocket(u.replace('http', 'ws')); s.onerror = s.onopen = r; })",
    "eventsource": "new Promise(r => { const s = new w.EventSource(u); s.onerror = s.onopen = r; })",
    "beacon": "w.navigator.sendBeacon(u, 'x')",
    "image": "new Promise(r => { const i = new w.Image(); i.onload = i.onerror = r; i.src = u; })",
    "script": "add('script', { src: u })",
    "import": "import(u).catch(() => 0)",
    "style": "add('link', { rel: 'stylesheet', href: u })",
    "css": "add('style', { textContent: `body { background: url(${u}) }` })",
    "attribute": "(d.body.setAttribute('style', `background: url(${u})`), later())",
    "prefetch": "add('link', { rel: 'prefetch', href: u })",
    "preload": "add('link', { rel: 'preload', as: 'image', href: u })",
    "frame": "add('iframe', { src: u })",
    "object": "add('object', { data: u })",
    "media": "add('video', { src: u })",
    "form": "(f => { f.submit(); return later(); })(put('form', { action: u, method: 'post', target: '_blank' }))",
    "worker": "new Promise(r => { try { new w.Worker(u).onerror = r; } catch { r(); } })",
}
IN_A_WORKER = {
    "fetch": "fetch(u).catch(() => 0)",
    "xhr": "new Promise(r => { const x = new XMLHttpRequest(); x.onloadend = r; x.open('GET', u); x.send(); })",
    "websocket": "new Promise(r => { const s = new WebSocket(u.replace('http', 'ws')); s.onerror = s.onopen = r; })",
    "import": "import(u).catch(() => 0)",
    "scripts": "(() => { try { importScripts(u); } catch {} })()",
    "worker": "new Promise(r => { try { new Worker(u).onerror = r; } catch { r(); } })",
}
WITHIN = "const within = p => Promise.race([p.catch(() => 0), new Promise(r => setTimeout(r, 1500))]);"
TOOLS = (
    "const later = () => new Promise(r => setTimeout(r, 300));"
    "const put = (tag, values) =>"
    " { const e = Object.assign(d.createElement(tag), values); d.body.append(e); return e; };"
    "const add = (tag, values) => { put(tag, values); return later(); };"
)


@contextmanager
def other_server():
    """A second server that lets everybody in, and what arrives there."""
    arrived = []

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            arrived.append(f"{self.command} {self.path}")
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_OPTIONS = do_HEAD = do_GET  # noqa: N815  so is this

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", arrived
    finally:
        server.shutdown()
        server.server_close()


def tried(where, address):
    """A script that tries every channel from a window, `top` or the page inside, or from a worker made as ours is."""
    if where == "worker":
        deeds = "".join(
            f"await within((async u => {deed})('{address}worker-{name}'));" for name, deed in IN_A_WORKER.items()
        )
        code = f"{WITHIN} (async () => {{ {deeds} postMessage(1); }})()"
        return (
            f"new Promise(r => {{ const w = new Worker(URL.createObjectURL(new Blob([{json.dumps(code)}],"
            " {type: 'text/javascript'}))); w.onmessage = w.onerror = () => r(1); })"
        )
    window = "window" if where == "top" else "document.getElementById('pages').contentWindow"
    deeds = "".join(f"await within((async u => {deed})('{address}{where}-{name}'));" for name, deed in CHANNELS.items())
    return f"(async () => {{ const w = {window}, d = w.document; {TOOLS} {WITHIN} {deeds} return 1; }})()"


@slow
def test_nothing_gets_out(window):
    with other_server() as (address, arrived):
        for where in ("top", "page", "worker"):
            assert window.page.run(tried(where, address)) == 1
        time.sleep(1)
        assert arrived == []


@slow
def test_the_channels_reach_a_server_where_no_policy_is(tmp_path):
    """The trial itself: on a page without a policy each of them arrives."""
    (tmp_path / "index.html").write_text("<!doctype html><meta charset=utf-8><title>x</title><body>", "utf-8")
    with (
        browser("chrome", tmp_path / "profile") as page,
        serving(tmp_path) as home,
        other_server() as (address, arrived),
    ):
        page.go(home)
        for where in ("top", "worker"):
            page.run(tried(where, address))
        time.sleep(1)
        got = {line.split("/")[1] for line in arrived}
        # a worker of another site is refused by every browser, with a policy or without
        missing = {f"top-{name}" for name in CHANNELS} | {f"worker-{name}" for name in IN_A_WORKER}
        assert missing - got <= {"top-worker", "worker-worker"}
