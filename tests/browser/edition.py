"""The edition that all tests of letters.html share: built once, whichever worker comes first."""

import fcntl
import os

from letters.browser.edition import build
from letters.browser.parts import cache_folder


def shared_edition(tmp_path_factory):
    """The folder with letters.html and the folder beside it."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = root / "edition"
    with (root / "edition.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            files = build(cache_folder()).files
            for name, data in files.items():
                (root / "edition-made" / name).parent.mkdir(parents=True, exist_ok=True)
                (root / "edition-made" / name).write_bytes(data)
            (root / "edition-made").rename(folder)
    return folder
