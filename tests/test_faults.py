"""A run that is killed, starved or disturbed leaves whole files, says so with its code, and can be taken up again."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from letters import shipped
from tests.test_batch import PLACE, RECIPIENTS

ROOT = Path(__file__).parent.parent
PEOPLE, VOLUME, KILLS = 120, 20, 100
DATE = ["--date", "2026-11-22"]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="these faults are made with fork and signals")

# Imports the program once, then carries out each command in a child of its own.
NURSERY = """
import json, os, signal, sys, time
from letters.cli import main
devnull = os.open(os.devnull, os.O_WRONLY)
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if child == 0:
        os.dup2(devnull, 1)
        said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 2)
        exec(order["before"])
        code = main(order["arguments"])
        sys.stderr.flush()
        os._exit(code)
    if order["seconds"] is not None:
        time.sleep(order["seconds"])
        os.kill(child, order["signal"])
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """Commands carried out in children of one warm process."""

    def __init__(self, said: Path) -> None:
        self._said = said
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "3"}
        command = [sys.executable, "-c", NURSERY]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *arguments: object, before: str = "", seconds: float | None = None, by: int = signal.SIGKILL) -> int:
        """The exit code; `before` is Python that the child does first, a signal comes after some seconds."""
        words = [str(word) for word in arguments]
        order = {"arguments": words, "before": textwrap.dedent(before), "seconds": seconds, "signal": int(by)}
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order | {"said": str(self._said)}) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    @property
    def said(self) -> str:
        """What the last command wrote on the error stream."""
        return self._said.read_text("utf-8")


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path_factory.mktemp("said") / "said.txt")
    yield nursery
    assert nursery.process.stdin
    nursery.process.stdin.close()
    nursery.process.wait()
    assert nursery.process.stdout
    nursery.process.stdout.close()


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


def in_volumes(book: Path, out: Path, *more: object) -> list[object]:
    return words(book, out, "--only", "envelopes,letters,list", "--split", VOLUME, *more)


@pytest.fixture(scope="module")
def undisturbed(book: Path, nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The files of a run in volumes, and how long it takes."""
    out = tmp_path_factory.mktemp("undisturbed")
    assert nursery.run(*in_volumes(book, out)) == 0
    began = time.monotonic()
    assert nursery.run(*in_volumes(book, out)) == 0
    return out, time.monotonic() - began


def held(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if not path.name.startswith(".")}


def recorded(out: Path) -> dict[str, Any]:
    return json.loads((out / "run.json").read_text("utf-8"))


def assert_whole(out: Path, *good: dict[str, bytes]) -> None:
    """Every PDF is a good one, byte by byte, opens, and has the pages that run.json gives it."""
    found = held(out)
    assert [name for name in found if name.endswith(".pdf") and found[name] not in [g.get(name) for g in good]] == []
    for file in recorded(out)["files"] if (out / "run.json").exists() else ():
        document = pypdfium2.PdfDocument(out / file["file"])
        assert len(document) == file["pages"]
        document.close()


# --- killed


def test_killed_a_hundred_times(book: Path, nursery: Nursery, undisturbed: tuple[Path, float], tmp_path: Path) -> None:
    """Killed, taken up again, killed again; whenever a run comes to its end its files are those of a quiet one."""
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")  # noqa: T201  (to do the same again)
    chance, (quiet, seconds) = random.Random(seed), undisturbed
    good, killed, finished, number = held(quiet), 0, 0, 0
    out = tmp_path / "0"
    while killed < KILLS:
        code = nursery.run(*in_volumes(book, out, "--resume"), seconds=chance.uniform(0, 0.8 * seconds))
        killed += code == -signal.SIGKILL
        if out.exists():
            assert_whole(out, good)
        if (out / "run.json").exists() and recorded(out)["finished"]:  # perhaps killed on its way out
            assert held(out) == good
            finished, number = finished + 1, number + 1
            out = tmp_path / str(number)
    assert nursery.run(*in_volumes(book, out, "--resume")) == 0
    assert held(out) == good
    assert finished > 0


def test_killed_over_files_of_an_earlier_run(
    book: Path, nursery: Nursery, undisturbed: tuple[Path, float], tmp_path: Path
) -> None:
    out, new = tmp_path / "out", held(undisturbed[0])
    small = tmp_path / "small.yaml"
    small.write_text(entries(40), "utf-8")
    assert nursery.run(*in_volumes(small, out)) == 0
    old = held(out)
    assert nursery.run(*in_volumes(book, out), seconds=undisturbed[1] / 2) == -signal.SIGKILL
    assert_whole(out, old, new)
    assert nursery.run(*in_volumes(book, out)) == 0
    assert held(out) == new


# --- the disk


LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"


@pytest.mark.parametrize("size", [10_000, 60_000])
def test_disk_full(size: int, book: Path, nursery: Nursery, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "envelopes.pdf").write_bytes(b"earlier")
    assert nursery.run(*words(book, out), before=LIMIT.format(size)) == 3
    assert held(out) == {"envelopes.pdf": b"earlier"}
    assert list(out.glob(".*")) == []


def test_disk_full_in_a_later_volume(
    book: Path, nursery: Nursery, undisturbed: tuple[Path, float], tmp_path: Path
) -> None:
    """Room for some volumes; then the disk is emptied, and the run goes on."""
    out, good = tmp_path / "out", held(undisturbed[0])
    before = """
        from letters.draw import PdfFile
        start, count = PdfFile.__init__, 0
        def full(self, path):
            global count
            count += 1
            if count > 4:
                import resource
                resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))
            start(self, path)
        PdfFile.__init__ = full
    """
    assert nursery.run(*in_volumes(book, out), before=before) == 3
    assert "writing failed: File too large." in nursery.said
    assert_whole(out, good)
    assert [file["volume"] for file in recorded(out)["files"]] == [1, 1, 2, 2]
    assert nursery.run(*in_volumes(book, out, "--resume")) == 0
    assert held(out) == good


AT_THE_END = """
    import shutil, pathlib
    import letters.app.volumes as volumes
    made = volumes.made
    def disturbing(*values):
        {}
        return made(*values)
    volumes.made = disturbing
