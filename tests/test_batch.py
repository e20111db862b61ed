"""A run writes whole files or none: killed at any moment, failing half way, or carried out twice."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pypdfium2
import pytest

from letters import shipped
from letters.app.make import Report, Run, make
from letters.draw import PdfFile
from letters.errors import CommandError, FileError, Problem
from letters.store.atomic import MARK
from tests.conftest import asked

ROOT = Path(__file__).parent.parent
FILES = {"envelopes.pdf": 60, "guides.pdf": 60, "letters.pdf": 120, "list.pdf": 7}  # pages
PLACE = "663180, Красноярский край, г. Енисейск, ул. Декабристов, д. 11, ФКУ Т-2 ГУФСИН России по Красноярскому краю"
SURNAMES = "Ветрову Кротову Орлову Лисицыну Громову Зайцеву Соколову Морозову Белову Рощину Полякову Снегирёву"
NAMES = "Илье Сергеевичу, Петру Андреевичу, Олегу Ивановичу, Максиму Юрьевичу, Антону Олеговичу"


RECIPIENTS = [f"{surname} {name}, 1990 г. р." for surname, name in product(SURNAMES.split(), NAMES.split(", "))]


def invented() -> Iterator[str]:
    """A book of sixty people."""
    yield "people:"
    for number, recipient in enumerate(RECIPIENTS):
        yield f"  - id: p{number}"
        yield f"    address: {PLACE}, {recipient}"
        yield f"    case: https://example.org/people/{number}"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "book.yaml"
    path.write_text("\n".join(invented()), "utf-8")
    return path


def run_of(book: Path, out: Path, country: str = "DE", **options: object) -> Run:
    return asked(book, out, date(2026, 11, 22), country=country, **options)  # type: ignore[arg-type]


def held(folder: Path) -> dict[str, bytes]:
    """The PDFs in a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.pdf"))}


@pytest.fixture(scope="module")
def earlier(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a run for another country; nobody changes them."""
    out = tmp_path_factory.mktemp("earlier")
    make(run_of(book, out, "DE"))
    return out


# --- the same run gives the same bytes


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(book: Path, tmp_path: Path, earlier: Path) -> None:
    """In another process, with another order of hashes, in another folder."""
    words = ["--book", str(book), "--out", str(tmp_path / "one"), "--date", "2026-11-22", "--from", "FR"]
    command = [sys.executable, str(ROOT / "make_letters.py"), *words]
    subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "7"}, check=True, capture_output=True)
    make(run_of(book, tmp_path / "two", "FR"))
    files = held(tmp_path / "one")
    assert held(tmp_path / "two") == files
    assert list(files) == list(FILES)
    assert [name for name in files if files[name] == held(earlier)[name]] == ["guides.pdf", "letters.pdf", "list.pdf"]
    for name, pages in FILES.items():
        document = pypdfium2.PdfDocument(tmp_path / "one" / name)
        assert len(document) == pages
        document.close()


def test_what_a_killed_run_left_is_cleared_away(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / ".making-old"
    folder.mkdir()
    (folder / "list.pdf").write_bytes(b"%PDF")
    (folder / MARK).touch()
    (tmp_path / ".making-lock").touch()
    make(run_of(sample, tmp_path))
    assert list(tmp_path.glob(".*")) == []


# --- failing half way


@pytest.fixture
def sample() -> Path:
    return ROOT / "addresses.yaml"


def test_a_full_disk_leaves_the_earlier_files(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(_self: PdfFile, _page: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    make(run_of(sample, tmp_path))
    before = held(tmp_path)
    monkeypatch.setattr(PdfFile, "add", add)
    with pytest.raises(FileError) as caught:
        make(run_of(sample, tmp_path, "FR"))
    hint = "Make room on the disk. Files that are there are whole."
    assert caught.value.problems == (Problem(str(tmp_path), "writing failed: No space left on device.", hint),)
    assert held(tmp_path) == before
    assert list(tmp_path.glob(".*")) == []


def test_a_failing_run_makes_no_folder(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(_self: PdfFile, _page: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(PdfFile, "add", add)
    with pytest.raises(KeyboardInterrupt):
        make(run_of(sample, tmp_path / "a" / "b" / "out"))
    assert list(tmp_path.iterdir()) == []


def test_only_some_files(sample: Path, tmp_path: Path) -> None:
    report = make(run_of(sample, tmp_path, only=("envelopes", "list")))
    assert sorted(held(tmp_path)) == ["envelopes.pdf", "list.pdf"]
    assert [(file.path.name, file.pages) for file in report.files] == [("envelopes.pdf", 2), ("list.pdf", 1)]
    assert report.people == 2


def test_only_some_people(sample: Path, tmp_path: Path) -> None:
    report = make(run_of(sample, tmp_path, who=("batsenin",)))
    assert [(file.kind, file.pages) for file in report.files] == [
        ("envelopes", 1),
        ("letters", 2),
        ("guides", 1),
        ("list", 1),
    ]


def test_every_unknown_id_is_named_at_once(tmp_path: Path) -> None:
    """The sample book with two wrong ids: two problems, and no folder."""
    run = asked(shipped.sample_book(), tmp_path / "out", date(2026, 11, 22), who=("zimn", "batsenin", "nobody"))
    with pytest.raises(CommandError) as caught:
        make(run)
    assert [problem.what for problem in caught.value.problems] == [
        "nobody in the book has the id 'zimn'.",
        "nobody in the book has the id 'nobody'.",
    ]
    assert not (tmp_path / "out").exists()


# --- letters that say the same


def said(report: Report) -> list[str]:
    return [str(note.what) for note in report.warnings if "say the same" in str(note.what)]


def test_letters_that_say_the_same_are_said_once(book: Path, tmp_path: Path) -> None:
    options = {"only": ("letters",), "who": ("p0", "p1", "p2")}
    same = make(run_of(book, tmp_path / "a", letter="first", **options))
    assert said(same) == ["these letters say the same: p0, p1 and 1 more."]
    for letter, shape in (("form", "text"), ("first", "form")):
        assert said(make(run_of(book, tmp_path / "b", letter=letter, shape=shape, **options))) == []
    assert said(make(run_of(book, tmp_path / "c", letter="first", only=("guides",), who=("p0", "p1")))) == []


def test_letters_of_their_own_are_not_said(book: Path, tmp_path: Path) -> None:
    for number in range(3):
        text = f"1 мая\n\n# Привет!\n\nУ нас {number} дня шёл снег, потом выглянуло солнце и запели птицы.\n\nАнна"
        (tmp_path / f"p{number}.txt").write_text(text, "utf-8")
    options = {"only": ("letters",), "who": ("p0", "p1", "p2"), "letter": str(tmp_path)}
    assert said(make(run_of(book, tmp_path / "out", **options))) == []
    shutil.copy(tmp_path / "p0.txt", tmp_path / "p2.txt")
    assert said(make(run_of(book, tmp_path / "out", **options))) == ["these letters say the same: p0, p2."]
