"""Knows how tests print: a run of the program on a book, each only once in a session, and its pages read back."""

import gc
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from letters.app.make import Run, make, read_run
from letters.cli import main
from letters.sentences import ENGLISH, LANGUAGES, speak
from tests.pdf import Sheet, read

SAMPLE = (Path(__file__).parent.parent / "addresses.yaml").read_text("utf-8")
ZIMIN = [  # in it, line by line
    "Зимину Дмитрию Сергеевичу, 2003 г. р.",
    "ФКУ Т-2 ГУФСИН России по Красноярскому краю",
    "ул. Декабристов, д. 11",
    "г. Енисейск",
    "Красноярский край",
    "663180",
]
TODAY = date(2026, 11, 22)
# How many examples a property is tried with; machines are shared, so that no example has a deadline.
settings.register_profile("quick", settings.default, deadline=None, max_examples=30)
settings.register_profile("thorough", settings.default, deadline=None, max_examples=300)
settings.load_profile("quick")
# For a process of its own: `python -c PROGRAM words …`, without the set-up.
PROGRAM = "import sys; from letters.cli import main; sys.exit(main(sys.argv[1:]))"


gc.disable()  # until everything is imported and collected: all of it stays


def pytest_collection_finish() -> None:
    """What there is now is no rubbish, and is not looked through again."""
    gc.freeze()
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    help_ = "tests/test_browser_suite.py: the whole quick list inside the Python of letters.html"
    parser.addoption("--inside", action="store_true", help=help_)


@pytest.hookimpl(tryfirst=True)  # before slow tests are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rows of a test marked `one_quick`, but the first, are slow."""
    begun: set[str] = set()
    for item in items:
        family = item.nodeid.partition("[")[0]
        if item.get_closest_marker("one_quick") and family in begun:
            item.add_marker("slow")
        begun.add(family)


def asked(book: Path, out: Path, today: date = TODAY, **options: Any) -> Run:
    """The run that a door would ask for, its options as flat values."""
    return read_run({"book": book, "out": out, "today": today, **options})


@dataclass(frozen=True)
class Printed:
    """The folder of one run; its pages are read when they are asked for."""

    folder: Path

    def path(self, kind: str) -> Path:
        return self.folder / f"{kind}.pdf"

    def sheets(self, kind: str) -> list[Sheet]:
        return _sheets(self.path(kind))


_sheets = cache(read)
Press = Callable[..., Printed]


def book(*people: dict[str, Any], **sender: str) -> str:
    """A book as text; a person is the fields that differ from an empty one."""
    records = [{"id": f"p{number}", "verified": TODAY.isoformat(), **row} for number, row in enumerate(people)]
    # JSON is YAML
    return json.dumps({"sender": sender, "people": records} if sender else {"people": records}, ensure_ascii=False)


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """`press(book, country="DE", …)` carries out a run; the same call gives the same files again."""

    @cache
    def run(text: str = SAMPLE, **options: Any) -> Printed:
        folder = tmp_path_factory.mktemp("run")
        (folder / "book.yaml").write_text(text, "utf-8")
        out = folder / "out"
        make(asked(folder / "book.yaml", out, **options))
        return Printed(out)

    return run


Say = Callable[..., tuple[int, list[str], list[str]]]
Tell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """`tell("print", "--yes")` -> exit code, what is printed, what is said."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def say(tell: Tell) -> Say:
    """`say("make", "zimin")` -> exit code, lines of output, lines of messages."""

    def run(*arguments: object) -> tuple[int, list[str], list[str]]:
        code, printed, said = tell(*arguments)
        return code, printed.splitlines(), said.splitlines()

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the sample book."""
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder of the test's own."""
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "config")
    return tmp_path / "config"


class _Pseudo(NullTranslations):
    """A translation of everything: «⟦nobody has the id ⟧…», so that what was not translated can be seen."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program speaks «xx», in which every sentence stands in ⟦…⟧."""
    monkeypatch.setattr("letters.sentences.LANGUAGES", (*LANGUAGES, "xx"))
    monkeypatch.setattr("letters.sentences._catalogue", lambda language: _Pseudo())
    monkeypatch.setenv("LETTERS_UI", "xx")
    yield
    speak(ENGLISH)


@pytest.fixture(autouse=True, scope="session")
def _english() -> Iterator[None]:
    """Messages are English, whatever the language of the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LETTERS_UI", "en")
        yield


@pytest.fixture(autouse=True, scope="session")
def _traces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Traces of faults, and whatever else goes to the system's folder for such files, stay in the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("temp")))
        yield