"""


def test_output_folder_removed(book: Path, nursery: Nursery, tmp_path: Path) -> None:
    out = tmp_path / "a" / "out"
    before = AT_THE_END.format(f"shutil.rmtree({str(out)!r}, ignore_errors=True)")
    assert nursery.run(*words(book, out), before=before) == 3
    assert "this folder was removed while the run was going on." in nursery.said
    assert not out.exists()


# --- what is read


@pytest.mark.parametrize("data", [b"", b"no font at all", "half"])
def test_unreadable_font(data: bytes | str, nursery: Nursery, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    shutil.copytree(shipped.fonts(), fonts)
    font = fonts / "PTSerif-Regular.ttf"
    font.write_bytes(font.read_bytes()[: font.stat().st_size // 2] if isinstance(data, str) else data)
    before = f"""
        import pathlib, letters.shipped
        letters.shipped.fonts = lambda: pathlib.Path({str(fonts)!r})
    """
    out = tmp_path / "out"
    assert nursery.run(*words(ROOT / "addresses.yaml", out), before=before) == 3
    assert "PTSerif-Regular.ttf: this font cannot be read" in nursery.said
    assert not out.exists()


def test_a_book_that_changes_while_it_is_read(nursery: Nursery, tmp_path: Path) -> None:
    book, out = tmp_path / "book.yaml", tmp_path / "out"
    book.write_text(entries(5), "utf-8")
    before = f"""
        import pathlib
        import letters.app.check as check
        read = check.read_book
        def changing(*values):
            found = read(*values)
            with pathlib.Path({str(book)!r}).open("a") as stream:
                stream.write("# ")
            return found
        check.read_book = changing
    """
    assert nursery.run(*words(book, out), before=before) == 3
    assert "somebody changed the book while the run was going on." in nursery.said
    assert not out.exists()


def test_a_book_that_changes_before_it_is_drawn(nursery: Nursery, tmp_path: Path) -> None:
    book, out = tmp_path / "book.yaml", tmp_path / "out"
    book.write_text(entries(5), "utf-8")
    before = AT_THE_END.format(f"pathlib.Path({str(book)!r}).write_text('people:')")
    assert nursery.run(*words(book, out), before=before) == 3
    assert "somebody changed the book while the run was going on." in nursery.said
    assert not out.exists()


# --- two at once, a worker, Ctrl-C


def test_two_runs_into_one_folder(
    book: Path, nursery: Nursery, undisturbed: tuple[Path, float], tmp_path: Path
) -> None:
    """The second is told to wait and the first comes to its end."""
    out, good = tmp_path / "out", held(undisturbed[0])
    first = Nursery(tmp_path / "first.txt")
    assert first.process.stdin
    assert first.process.stdout
    order = {"arguments": [str(word) for word in in_volumes(book, out)], "before": "", "seconds": None, "signal": 9}
    first.process.stdin.write(json.dumps(order | {"said": str(tmp_path / "first.txt")}) + "\n")
    first.process.stdin.flush()
    while not (out / ".making-lock").exists():
        time.sleep(0.01)
    assert nursery.run(*words(ROOT / "addresses.yaml", out)) == 3
    assert "another run is writing into this folder." in nursery.said
    assert first.process.stdout.readline() == "0\n"
    first.process.stdin.close()
    first.process.wait()
    first.process.stdout.close()
    assert held(out) == good


def test_a_killed_worker(book: Path, tmp_path: Path) -> None:
    """The others stop too, nothing is written, and the run says so."""
    out = tmp_path / "out"
    before = f"""
        import os, pathlib, threading, time, signal, subprocess, sys
        def kill():
            while not pathlib.Path({str(out)!r}).exists():
                time.sleep(0.01)
            import multiprocessing
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
        if __name__ == "__main__":
            threading.Thread(target=kill, daemon=True).start()
            from letters.cli.main import main
            sys.exit(main(sys.argv[1:]))
    """
    script = tmp_path / "program.py"
    script.write_text(textwrap.dedent(before), "utf-8")
    command = [sys.executable, script, *map(str, words(book, out, "--workers", 2))]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "a worker of the run was ended by the system" in done.stderr) == (3, True), done.stderr
    assert not out.exists()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="asks Linux which processes are there")
def test_workers_end_with_a_killed_run(tmp_path: Path) -> None:
    """Known by a word in their environment."""
    book, out, word = tmp_path / "book.yaml", tmp_path / "out", f"LETTERS_TEST={tmp_path}"
    book.write_text(entries(4000), "utf-8")
    code = "import sys\nfrom letters.cli import main\nif __name__ == '__main__': sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *map(str, in_volumes(book, out, "--workers", 2))]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LETTERS_TEST": str(tmp_path)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while not (out / "run.json").exists():
        time.sleep(0.01)
    assert len(marked(word)) > 2
    process.kill()
    process.wait()
    until = time.monotonic() + 10
    while marked(word) and time.monotonic() < until:
        time.sleep(0.05)
    assert marked(word) == []


def marked(word: str) -> list[str]:
    """The processes with that word in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if word.encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(folder.name)
    return found


