"""Real browsers for the tests: Chromium and Firefox, driven by puppeteer-core; axe-core looks at each page."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
BROWSERS = {"chrome": ("chromium", "chromium-browser", "google-chrome"), "firefox": ("firefox-esr", "firefox")}
DESK, PHONE = (1280, 900), (390, 844)


class Page:
    """One page in a browser; a selector is CSS."""

    def __init__(self, process):
        self._process = process

    def ask(self, deed, **values):
        """Have the driver do something; raises AssertionError with what it says went wrong."""
        self._process.stdin.write(json.dumps({"deed": deed, **values}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"error": "the driver has ended"}')
        assert "error" not in answer, f"{deed} {values}: {answer['error']}"
        return answer["value"]

    def fresh(self, **settings):
        """A page of its own; `scripts=False`, `dark=True`, `downloads=folder`."""
        self.ask("fresh", **{name: str(value) if name == "downloads" else value for name, value in settings.items()})

    def size(self, size):
        """Width and height of the window in CSS pixels."""
        self.ask("size", width=size[0], height=size[1])

    def go(self, url):
        """Open an address; the status of the answer."""
        return self.ask("go", url=url)

    def click(self, selector, leaves=False):
        """Click; `leaves` = wait for the page that comes."""
        self.ask("click", selector=selector, leaves=leaves)

    def fill(self, selector, value):
        """Put a text into a field in place of what is there."""
        self.ask("fill", selector=selector, value=value)

    def choose(self, selector, value):
        """Choose in a menu, by value."""
        self.ask("choose", selector=selector, value=value)

    def upload(self, selector, *files):
        """Give files to a field."""
        self.ask("upload", selector=selector, files=[str(file) for file in files])

    def press(self, key):
        """One key: «Tab», «Enter», «Space»."""
        self.ask("press", key=key)

    def type(self, text):
        """Type where the focus is."""
        self.ask("type", text=text)

    def wait(self, selector):
        """Wait until something is there."""
        self.ask("wait", selector=selector)

    def text(self, selector="main"):
        """What can be read there."""
        return self.ask("text", selector=selector)

    def run(self, script):
        """What an expression of JavaScript gives."""
        return self.ask("run", script=script)

    def work(self, script):
        """What it gives in the worker of the page (not in Firefox)."""
        return self.ask("work", script=script)

    def url(self):
        """Where the page is."""
        return self.ask("url")

    def picture(self, path, whole=True):
        """A picture of the page as PNG."""
        self.ask("picture", path=str(path), whole=whole)

    def axe(self):
        """What axe-core finds wrong for people who see, hear or move otherwise: rule and element."""
        return self.ask("axe")

    def said(self):
        """Errors and warnings that the page wrote on its console."""
        return self.ask("said")


@contextmanager
def browser(kind: str, folder: Path) -> Iterator[Page]:
    """A browser with an empty profile in `folder`; a test without one is skipped, in CI it fails."""
    program = next(filter(None, map(shutil.which, BROWSERS[kind])), None)
    if missing := [name for name, there in (("node", shutil.which("node")), (kind, program)) if not there]:
        return _missing(f"{' and '.join(missing)} is not installed")
    if fault := _fetch():
        return _missing(f"npm could not fetch what drives the browser: {fault[-300:]}")
    process = subprocess.Popen(
        ["node", "driver.mjs"], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        page = Page(process)
        page.ask("open", kind=kind, path=program, folder=str(folder))
        yield page
    finally:
        try:
            page.ask("close")
            process.wait(20)
        except (AssertionError, OSError, subprocess.TimeoutExpired):
            process.kill()
        finally:
            process.wait()
            process.stdin.close()
            process.stdout.close()


def _fetch() -> str:
    """Fetch what drives the browser, by one worker at a time; what npm says if it cannot, "" if it is there."""
    with (HERE / ".npm-ci.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (HERE / "node_modules/.package-lock.json").is_file():  # npm writes it last
            return ""
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=HERE, capture_output=True, encoding="utf-8", timeout=300, check=False)
        return (done.stderr or "npm has failed") if done.returncode else ""


def _missing(reason):
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
