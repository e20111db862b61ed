"""What letters.html is made of besides this program: fetched by npm and pip, each file by its SHA-256."""

import hashlib
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from letters.errors import FileError, Problem

PINS = Path(__file__).resolve().parent / "parts.toml"
PYTHON = "3.14"  # of the browser edition, for pip
PLATFORMS = {
    "browser": ("pyemscripten_2026_0_wasm32",),
    "manylinux": ("manylinux2014_x86_64", "manylinux_2_28_x86_64"),
}


@dataclass(frozen=True, slots=True)
class Pin:
    """One file that is fetched; `leave` and `keep` = patterns of what in it stays out, and goes in all the same."""

    name: str
    version: str
    file: str
    sha256: str
    platform: str = "browser"
    leave: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


def read_pins(path: Path = PINS) -> tuple[Pin, tuple[Pin, ...]]:
    """Python for browsers, and the packages."""
    table = tomllib.loads(path.read_text("utf-8"))
    return _pin(table["core"]), tuple(_pin(row) for row in table["wheel"])


def _pin(row: Mapping[str, Any]) -> Pin:
    platform, leave, keep = row.get("platform", "browser"), row.get("leave", ()), row.get("keep", ())
    return Pin(row["name"], row["version"], row["file"], row["sha256"], platform, tuple(leave), tuple(keep))


def cache_folder() -> Path:
    """Where fetched files are kept for the next build."""
    given = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(given) if given else Path.home() / ".cache") / "make-letters-browser"


def fetch(core: Pin, wheels: Sequence[Pin], cache: Path) -> None:
    """Have every file in the cache, whole and as it is pinned; raises FileError with what is missing or differs."""
    cache.mkdir(parents=True, exist_ok=True)
    if not _is_there(core, cache):
        call(["npm", "pack", "--silent", f"{core.name}@{core.version}"], cache)
    for platform, tags in PLATFORMS.items():
        missing = [part for part in wheels if part.platform == platform and not _is_there(part, cache)]
        if missing:
            call([*pip_download(tags, cache), *(f"{part.name}=={part.version}" for part in missing)], cache)
    if wrong := list(_wrong(core, wheels, cache)):
        raise FileError(*wrong)


def pip_download(tags: Sequence[str], cache: Path) -> list[str]:
    """The command to which the names of wheels are added: for these platforms, into the cache."""
    platforms = [word for tag in tags for word in ("--platform", tag)]
    version = ["--python-version", PYTHON, "--implementation", "cp", "--abi", "cp" + PYTHON.replace(".", "")]
    quiet = ["-q", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "-d", str(cache)]
    return [sys.executable, "-m", "pip", "download", *quiet, *platforms, *version]


def call(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
        )
    except FileNotFoundError as error:
        what = f"{command[0]} is not installed. It is needed to build letters.html, and only for that."
        raise FileError(Problem(command[0], what, "Install Node.js, which brings it.", code="tool-missing")) from error
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise FileError(Problem(command[0], "could not fetch a part.", " ".join(last), code="part-missing"))


def _is_there(part: Pin, cache: Path) -> bool:
    path = cache / part.file
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == part.sha256


def _wrong(core: Pin, wheels: Sequence[Pin], cache: Path) -> Iterator[Problem]:
    for part in (core, *wheels):
        path = cache / part.file
        if not path.is_file():
            hint = "Its release has files of other names now; choose one, and write it into letters/browser/parts.toml."
            yield Problem(part.file, "was not among what was fetched.", hint, code="part-missing")
        elif (found := hashlib.sha256(path.read_bytes()).hexdigest()) != part.sha256:
            what = f"is not the file that is pinned: its SHA-256 is {found}."
            yield Problem(part.file, what, f"Delete {path}, and build again.", code="part-differs")
