"""A run that is killed, starved or disturbed leaves whole files, and says so with its code."""

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from letters import shipped
from tests.nursery import Nursery
from tests.test_batch import PLACE, RECIPIENTS

ROOT = Path(__file__).parent.parent
PEOPLE, PART, KILLS = 120, 20, 100
DATE = ["--date", "2026-11-22"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="these faults are made with fork and signals"),
]


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path_factory.mktemp("said"))
    yield nursery
    nursery.close()


def entries(people: int) -> str:
    lines = (
        f"  - id: p{n}\n    address: {PLACE}, {RECIPIENTS[n % len(RECIPIENTS)]}\n    case: https://example.org/{n}\n"
        for n in range(people)
    )
    return "people:\n" + "".join(lines)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "book.yaml"
    path.write_text(entries(PEOPLE), "utf-8")
    return path


def words(book: Path, out: Path, *more: object, country: str = "DE") -> list[object]:
    return ["make", "--book", book, "--out", out, "--from", country, *DATE, *more]


def in_parts(book: Path, out: Path, *more: object) -> list[object]:
    return words(book, out, "--only", "envelopes,letters,list", "--split", PART, *more)


@pytest.fixture(scope="module")
def undisturbed(book: Path, nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The files of a quiet run, and how long it takes."""
    out = tmp_path_factory.mktemp("undisturbed")
    assert nursery.run(*in_parts(book, out)) == 0
    began = time.monotonic()
    assert nursery.run(*in_parts(book, out)) == 0
    return out, time.monotonic() - began


def held(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if not path.name.startswith(".")}


def assert_whole(out: Path, *good: dict[str, bytes]) -> None:
    """Every PDF is a good one, byte by byte, and opens."""
    found = held(out)
    assert [name for name in found if name.endswith(".pdf") and found[name] not in [g.get(name) for g in good]] == []
    for name in found:
        if name.endswith(".pdf"):
            pypdfium2.PdfDocument(out / name).close()


# --- killed


def test_killed_a_hundred_times(book: Path, nursery: Nursery, undisturbed: tuple[Path, float], tmp_path: Path) -> None:
    """Whatever stands in the folder is whole at any moment, and a run over it gives the files of a quiet one."""
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")  # noqa: T201  (to do the same again)
    chance, (quiet, seconds) = random.Random(seed), undisturbed
    good, killed, out = held(quiet), 0, tmp_path / "out"
    for _ in range(KILLS):
        code = nursery.run(*in_parts(book, out), seconds=chance.uniform(0, seconds))
        killed += code == -signal.SIGKILL
        if out.exists():
            assert_whole(out, good)
    assert killed > KILLS / 2
    assert nursery.run(*in_parts(book, out)) == 0
    assert held(out) == good
    assert list(out.glob(".*")) == []


STEPS = {
    # moment -> the disturbance, and how many new files there are then
    "at a page in the middle": ("dying_at_page", 240, 0),
    "before the second name": ("dying_at_renaming", 2, 1),
    "before the last PDF": ("dying_at_renaming", 4, 3),
    "before run.json": ("dying_at_renaming", 5, 4),
}


@pytest.mark.parametrize(("disturbance", "number", "renamed"), STEPS.values(), ids=STEPS)
def test_killed_at_a_step(
    disturbance: str, number: int, renamed: int, book: Path, nursery: Nursery, tmp_path: Path
) -> None:
    """Files come into their places one after the other, each whole."""
    new = tmp_path / "new"
    assert nursery.run(*words(book, new, country="FR")) == 0
    out = tmp_path / "out"
    assert nursery.run(*words(book, out)) == 0
    old = held(out)
    code = nursery.run(*words(book, out, country="FR"), disturb=(disturbance, number))
    assert code == -signal.SIGKILL
    assert_whole(out, old, held(new))
    order = ["envelopes.pdf", "letters.pdf", "guides.pdf", "list.pdf"][:renamed]
    assert [held(out)[name] == held(new)[name] for name in order] == [True] * renamed
    if not renamed:
        assert held(out) == old


def test_killed_over_files_of_an_earlier_run(
    book: Path, nursery: Nursery, undisturbed: tuple[Path, float], tmp_path: Path
) -> None:
    out, new = tmp_path / "out", held(undisturbed[0])
    small = tmp_path / "small.yaml"
    small.write_text(entries(40), "utf-8")
    assert nursery.run(*in_parts(small, out)) == 0
    old = held(out)
    assert nursery.run(*in_parts(book, out), seconds=undisturbed[1] / 2) == -signal.SIGKILL
    assert_whole(out, old, new)
    assert nursery.run(*in_parts(book, out)) == 0
    assert held(out) == new


# --- the disk


@pytest.mark.parametrize("size", [10_000, 60_000])
def test_disk_full(size: int, book: Path, nursery: Nursery, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "envelopes.pdf").write_bytes(b"earlier")
    assert nursery.run(*words(book, out), disturb=("small_disk", size)) == 3
    assert held(out) == {"envelopes.pdf": b"earlier"}
    assert list(out.glob(".*")) == []


def test_disk_full_in_a_later_file(
    book: Path, nursery: Nursery, undisturbed: tuple[Path, float], tmp_path: Path
) -> None:
    """Nothing is written then; when the disk has been emptied, the same command makes everything."""
    out = tmp_path / "out"
    assert nursery.run(*in_parts(book, out), disturb=("small_disk_from", 5, 9000)) == 3
    assert "writing failed: File too large." in nursery.said
    assert not out.exists()
    assert nursery.run(*in_parts(book, out)) == 0
    assert held(out) == held(undisturbed[0])


def test_output_folder_removed(book: Path, nursery: Nursery, tmp_path: Path) -> None:
    out = tmp_path / "a" / "out"
    assert nursery.run(*words(book, out), disturb=("folder_removed", str(out))) == 3
    assert "this folder was removed while the run was going on." in nursery.said
    assert not out.exists()


# --- what is read


@pytest.mark.parametrize("data", [b"", b"no font at all", "half"])
def test_unreadable_font(data: bytes | str, nursery: Nursery, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    shutil.copytree(shipped.fonts(), fonts)
    font = fonts / "PTSerif-Regular.ttf"
    font.write_bytes(font.read_bytes()[: font.stat().st_size // 2] if isinstance(data, str) else data)
    out = tmp_path / "out"
    assert nursery.run(*words(ROOT / "addresses.yaml", out), disturb=("fonts_from", str(fonts))) == 3
    assert "PTSerif-Regular.ttf: this font cannot be read" in nursery.said
    assert not out.exists()


# --- two at once, Ctrl-C


def test_two_runs_into_one_folder(
    book: Path, nursery: Nursery, undisturbed: tuple[Path, float], tmp_path: Path
) -> None:
    """The second is told to wait and the first comes to its end."""
    out, good = tmp_path / "out", held(undisturbed[0])
    first = Nursery(tmp_path / "first")
    first.begin(*in_parts(book, out))
    until = time.monotonic() + 60
    while not (out / ".making-lock").exists() and time.monotonic() < until:
        time.sleep(0.005)
    assert nursery.run(*words(ROOT / "addresses.yaml", out)) == 3
    assert "another run is writing into this folder." in nursery.said
    assert first.end() == 0
    first.close()
    assert held(out) == good


def test_ctrl_c(book: Path, nursery: Nursery, tmp_path: Path) -> None:
    """In the third file: nothing is written."""
    out = tmp_path / "out"
    assert nursery.run(*in_parts(book, out), disturb=("stopped_at", 5 * PART)) == 130
    assert nursery.said.split("\n")[0] == "Stopped after 49 of 120 people; the files are as they were before."
    assert not out.exists()


# --- the book


def table_of(people: int, path: Path) -> Path:
    """People for an import, every tenth of whom cannot be taken."""
    lines = (f'p{n};"{PLACE}, {RECIPIENTS[n % len(RECIPIENTS)]}"' for n in range(people))
    cut = (line if n % 10 else line.replace(PLACE, "") for n, line in enumerate(lines))
    path.write_text("id;address\n" + "\n".join(cut) + "\n", "utf-8")
    return path


def page_of(recipient: str, path: Path) -> Path:
    path.write_text(f"{PLACE}, {recipient}", "utf-8")
    return path


def test_an_import_killed_at_any_moment(nursery: Nursery, tmp_path: Path) -> None:
    """The book is the old or the new one; what the dead have left is gone when somebody next writes there."""
    table, folder = table_of(60, tmp_path / "t.csv"), tmp_path / "books"
    folder.mkdir()
    book, bad = folder / "b.yaml", folder / "t.rejected.csv"
    order = ["import", table, "--book", book]
    began = time.monotonic()
    assert nursery.run(*order) == 1
    seconds, new, refused = time.monotonic() - began, book.read_bytes(), bad.read_bytes()
    chance, killed = random.Random(1), 0
    for _ in range(10):
        bad.unlink(missing_ok=True)
        book.write_bytes(b"people:\n")
        killed += nursery.run(*order, seconds=chance.uniform(0, seconds)) == -signal.SIGKILL
        assert book.read_bytes() in (b"people:\n", new)
        assert not bad.exists() or bad.read_bytes() == refused
    assert killed > 0
    bad.unlink(missing_ok=True)
    book.write_bytes(b"people:\n")
    for moment in (1, 2):  # before the book has its name, and before the file of refused rows has
        bad.unlink(missing_ok=True)
        assert nursery.run(*order, disturb=("dying_at_renaming", moment)) == -signal.SIGKILL
        assert sum(path.name.startswith(".making-") for path in folder.iterdir()) >= 1
    assert book.read_bytes() == new
    assert nursery.run("add", page_of("Пыжикову Захару Петровичу, 1984 г. р.", tmp_path / "p.txt"), "--book", book) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["b.yaml"]


@pytest.mark.parametrize("size", [2000, 9000])
def test_a_full_disk_leaves_the_book(size: int, nursery: Nursery, tmp_path: Path) -> None:
    book = tmp_path / "b.yaml"
    book.write_text(entries(40), "utf-8")
    before = book.read_bytes()
    assert len(before) > size
    page = page_of("Пыжикову Захару Петровичу, 1984 г. р.", tmp_path / "p.txt")
    table = table_of(90, tmp_path / "t.csv")
    there = sorted(tmp_path.iterdir())
    for order in (["add", page], ["add", "--checked", "p0"], ["import", table], ["export", tmp_path / "x.csv"]):
        assert nursery.run(*order, "--book", book, disturb=("small_disk", size)) == 3
        assert "cannot be written: File too large." in nursery.said
        assert (book.read_bytes(), sorted(tmp_path.iterdir())) == (before, there)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(nursery: Nursery, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    book = folder / "b.yaml"
    book.write_text(entries(4), "utf-8")
    page = page_of("Пыжикову Захару Петровичу, 1984 г. р.", tmp_path / "p.txt")
    folder.chmod(0o500)
    try:
        for order in (["add", page], ["import", table_of(90, tmp_path / "t.csv")]):
            assert nursery.run(*order, "--book", book) == 3
            assert "cannot be written: Permission denied." in nursery.said
    finally:
        folder.chmod(0o700)
    assert [path.name for path in folder.iterdir()] == ["b.yaml"]
