"""What strangers hand in to hurt is refused in words or set as it stands: tests/cases/hostile.yaml, row by row."""

import os
import re
import shlex
import signal
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

from letters.errors import LettersError
from letters.intake import read_draft
from letters.russian.lint import findings
from letters.russian.postal.parse import parse_line
from letters.wording import Source, Traced, blocks, render
from tests.cases import cases
from tests.nursery import Nursery
from tests.pdf import read

ROOT = Path(__file__).parent.parent
ROWS: list[dict[str, Any]] = cases("hostile.yaml")
LINE = (
    "663180, Красноярский край, г. Енисейск, ул. Мира, д. 1, ФКУ ИК-31 ГУФСИН России по Красноярскому краю, "
    "Копытову Льву Ильичу 1970 г. р."
)
PERSON = {"id": "kopytov", "address": LINE, "case": "https://example.org/kopytov", "verified": "2026-11-01"}
MB = 1_000_000
SECONDS, MEMORY = 120, 1500 * MB  # a row may take; the bombs would take far more


def zipped(name: str, data: bytes, times: int) -> bytes:
    """An archive of one member that is far larger unpacked."""
    file = BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as member,
    ):
        for _ in range(times):
            member.write(data)
    return file.getvalue()


MADE: dict[str, Callable[[], bytes]] = {
    "aliases": lambda: b"a: &a [x]\npeople: [" + b"*a, " * MB + b"*a]\n",
    "laughs": lambda: b"".join(
        b"k%d: &k%d [%s]\n" % (n, n, b", ".join([b"*k%d" % (n - 1)] * 9) if n else b"lol") for n in range(12)
    ),
    "brackets": lambda: b"people: " + b"[" * 100_000,
    "mappings": lambda: b"people: " + b"{a: " * 100_000,
    "huge_value": lambda: b"people:\n  - id: a\n    address: " + b"x" * 100 * MB + b"\n",
    "digits": lambda: b"people:\n  - id: a\n    born: " + b"9" * MB + b"\n    address: x\n",
    "empty_people": lambda: b"people:\n" + b"  - {}\n" * 100_000,
    "utf16": lambda: "people: []\n".encode("utf-16"),
    "latin1": lambda: b"people:\n  - id: \xe4\n",
    "long_link": lambda: b"https://example.org/" + b"x" * 5000,
    "zalgo": lambda: ("а" + "\u0301\u0316\u0334" * 3000).encode(),
    "long_id": lambda: b"a" * 300,
    "placeholders": lambda: b"{{ salutation }} " * 100_000,
    "huge_text": lambda: "Снег идёт. ".encode() * (5 * MB),
    "braces": lambda: b"{{" * 50_000 + b"}" * 7,
    "binary": lambda: bytes(range(256)) * 100,
    "huge_html": lambda: b"<p>x</p>" * (12 * MB),
    "deep_html": lambda: b"<div>" * 100_000 + b"663180",
    "spaces": lambda: b" " * (5 * MB),
    "zip_bomb": lambda: zipped("xl/worksheets/sheet1.xml", bytes(MB), 1000),
    "no_zip": lambda: b"PK\x03\x04" + b"\xff" * 1000,
    "wide_csv": lambda: b"a;" * 500_000 + b"\n" + b"1;" * 500_000,
    "fat_csv": lambda: "surname;address\nКопытов;".encode() + b"x" * 50 * MB,
}


def given(row: dict[str, Any]) -> bytes:
    return MADE[row["made"]]() if "made" in row else str(row["given"]).encode("utf-8", "surrogatepass")


def book_of(folder: Path, person: dict[str, Any]) -> None:
    text = yaml.safe_dump({"people": [person]}, allow_unicode=True, width=10_000)
    (folder / "addresses.yaml").write_text(text, encoding="utf-8")


def of_book(row: dict[str, Any], folder: Path) -> list[str]:
    if row.get("made") == "folder":
        (folder / "given.yaml").mkdir()
    else:
        (folder / "given.yaml").write_bytes(given(row))
    return ["make", "--book", "given.yaml"]


def of_field(row: dict[str, Any], folder: Path) -> list[str]:
    field, _, inner = row["field"].partition(".")
    value = given(row).decode("utf-8")
    book_of(folder, PERSON | {field: {inner: value} if inner else value})
    return ["make", "--html", "--kit", "--from", "DE"]


def of_letter(row: dict[str, Any], folder: Path) -> list[str]:
    (folder / "letter.txt").write_bytes(given(row))
    return ["make", "--letter", "letter.txt"]


def of_page(row: dict[str, Any], folder: Path) -> list[str]:
    (folder / "page.html").write_bytes(given(row))
    return ["add", "page.html", "--yes"]


def of_table(row: dict[str, Any], folder: Path) -> list[str]:
    name = "table.csv" if row["made"].endswith("csv") else "table.xlsx"
    (folder / name).write_bytes(given(row))
    return ["import", name, "--book", "new.yaml"]


def of_words(row: dict[str, Any], folder: Path) -> list[str]:
    return shlex.split(row["given"])


def of_file(row: dict[str, Any], folder: Path) -> list[str]:
    """A command in which `given` stands for a file, and `made` says what is no file at all."""
    path = folder / "given"
    match row.get("made"):
        case "pipe":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as door:
                door.bind(str(path))
        case "folder":
            path.mkdir()
        case "device":
            path.symlink_to("/dev/zero")
        case _:
            path.write_bytes(given(row))
    return shlex.split(row["run"])


