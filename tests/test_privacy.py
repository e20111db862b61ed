"""Nobody is named where they need not be; nothing is sent, and nothing stored but what docs/privacy.md tells."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from letters.cli.main import main
from tests.conftest import PROGRAM

ROOT = Path(__file__).parent.parent
BOOK = """\
sender:
  country: DE
  return_address: |
    Annegret Mustermann
    Musterstraße 17
    10115 Berlin
people:
  - id: kopytov
    address: 663180, Красноярский край, г. Выдуманск, ул. Степная, д. 11, ФКУ ИК-31 ГУФСИН России по Красноярскому краю,
      Копытову Льву Ильичу 1970 г. р.
    english: Lev Ilyich Kopytov (born 1970), Penal Colony No. 31
    case: https://example.org/en/news/kopytov-lev
    about: {en: Lev Kopytov grows tomatoes.}
    services: [zt]
    verified: 2020-01-01
  - id: shchukina
    address: 663180, Красноярский край, г. Выдуманск, ул. Степная, д. 11, ФКУ ИК-31 ГУФСИН России по Красноярскому краю,
      Щукиной Яне Юрьевне 1980 г. р.
    case: https://example.org/en/news/shchukina
  - id: gone
    address: 663180, Красноярский край, г. Выдуманск, ул. Степная, д. 11, ФКУ ИК-31 ГУФСИН России по Красноярскому краю,
      Мещерякову Егору Глебовичу 1980 г. р.
    status: released
