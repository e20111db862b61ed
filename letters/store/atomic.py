"""Files come into their place whole or not at all: made in a folder aside, safe on the disk, then renamed.

The folder aside is its owner's alone, holds a lock while its maker lives, and is cleared away by the next who writes
beside it when the maker was killed.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from letters.errors import FileError, Problem
from letters.messages import reason, remedy
from letters.sentences import joined, sentence
from letters.store.lock import is_own, locked, release, take
from letters.textfile import no_file

ASIDE = ".making-"
MARK = ".alive"  # the lock inside a folder aside; what has none was not made here
_RUN = ".making-lock"
_ELSEWHERE = sentence("Choose another folder with ‹out›.")


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A path for a new file, which takes the place of `target` when the block ends well.

    A link stays a link: the file behind it is replaced. Raises FileError, and then everything is as it was; so for a
    pipe or a device, which would be gone.
    """
    place = Path(os.path.realpath(target))
    if place.exists() and not (place.is_file() or place.is_dir()):
        raise no_file(target)
    try:
        with aside(place.parent) as folder:
            yield folder / place.name
            publish(folder / place.name, place)
    except OSError as error:
        what = sentence("cannot be written: {reason}.", reason=reason(error))
        hint = joined((remedy(error), sentence("What was there is as it was.")), " ")
        raise FileError(Problem(str(target), what, hint, code="unwritable")) from error


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder inside `folder` for unfinished files; it is gone afterwards, as are those of makers who were killed."""
    _clear_dead(folder)
    made, handle = _marked(folder)
    try:
        yield made
    finally:
        release(made / MARK, handle)
        shutil.rmtree(made, ignore_errors=True)


def _marked(folder: Path) -> tuple[Path, int]:
    """A new folder with its lock; made again should another process take it for a dead one's in between."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=ASIDE, dir=folder))
        with suppress(FileNotFoundError):
            if (handle := take(made / MARK)) is not None:
                return made, handle


def _clear_dead(folder: Path) -> None:
    """Remove the folders aside whose lock nobody holds; a link, or a folder that was not made here, stays."""
    for left in folder.glob(f"{ASIDE}*"):
        if not left.is_symlink() and left.is_dir():
            with suppress(OSError, FileError):
                if (handle := take(left / MARK, make=False)) is not None:
                    release(left / MARK, handle)
                    shutil.rmtree(left, ignore_errors=True)


@contextmanager
def set_aside(out: Path) -> Iterator[Path]:
    """A folder inside the output folder for the unfinished files of one run; it is gone afterwards, whatever happens.

    Raises FileError when files cannot be written, or another run is writing there.
    """
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    what = sentence("another run is writing into this folder.")
    busy = Problem(
        str(out), what, joined((sentence("Wait until it has finished."), _ELSEWHERE), " "), code="folder-busy"
    )
    try:
        make_private(out)
        with locked(out / _RUN, busy), aside(out) as folder:
            try:
                yield folder
            except OSError as error:
                raise _failed(out, error) from error
    except OSError as error:
        is_file = isinstance(error, FileExistsError)
        what = (
            sentence("is a file, and no folder.")
            if is_file
            else sentence("cannot be written: {reason}.", reason=reason(error))
        )
        raise FileError(Problem(str(out), what, _ELSEWHERE, code="unwritable")) from error
    finally:
        _remove_empty(missing)


def make_private(folder: Path) -> None:
    """The folder with those above it; what is new is its owner's alone, where the system knows that."""
    if not folder.parent.exists():
        make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _failed(out: Path, error: OSError) -> FileError:
    if not out.is_dir():
        what = sentence("this folder was removed while the run was going on.")
        return FileError(Problem(str(out), what, sentence("Start it again."), code="folder-removed"))
    what, hint = (
        sentence("writing failed: {reason}.", reason=reason(error)),
        joined((remedy(error), sentence("Files that are there are whole.")), " "),
    )
    return FileError(Problem(str(out), what, hint, code="unwritable"))


def _remove_empty(folders: Iterable[Path]) -> None:
    """Folders that were made for nothing, the innermost first."""
    with suppress(OSError):  # one that holds something stays
        for folder in folders:
            folder.rmdir()


def publish(aside: Path, target: Path) -> None:
    """Give a finished file its name in one step of the file system, its content safe on the disk before.

    It keeps the rights of the file it replaces; a new one is its owner's alone, where the system knows that.
    """
    with aside.open("rb+") as handle:
        os.fsync(handle.fileno())
    with suppress(OSError):  # a disk that knows no rights
        aside.chmod(_rights(target))
    aside.replace(target)


def _rights(target: Path) -> int:
    with suppress(OSError):
        status = target.lstat()
        if stat.S_ISREG(status.st_mode):
            return stat.S_IMODE(status.st_mode) & 0o777
    return 0o600


def publish_pictures(folder: Path, out: Path) -> None:
    """The pictures of `--proof`, into a folder of their own."""
    proof = out / "proof"
    for picture in sorted(folder.glob("*.png")):
        if proof.is_symlink() or (proof.is_dir() and not is_own(proof.stat())):
            what = sentence("is a link, or somebody else's folder: pictures would go there.")
            raise FileError(Problem(str(proof), what, sentence("Delete it."), code="folder-foreign"))
        make_private(proof)
        publish(picture, proof / picture.name)