DOORS: dict[str, Callable[[dict[str, Any], Path], list[str]]] = {
    "book": of_book,
    "field": of_field,
    "file": of_file,
    "letter": of_letter,
    "page": of_page,
    "table": of_table,
    "words": of_words,
}


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path_factory.mktemp("nursery"))
    yield nursery
    nursery.close()


def hostile(row: dict[str, Any]) -> Any:
    """A row as pytest wants it, with its name."""
    marks = () if row.get("quick") else pytest.mark.slow
    return pytest.param(row, id=f"{row['door']}: {row['name']}", marks=marks)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="rows are carried out in children of a warm process")
@pytest.mark.parametrize("row", [*map(hostile, ROWS)])
def test_it_is_refused_in_words_or_set_as_it_stands(row: dict[str, Any], tmp_path: Path, nursery: Nursery) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    book_of(folder, PERSON)
    words = DOORS[row["door"]](row, folder)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    code = nursery.run(*words, disturb=("bounded", MEMORY, SECONDS), folder=folder)
    said = nursery.printed + nursery.said
    assert code == row["code"], said[-2000:]
    assert row.get("says", "") in said
    assert "Traceback" not in said
    assert "fault of the program" not in said
    assert len(said) < 20_000
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said) == []
    new = {path for path in tmp_path.rglob("*") if before.get(path) is None}
    assert {path.relative_to(folder).parts[0] for path in new if path.is_relative_to(folder)} <= {"out"}
    assert all(path.is_relative_to(folder) for path in new)
    if row["code"] and row["door"] != "run":
        assert not list(folder.rglob("*.pdf"))
    check_pages(folder, row.get("shown"))


OUTPUTS = ("check", "check --json", "list", "list --json", "parse letter.txt", "schema", "--help", "diff a.txt a.txt")
DISTURBED = [
    *((["full_output"], words, 3, "what this command prints cannot be read or written: No space") for words in OUTPUTS),
    *((["closed_output"], words, 3, "") for words in OUTPUTS),
    *((["with_variable", "SOURCE_DATE_EPOCH", value], "make", 0, "") for value in ("soon", "-1", "9" * 20, "1e400")),
]


@pytest.mark.one_quick
@pytest.mark.skipif(not hasattr(os, "fork"), reason="rows are carried out in children of a warm process")
@pytest.mark.parametrize(("disturb", "words", "code", "says"), DISTURBED, ids=str)
def test_a_full_or_closed_output_and_a_wrong_clock_are_no_fault(
    disturb: list[str], words: str, code: int, says: str, tmp_path: Path, nursery: Nursery
) -> None:
    """A full one is said, a closed one ends quietly, and nobody's clock comes into the files."""
    book_of(tmp_path, PERSON)
    (tmp_path / "letter.txt").write_text(LINE, "utf-8")
    (tmp_path / "a.txt").write_text(LINE, "utf-8")
    assert nursery.run(*words.split(), disturb=disturb, folder=tmp_path) == code
    assert nursery.said.startswith(says)
    assert len(nursery.said.splitlines()) == bool(says)


def check_pages(folder: Path, shown: str | None) -> None:
    """No link, no picture, no script in any file; the text stands on a page as it was given."""
    texts = []
    for path in folder.rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Dictionary):
                    assert not {"/URI", "/Annots", "/JS", "/Launch", "/AA", "/OpenAction"} & set(thing.keys())
                    assert thing.get("/Subtype") != pikepdf.Name.Image
        texts += [" ".join(sheet.text.split()) for sheet in read(path)]
    if shown:
        bare = "".join(shown.split())
        assert any(bare in "".join(text.split()) for text in texts)


# --- patterns that could take for ever

NASTY = (
    " ",
    ", ",
    "9",
    "а",
    "«",
    '"',
    "(",
    "г. ",
    "ул. ",
    "д. 1, ",
    "ИК-",
    "А. ",
    "-",
    "\u00ad",
    "<b>",
    "{{",
    "* ",
    "> ",
    "а.",
    "1/",
)
READERS: dict[str, Callable[[str], object]] = {
    "an address line": lambda text: parse_line(f"663180, {text}, Копытову Льву"),
    "a page": lambda text: read_draft(f"Адрес для писем: {text}", "page.txt"),
    "a letter": lambda text: tuple(findings(Source(text, "letter.txt"), Traced(text), writer="f")),
    "a template": lambda text: blocks(render(Source(text, "letter.txt"), {})),
}


def seconds(reader: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    with suppress(LettersError, ValueError):
        reader(text)
    return time.process_time() - begun


@pytest.mark.one_quick
@pytest.mark.parametrize("piece", NASTY)
@pytest.mark.parametrize("name", READERS)
def test_time_grows_with_the_text_and_not_with_its_square(name: str, piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (2_000, 16_000))
    took = max(min(seconds(READERS[name], short) for _ in range(2)), 0.02)
    with deadline(SECONDS):
        assert min(seconds(READERS[name], long) for _ in range(2)) < took * 8 * 4


@contextmanager
def deadline(limit: int) -> Iterator[None]:
    """Raises TimeoutError in what takes longer, where the system has alarms."""

    def ring(*_: object) -> None:
        raise TimeoutError(f"longer than {limit} s")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(limit)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_every_door_has_rows() -> None:
    doors: Iterator[str] = (row["door"] for row in ROWS)
    assert set(doors) == set(DOORS)
    assert len({(row["door"], row["name"]) for row in ROWS}) == len(ROWS) >= 90
