"""Quick to start: a command loads what it needs and no more; tested by what was loaded, never by a clock."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from letters.patterns import pattern
from tests.conftest import SAMPLE
from tests.test_house import LIBRARIES

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "tests/programs/loaded.py"
LINE = (
    "663180, Красноярский край, г. Енисейск, ул. Мира, д. 1, ФКУ ИК-31 ГУФСИН России по Красноярскому краю, "
    "Копытову Льву Ильичу 1970 г. р."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "addresses.yaml").write_text(SAMPLE, "utf-8")
    (tmp_path / "lines.txt").write_text(LINE, "utf-8")
    (tmp_path / "letter.txt").write_text("Привет!", "utf-8")
    return tmp_path


def loaded(command: str, folder: Path) -> set[str]:
    """The modules that a command has loaded when it is done, in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, PROGRAM, *command.split()]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=True)
    return set(done.stdout.decode("utf-8").rpartition("loaded:\n")[2].splitlines())


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_the_program_says_of_itself_needs_click_alone(option: str, folder: Path) -> None:
    found = loaded(option, folder)
    rooms = {name for name in found if name.partition(".")[0] == "letters"}
    doors = {
        "letters",
        "letters.bootstrap",
        "letters.cli",
        "letters.cli.main",
        "letters.cli.own_console",
        "letters.cli.spoken_help",
        "letters.cli.language",
    }
    assert rooms == doors | {"letters.errors", "letters.sentences", "letters.shipped"}
    assert found & set(LIBRARIES) == {"click"}


# a command and libraries that it must do without
WITHOUT = {
    "make": "python_calamine xlsxwriter rapidfuzz pypdfium2 zxingcpp rich.progress multiprocessing",
    "check": "python_calamine xlsxwriter rich.progress",
    "parse lines.txt": "python_calamine xlsxwriter reportlab jinja2 rich rapidfuzz",
    "diff lines.txt lines.txt": "python_calamine xlsxwriter reportlab jinja2",
    "lint letter.txt": "python_calamine xlsxwriter rapidfuzz",
    "schema": "python_calamine xlsxwriter",
}


@pytest.mark.one_quick
@pytest.mark.parametrize("command", WITHOUT)
def test_a_command_loads_no_library_of_another(command: str, folder: Path) -> None:
    found = loaded(command, folder)
    assert "click" in found
    assert found & set(WITHOUT[command].split()) == set()


def test_expressions_are_compiled_when_they_are_asked() -> None:
    """A wrong one is found by whoever asks, not by whoever imports."""
    asked = []

    def text() -> str:
        asked.append("once")
        return "(?P<digit>[0-9])"

    number = pattern(text)
    assert asked == []
    assert [found["digit"] for found in number.finditer("a1b2")] == ["1", "2"]
    assert number.search("a") is None
    assert (number.fullmatch("7") or [""])[0] == "7"
    assert (number.pattern, asked) == ("(?P<digit>[0-9])", ["once"])
    with pytest.raises(AttributeError):
        pattern("a").nothing_of_the_kind  # type: ignore[attr-defined]  # noqa: B018