"""
BROKEN = BOOK.replace("Щукиной Яне Юрьевне 1980 г. р.", "Щукиной Яне \U0001f600 1980 г. р.").replace("663180", "10100")
SECRETS = (
    r"kopyto|shchuk|meshch|lev\b|ilyich|yana|yanie|yegor|gleb|mustermann|musterstr|example\.org"
    r"|663180|tomato|gone\b|[а-яё]"
)
LETTER = "> {{ date }}\n\n# {{ salutation }}\n\nKopytov and Щукина: пишите на a@b.org, вас ждут.\n\nАнна\n"
COMMANDS = (
    "",
    "make kopytov --from DE --only letters,guides",
    "make shchukin",
    "make --envelope 60x40",
    "make --letter letter.txt",
    "make --only envelopes --split 1",
    "make --book broken.yaml",
    "make --book broken.yaml --keep-going",
    "check",
    "check --strict",
    "check --book broken.yaml",
    "list",
    "list --birthdays",
    "ledger",
    "ledger posted kopytov --occasion Mustermann",
    "ledger posted nobody",
    "ledger posted kopytov shchukina --from RU --again",
    "ledger returned kopytov",
    "ledger undo",
    "pick 1",
    "make --pick 1 --only list",
    "diff addresses.yaml broken.yaml",
    "add page.txt --dry-run",
    "lint letter.txt",
    "compose nobody",
    "import table.csv --dry-run",
    "print out/envelopes.pdf",
    "make kopytov --only nonsense",
    "kopytov",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "addresses.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "table.csv").write_text("surname;address\nКопытов;nowhere Копытову\n", encoding="utf-8")
    line = "663180, Красноярский край, г. Выдуманск, ул. Степная, д. 11, ФКУ ИК-31, Копытову Льву Ильичу 1970 г. р."
    (tmp_path / "page.txt").write_text(f"Копытов Лев\n\nАдрес для писем:\n{line}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_redacted_message_names_nobody(folder: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    plain_code = main(command.split())
    capsys.readouterr()
    code = main([*command.split(), "--redact"])
    said = "".join(capsys.readouterr())
    assert code == plain_code != 70
    assert said.startswith("Problems by kind and line, without names")
    assert re.findall(SECRETS, said, re.IGNORECASE) == []


def test_a_redacted_message_keeps_kind_and_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--book", "broken.yaml", "--redact"]) == 1
    said = "".join(capsys.readouterr())
    assert "line 9, line 17: no-address" in said


@pytest.mark.parametrize("command", ["check --json", "parse", "export x.csv", "online kopytov"])
def test_what_is_data_is_not_redacted_but_refused(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), "--redact"]) == 2
    assert "does not go with" in capsys.readouterr().err


def test_the_trace_of_a_fault_names_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fault(*_: object, **__: object) -> None:
        try:
            raise KeyError("Копытов Лев")
        except KeyError as error:
            raise ValueError("Annegret Mustermann") from error

    (folder / "traces").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder / "traces"))
    monkeypatch.setattr(sys.modules["letters.cli.make"], "make_groups", fault)
    assert main([]) == 70
    (trace,) = (folder / "traces").iterdir()
    for text in (capsys.readouterr().err, trace.read_text(encoding="utf-8")):
        assert "ValueError" in text
        assert not re.search("Копытов|Mustermann", text)
    assert "KeyError" in trace.read_text(encoding="utf-8")


# --- nothing is sent, nothing stored but what is told

JOB = (
    "make --proof --html --kit --reply --from DE",
    "make kopytov --split 1 --from FR --out parts --only envelopes",
    "check",
    "list",
    "lint letter.txt",
    "add page.txt --book new.yaml --case https://example.org/x",
    "compose kopytov --out composed",
    "diff addresses.yaml broken.yaml",
    "ledger posted --run out --occasion evening",
    "ledger answered kopytov",
    "ledger export events.xlsx",
    "ledger",
    "pick 1",
    "export table.xlsx",
    "import table.xlsx --book imported.yaml",
    "import unknown.csv --book imported.yaml",
    "online kopytov --service zt",
    "calibrate --out sheet.pdf",
    "calibrate --set 1,2 --printer desk",
    "parse page.txt",
    "schema",
)
GUARD = """
import os, sys
log = open(os.environ["GUARD_LOG"], "a")
def guard(event, details):
    if event.startswith("socket."):
        log.write(f"net {event} {details!r}\\n"); log.flush()
        raise RuntimeError(f"no network: {event}")
    if event == "open" and isinstance(details[0], str) and details[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        log.write(f"write {os.path.abspath(details[0])}\\n"); log.flush()

sys.addaudithook(guard)
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path]:
    """What the whole job opened for writing, and tried of the network; every process of it is watched."""
    place = tmp_path_factory.mktemp("job")
    (place / "guard").mkdir()
    (place / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    work = place / "work"
    work.mkdir()
    (work / "addresses.yaml").write_text(BOOK, encoding="utf-8")
    (work / "broken.yaml").write_text(BOOK.replace("2020-01-01", "2026-11-01"), encoding="utf-8")
    (work / "letter.txt").write_text("> {{ date }}\n\n# {{ salutation }}\n\nСнег идёт.\n\nАнна\n", encoding="utf-8")
    line = "663180, Красноярский край, г. Выдуманск, ул. Степная, д. 11, ФКУ ИК-31, Плещееву Льву Ильичу 1970 г. р."
    (work / "page.txt").write_text(line, encoding="utf-8")
    environment = os.environ | {
        "PYTHONPATH": f"{place / 'guard'}{os.pathsep}{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "GUARD_LOG": str(place / "log"),
        "XDG_CONFIG_HOME": str(place / "config"),
        "HOME": str(place / "home"),
        "TMPDIR": str(place / "temp"),
    }
    (work / "unknown.csv").write_text("surname;address\nКопытов;nowhere Копытову\n", encoding="utf-8")
    (place / "temp").mkdir()
    for command in JOB:
        words = [sys.executable, "-c", PROGRAM, *command.split()]
        done = subprocess.run(words, cwd=work, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == ("unknown.csv" in command), (command, done.stderr)
    return (place / "log").read_text(encoding="utf-8").splitlines(), place


@pytest.mark.slow
def test_the_whole_job_runs_without_a_network(watched: tuple[list[str], Path]) -> None:
    assert [line for line in watched[0] if line.startswith("net")] == []


def test_the_guard_stops_what_it_should() -> None:
    tried = "import socket; socket.create_connection(('127.0.0.1', 9))"
    code = GUARD.replace('open(os.environ["GUARD_LOG"], "a")', "sys.stderr") + tried
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "no network" in done.stderr


@pytest.mark.slow
def test_what_is_stored_is_what_the_page_tells(watched: tuple[list[str], Path]) -> None:
    lines, place = watched
    written = {Path(line.removeprefix("write ")) for line in lines if line.startswith("write")}
    outside = {path for path in written if not path.is_relative_to(place / "work")} - {Path(os.devnull)}
    kinds = {path.relative_to(place).parts[0] if path.is_relative_to(place) else str(path) for path in outside}
    assert kinds <= {"config", "temp", "log"}
    files = [path for name in ("config", "temp", "home") for path in (place / name).rglob("*") if path.is_file()]
    assert [path.name for path in files] == ["printers.json"]
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    for name in (
        "printers.json",
        "run.json",
        "ledger.db",
        "ledger.db-journal",
        "ledger.before-2.db",
        ".venv",
        "make-letters-fault-",
        "….rejected.csv",
        ".making-…",
        ".book-lock",
    ):
        assert f"`{name}" in page


@pytest.mark.slow
def test_names_of_files_name_nobody(watched: tuple[list[str], Path]) -> None:
    work = watched[1] / "work"
    names = {path.name for path in work.rglob("*") if path.is_file()}
    assert {"envelopes.pdf", "letters.pdf", "guides.pdf", "list.pdf", "replies.pdf", "kit.pdf", "guides.html"} <= names
    assert {name for name in names if "kopytov" in name} == {"kopytov.txt"}  # asked for: one text a person, by id
    assert not [name for name in names if re.search("[А-яЁё]|lev|mustermann", name, re.IGNORECASE)]


@pytest.mark.slow
def test_spreadsheets_pictures_and_pages_say_nothing_about_their_making(watched: tuple[list[str], Path]) -> None:
    work = watched[1] / "work"
    with zipfile.ZipFile(work / "table.xlsx") as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
    assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<", core) == []
    for picture in work.rglob("*.png"):
        assert not re.search(rb"tEXt|iTXt|zTXt|tIME|eXIf", picture.read_bytes())
    page = (work / "out" / "guides.html").read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=\"(?!https://example\.org/)[a-z]+:", page)
    assert "generator" not in page


@pytest.mark.slow
def test_run_json_names_nobody_but_by_id(watched: tuple[list[str], Path]) -> None:
    text = (watched[1] / "work" / "out" / "run.json").read_text(encoding="utf-8")
    assert [entry["id"] for entry in json.loads(text)["people"]] == ["kopytov", "shchukina"]
    assert not re.search("[А-яЁё]|Mustermann|example", text)


@pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them")
@pytest.mark.slow
def test_what_is_made_can_be_read_by_nobody_else(watched: tuple[list[str], Path]) -> None:
    """Everything new: the folders, the files in them, books, tables and letters; what was there keeps its rights."""
    given = {"addresses.yaml", "broken.yaml", "letter.txt", "page.txt", "unknown.csv"}
    place = watched[1]
    made = [path for name in ("work", "config") for path in (place / name).rglob("*") if path.name not in given]
    wanted = {
        "unknown.rejected.csv",
        "imported.yaml",
        "new.yaml",
        "table.xlsx",
        "kopytov.txt",
        "proof",
        "printers.json",
    }
    assert {path.name for path in made} >= wanted
    assert [str(path.relative_to(place)) for path in made if path.stat().st_mode & 0o077] == []


def test_files_with_names_are_not_put_under_version_control() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/out/", "/texts/", "*.rejected.csv", ".making-*", ".book-lock"} <= set(ignored)