def stopping_at(page: int) -> str:
    """Ctrl-C while a page is drawn."""
    return f"""
        import signal, os
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background has it switched off
        from letters.pages.person import PersonPages
        of, count = PersonPages.of, 0
        def stopped(self, kind):
            global count
            count += 1
            if count == {page}:
                os.kill(os.getpid(), signal.SIGINT)
            return of(self, kind)
        PersonPages.of = stopped
    """


def test_ctrl_c(book: Path, nursery: Nursery, undisturbed: tuple[Path, float], tmp_path: Path) -> None:
    """In the third volume: two are whole, and the run goes on with the third."""
    out, good = tmp_path / "out", held(undisturbed[0])
    assert nursery.run(*in_volumes(book, out), before=stopping_at(5 * VOLUME)) == 130
    whole = "Stopped after 40 of 120 people. Volumes 1 to 2 can be printed; the same command with --resume"
    assert whole in " ".join(nursery.said.split())
    assert_whole(out, good)
    assert nursery.run("make", "--book", book, "--out", out, "--resume") == 0  # its options are remembered
    assert held(out) == good


def test_ctrl_c_in_an_undivided_run(book: Path, nursery: Nursery, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert nursery.run(*words(book, out, "--only", "guides"), before=stopping_at(PEOPLE)) == 130
    assert nursery.said.split("\n")[0] == "Stopped after 100 of 120 people; the files are as they were before."
    assert not out.exists()
