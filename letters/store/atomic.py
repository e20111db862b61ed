"""Files come into the output folder whole or not at all: made in a folder aside, then renamed."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from letters.errors import FileError, Problem
from letters.store.lock import locked
from letters.textfile import remedy

ASIDE = ".making-"
_ELSEWHERE = "Choose another folder with --out DIR."


@contextmanager
def set_aside(out: Path) -> Iterator[Path]:
    """A folder inside the output folder for unfinished files; it is gone afterwards, whatever happens.

    Raises FileError when files cannot be written, or another run is writing there.
    """
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        with _made(out), locked(out):
            _clear_left_overs(out)
            folder = Path(tempfile.mkdtemp(prefix=ASIDE, dir=out))
            try:
                yield folder
            except OSError as error:
                raise _failed(out, error) from error
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise FileError(Problem(str(out), f"cannot be written: {error.strerror}.", _ELSEWHERE)) from error
    finally:
        _remove_empty(missing)


@contextmanager
def _made(out: Path) -> Iterator[None]:
    out.mkdir(parents=True, exist_ok=True)
    yield


def _failed(out: Path, error: OSError) -> FileError:
    if not out.is_dir():
        return FileError(Problem(str(out), "this folder was removed while the run was going on.", "Start it again."))
    hint = f"{remedy(error)} Files that are there are whole."
    return FileError(Problem(str(out), f"writing failed: {error.strerror}.", hint))


def _remove_empty(folders: Iterable[Path]) -> None:
    """Folders that were made for nothing, the innermost first."""
    with suppress(OSError):  # one that holds something stays
        for folder in folders:
            folder.rmdir()


def _clear_left_overs(out: Path) -> None:
    """Unfinished files of runs that were killed: nobody else is writing here, or this run would have no lock."""
    for left_over in out.glob(f"{ASIDE}*"):
        if left_over.is_dir():
            shutil.rmtree(left_over, ignore_errors=True)


def publish(aside: Path, target: Path) -> None:
    """Give a finished file its name in one step of the file system, its content safe on the disk before."""
    with aside.open("rb+") as handle:
        os.fsync(handle.fileno())
    aside.replace(target)


def publish_pictures(folder: Path, out: Path) -> None:
    """The pictures of `--proof`, into a folder of their own."""
    for picture in folder.glob("*.png"):
        (out / "proof").mkdir(exist_ok=True)
        picture.replace(out / "proof" / picture.name)
