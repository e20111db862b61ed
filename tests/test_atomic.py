"""Knows how a file comes into its place: whole or not at all, its owner's alone, and nothing stays of the dead."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from letters.app.tables import ExportRequest, export_book
from letters.errors import FileError, Problem
from letters.store import lock
from letters.store.atomic import MARK, aside, make_private, publish, publish_pictures, set_aside, whole
from letters.store.lock import locked

ROOT = Path(__file__).parent.parent
BUSY = Problem("", "busy")
on_posix = pytest.mark.skipif(os.name == "nt", reason="rights, links and signals as POSIX has them")


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def command(*words: object) -> list[str]:
    """A program of tests/programs/writing.py."""
    return [sys.executable, "-m", "tests.programs.writing", *map(str, words)]


def write(target: Path, fault: BaseException | None = None) -> None:
    with whole(target) as part:
        part.write_text("new", "utf-8")
        if fault:
            raise fault


def take(path: Path) -> None:
    with locked(path, BUSY):
        assert path.is_file()


# --- one file


def test_a_file_is_there_when_the_block_ends_well(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_text("old", "utf-8")
    with whole(target) as part:
        part.write_text("new", "utf-8")
        assert target.read_text("utf-8") == "old"
    assert (target.read_text("utf-8"), names(tmp_path)) == ("new", ["list.csv"])


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, FileError])
def test_what_fails_leaves_the_file_as_it_was(fault: type[BaseException], tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_text("old", "utf-8")
    with pytest.raises(fault):
        write(target, fault(BUSY))
    assert (target.read_text("utf-8"), names(tmp_path)) == ("old", ["list.csv"])


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        write(tmp_path / "list.csv", OSError(errno.ENOSPC, "No space left on device"))
    hint = "Make room on the disk. What was there is as it was."
    assert caught.value.problems == (
        Problem(str(tmp_path / "list.csv"), "cannot be written: No space left on device.", hint),
    )
    assert names(tmp_path) == []


@on_posix
@pytest.mark.parametrize(("before", "after"), [(None, 0o600), (0o644, 0o644), (0o640, 0o640), (0o600, 0o600)])
def test_a_new_file_is_its_owners_alone_and_an_old_one_keeps_its_rights(
    before: int | None, after: int, tmp_path: Path
) -> None:
    target = tmp_path / "list.csv"
    if before is not None:
        target.touch()
        target.chmod(before)
    with whole(target) as part:
        part.write_text("new", "utf-8")
        assert part.parent.stat().st_mode & 0o777 == 0o700
    assert target.stat().st_mode & 0o777 == after


@on_posix
def test_the_file_behind_a_link_is_replaced(tmp_path: Path) -> None:
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
    (tmp_path / "here" / "link").symlink_to(Path("../there/file"))
    with whole(tmp_path / "here" / "link") as part:
        part.write_text("new", "utf-8")
    assert (tmp_path / "here" / "link").is_symlink()
    assert (tmp_path / "there" / "file").read_text("utf-8") == "new"
    assert names(tmp_path) == ["here", "here/link", "there", "there/file"]


# --- what the dead leave


@pytest.mark.parametrize("door", [aside, set_aside])
def test_what_somebody_left_who_was_killed_is_cleared_away(door: Callable[[Path], object], tmp_path: Path) -> None:
    dead = tmp_path / ".making-abc"
    dead.mkdir()
    (dead / MARK).touch()
    (dead / "addresses.yaml").write_text("names", "utf-8")
    with door(tmp_path) as folder:  # type: ignore[attr-defined]
        assert not dead.exists()
        assert folder.is_dir()
    assert names(tmp_path) == []


@on_posix
def test_what_was_not_made_here_stays(tmp_path: Path) -> None:
    notes, elsewhere = tmp_path / "out" / ".making-notes", tmp_path / "elsewhere"
    for folder in (notes, elsewhere):
        folder.mkdir(parents=True)
        (folder / "mine.txt").touch()
    (elsewhere / MARK).touch()
    (tmp_path / "out" / ".making-link").symlink_to(elsewhere)
    (tmp_path / "out" / ".making-file").touch()
    before = names(tmp_path)
    with set_aside(tmp_path / "out"):
        write(tmp_path / "out" / "x")
    (tmp_path / "out" / "x").unlink()
    assert names(tmp_path) == before


def test_the_living_are_left_alone(tmp_path: Path) -> None:
    """By the same process, and by another."""
    with aside(tmp_path) as folder:
        write(tmp_path / "a")
        subprocess.run(command("touch", tmp_path / "b"), cwd=ROOT, check=True)
        assert folder.is_dir()
    assert names(tmp_path) == ["a", "b"]


@on_posix
def test_the_next_who_writes_clears_away_what_a_killed_one_left(tmp_path: Path) -> None:
    done = subprocess.run(command("die", tmp_path / "list.csv"), cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.stat().st_mode & 0o777 == 0o700
    write(tmp_path / "other.csv")
    assert names(tmp_path) == ["other.csv"]


# --- the folder of a run


@on_posix
def test_a_new_folder_is_its_owners_alone(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b" / "out"
    with set_aside(out) as folder:
        (folder / "x.pdf").touch()
        publish(folder / "x.pdf", out / "x.pdf")
    assert [path.stat().st_mode & 0o777 for path in (out, out.parent, out.parent.parent)] == [0o700] * 3
    assert (out / "x.pdf").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    before = tmp_path.stat().st_mode
    make_private(tmp_path)
    assert tmp_path.stat().st_mode == before


def test_folders_made_for_nothing_go(tmp_path: Path) -> None:
    with set_aside(tmp_path / "a" / "out"):
        pass
    assert names(tmp_path) == []


@on_posix
def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "list.csv")
    with pytest.raises(FileError, match="is no file on a disk"):
        write(tmp_path / "list.csv")
    assert (tmp_path / "list.csv").is_fifo()


@on_posix
def test_pictures_do_not_go_into_a_folder_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "proof").mkdir()
    (tmp_path / "page.png").touch()
    monkeypatch.setattr(os, "geteuid", lambda: (tmp_path / "proof").stat().st_uid + 1, raising=False)
    with pytest.raises(FileError, match="somebody else's folder"):
        publish_pictures(tmp_path, tmp_path)
    assert names(tmp_path / "proof") == []


@on_posix
def test_pictures_do_not_follow_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "proof").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "page.png").touch()
    with pytest.raises(FileError, match="is a link"):
        publish_pictures(tmp_path, tmp_path)
    assert names(tmp_path / "elsewhere") == []


# --- locks


def test_one_at_a_time_in_one_process(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with locked(tmp_path / "lock", BUSY, 10):
            order.append("second")

    with locked(tmp_path / "lock", BUSY):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.1)
        order.append("first")
    thread.join()
    assert (order, names(tmp_path)) == (["first", "second"], [])


@on_posix
def test_a_link_to_the_folder_is_no_way_round_a_lock(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with locked(tmp_path / "real" / "lock", BUSY), pytest.raises(FileError, match="busy"):
        take(tmp_path / "link" / "lock")


def test_another_process_waits_for_a_lock(tmp_path: Path) -> None:
    def other(wait: float) -> subprocess.Popen[str]:
        return subprocess.Popen(command("lock", tmp_path / "lock", wait), cwd=ROOT, stdout=subprocess.PIPE, text=True)

    with locked(tmp_path / "lock", BUSY):
        assert other(0).communicate()[0] == "busy\n"
        waiting = other(60)
        time.sleep(0.1)
    assert waiting.communicate()[0] == "mine\n"
    assert names(tmp_path) == []


def test_a_lock_whose_holder_was_killed_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    take(tmp_path / "lock")
    assert names(tmp_path) == []


@on_posix
@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe"])
def test_what_is_no_lock_is_refused_and_left(kind: str, tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "lock"
    victim.write_text("mine", "utf-8")
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(victim if kind == "link" else tmp_path / "nothing")
    with pytest.raises(FileError, match="stands where the program puts its lock"):
        take(path)
    assert (victim.read_text("utf-8"), names(tmp_path)) == ("mine", ["lock", "victim"])


@on_posix
def test_a_lock_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lock").touch()
    monkeypatch.setattr(os, "geteuid", lambda: (tmp_path / "lock").stat().st_uid + 1, raising=False)
    with pytest.raises(FileError, match="somebody else's"):
        take(tmp_path / "lock")
    assert names(tmp_path) == ["lock"]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EAGAIN])
def test_busy_in_the_words_of_the_system(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_lock", lambda _: (_ for _ in ()).throw(OSError(number, "taken")))
    with pytest.raises(FileError, match="busy"):
        take(tmp_path / "lock")


def test_a_file_system_without_locks_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_lock", lambda _: (_ for _ in ()).throw(OSError(errno.ENOLCK, "No locks available")))
    take(tmp_path / "lock")
    assert names(tmp_path) == []


@pytest.mark.slow
def test_where_the_platform_knows_no_locks_files_are_written_all_the_same(tmp_path: Path) -> None:
    """In a browser there is no fcntl."""
    without = (
        "import sys, runpy; sys.modules['fcntl'] = None; runpy.run_module('tests.programs.writing', None, '__main__')"
    )
    subprocess.run([sys.executable, "-c", without, "add", str(tmp_path / "b.yaml")], cwd=ROOT, check=True)
    assert names(tmp_path) == ["b.yaml"]


# --- a disk that is full


@pytest.mark.slow
@on_posix
@pytest.mark.parametrize("name", ["book.csv", "book.xlsx"])
def test_an_export_to_a_full_disk_leaves_no_trace(name: str, tmp_path: Path) -> None:
    words = command("on_small_disk", 500, "export", tmp_path / name, "--book", ROOT / "addresses.yaml")
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stdout, names(tmp_path)) == (3, "", [])
    assert done.stderr.startswith(f"{tmp_path / name}: cannot be written: ")
    assert done.stderr.count("\n") == 1


def test_an_export_leaves_nothing_in_the_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    export_book(ExportRequest(ROOT / "addresses.yaml", tmp_path / "book.xlsx"))
    assert names(tmp_path) == ["book.xlsx"]


@on_posix
def test_an_exported_table_is_its_owners_alone(tmp_path: Path) -> None:
    export_book(ExportRequest(ROOT / "addresses.yaml", tmp_path / "book.xlsx"))
    assert (tmp_path / "book.xlsx").stat().st_mode & 0o777 == 0o600
